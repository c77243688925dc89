// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <utility>

#include <eigencoder/models/model.hpp>
#include <eigencoder/models/network.hpp>

namespace eigencoder {

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
