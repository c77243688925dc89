// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>

#include <eigencoder/core/shape.hpp>

namespace eigencoder {

/// What a model takes: the scalar it computes with and the shape of one sample.
///
///   Input<float, 784>{}    Input<float, 28, 28, 1>{}    Input<double, Dynamic>{table.cols()}
template <class Scalar_, Index... Extents>
struct Input {
  static_assert(std::floating_point<Scalar_>,
                "eigencoder: Input: the first argument is float or double");
  static_assert(sizeof...(Extents) > 0,
                "eigencoder: Input: give the shape of a sample, such as Input<float, 784>");
  static_assert(((Extents > 0 || Extents == Dynamic) && ...),
                "eigencoder: Input: an extent is a number of at least 1, or Dynamic");
  using Scalar = Scalar_;

  Shape<Extents...> shape;

  constexpr Input() requires(Shape<Extents...>::is_static) = default;

  /// @param extents  all of them, static ones included
  /// @throws ShapeError if a static one differs, ValueError if one is below 1
  constexpr explicit Input(std::convertible_to<Index> auto... extents) requires(
      sizeof...(extents) == sizeof...(Extents))
      : shape(static_cast<Index>(extents)...) {
    (check_at_least("Input", static_cast<Index>(extents), Index{1}), ...);
  }
};

}  // namespace eigencoder
