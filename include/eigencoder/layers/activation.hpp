// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <tuple>
#include <type_traits>

#include <eigencoder/layers/independence.hpp>
#include <eigencoder/operations/activations.hpp>

namespace eigencoder {

/// An activation as a layer of its own: where it does not follow a kernel, as after a
/// normalization. Anything that is called with a view will do.
///
///   Encoder{Input<float, 784>{}, Dense<32>{}, BatchNormalization{}, Activation{Relu{}}};
template <class Function>
struct Activation {
  static constexpr std::string_view name = "activation";
  Function activation{};

  constexpr auto output(const auto& in) const { return in; }
  constexpr Index workspace(const auto& in) const {
    if constexpr (requires { Function::results; }) return Function::results * Index{in.size()};
    return std::is_same_v<Function, Linear> ? 0 : Index{in.size()};
  }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  constexpr bool independent_samples() const { return has_independent_samples(activation); }
  auto operator()(const auto& x) const { return activation(x); }
};
template <class Function>
Activation(Function) -> Activation<Function>;

}  // namespace eigencoder
