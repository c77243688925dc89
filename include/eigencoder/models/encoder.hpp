// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <tuple>
#include <utility>

#include <eigencoder/models/input.hpp>
#include <eigencoder/models/model.hpp>
#include <eigencoder/models/sequential.hpp>

namespace eigencoder {

/// Views of a code and of what is made of it.
template <class Code, class Output>
struct CodeAndOutput {
  Code code;
  Output output;
};

/// An input and the layers after it, without weights.
template <class Input_, class... Layers>
class Network {
 public:
  using Scalar = typename Input_::Scalar;

  constexpr Network(const Input_& input, const Layers&... layers)
      : input_(input), layers_(layers...) {}

  constexpr auto input_shape() const { return input_.shape; }
  constexpr auto output_shape() const { return layers_.output(input_.shape); }
  /// Adds what a call takes of a workspace in inference.
  constexpr void use_workspace(WorkspaceUse& use) const {
    layers_.use_workspace(input_.shape, use);
  }
  auto parameters() const { return layers_.parameters(input_.shape); }
  const Sequential<Layers...>& layers() const { return layers_; }

  template <class Groups>
  auto operator()(const auto& x, const Groups& groups) const {
    return layers_.call_all(x, groups);
  }
  /// The output of a network that is no autoencoder is its code.
  template <class Groups>
  auto stages(const auto& x, const Groups& groups) const {
    const auto y = (*this)(x, groups);
    return CodeAndOutput<std::decay_t<decltype(y)>, std::decay_t<decltype(y)>>{y, y};
  }

 private:
  Input_ input_;
  Sequential<Layers...> layers_;
};

namespace detail {

/// A network with weights; `Key` keeps the random numbers of encoder and decoder apart, or tied
/// shapes would start with equal weights.
template <std::uint32_t Key, class Input_, class... Layers>
class NetworkModel : public Model<Network<Input_, Layers...>> {
 public:
  using Description = Network<Input_, Layers...>;
  using Scalar = typename Input_::Scalar;

  explicit NetworkModel(const Input_& input, const Layers&... layers)
      : NetworkModel(Description(input, layers...)) {}
  NetworkModel(const Description& description, Weights<Scalar> weights)
      : Model<Description>(description, std::move(weights)) {}

 private:
  explicit NetworkModel(const Description& description)
      : NetworkModel(description,
                     make_weights<Scalar>(description.parameters(), Key, default_seed)) {}
};

}  // namespace detail

/// The half of an autoencoder that turns samples into codes, or any network by itself.
///
///   Encoder encoder{Input<float, 784>{}, Dense<32, Relu>{}};
///   Eigen::MatrixXf codes = encoder(images);   // 32 x n
template <class Input_, class... Layers>
class Encoder : public detail::NetworkModel<0, Input_, Layers...> {
 public:
  using detail::NetworkModel<0, Input_, Layers...>::NetworkModel;
};
template <class Input_, class... Layers>
Encoder(const Input_&, const Layers&...) -> Encoder<Input_, Layers...>;

/// The half of an autoencoder that turns codes back into samples.
///
///   Decoder decoder{Input<float, 32>{}, Dense<784, Sigmoid>{}};
template <class Input_, class... Layers>
class Decoder : public detail::NetworkModel<1, Input_, Layers...> {
 public:
  using detail::NetworkModel<1, Input_, Layers...>::NetworkModel;
};
template <class Input_, class... Layers>
Decoder(const Input_&, const Layers&...) -> Decoder<Input_, Layers...>;

}  // namespace eigencoder
