// SPDX-License-Identifier: MIT
#pragma once

#include <tuple>
#include <type_traits>

#include <eigencoder/models/input.hpp>
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

  constexpr const Input_& input() const { return input_; }
  constexpr auto input_shape() const { return input_.shape; }
  constexpr auto output_shape() const { return layers_.output(input_.shape); }
  /// Adds what a call takes of a workspace in inference.
  constexpr void use_workspace(auto& use) const { layers_.use_workspace(input_.shape, use); }
  constexpr bool independent_samples() const { return layers_.independent_samples(); }
  constexpr auto parameters() const { return layers_.parameters(input_.shape); }
  /// The results of leaf(p) for each parameter, in tuples nested as they are.
  template <class Leaf>
  constexpr auto map_parameters(Leaf& leaf) const {
    return layers_.map_parameters(input_.shape, leaf);
  }
  constexpr const Sequential<Layers...>& layers() const { return layers_; }

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

}  // namespace eigencoder
