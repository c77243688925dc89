// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <tuple>

#include <eigencoder/operations/reshape.hpp>

namespace eigencoder {

/// Samples of any shape as features. Nothing is computed: of an image they are height, width,
/// channels, the channel fastest, as in Keras.
struct Flatten {
  static constexpr std::string_view name = "flatten";

  constexpr auto output(const auto& in) const { return in.size(); }
  constexpr Index workspace(const auto& /*in*/) const { return 0; }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const { return reshape(x, x.rows()); }
};

/// Samples under another shape with as many numbers, in the order in which they lie in memory.
/// Nothing is computed.
///
///   Reshape<7, 7, 8>{}    Reshape<Dynamic, 1>{{n, 1}}
template <Index... Extents>
struct Reshape {
  static constexpr std::string_view name = "reshape";
  Shape<Extents...> shape{};

  /// @throws ShapeError if the numbers of elements differ (static: does not compile)
  template <class In>
  constexpr auto output(const In& in) const {
    detail::check_as_many("Reshape", in, shape);
    return shape;
  }
  constexpr Index workspace(const auto& /*in*/) const { return 0; }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const { return reshape(x, shape); }
};

}  // namespace eigencoder
