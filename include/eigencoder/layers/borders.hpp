// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <tuple>

#include <eigencoder/layers/image.hpp>
#include <eigencoder/operations/borders.hpp>

namespace eigencoder {

namespace detail {

template <Index... Sides>
struct BorderOf {
  static_assert(sizeof...(Sides) == 2 || sizeof...(Sides) == 4,
                "eigencoder: Sides: give rows and columns, or top, bottom, left and right");
  using type = Border<0, 0, 0, 0>;
};
template <Index Rows, Index Columns>
struct BorderOf<Rows, Columns> {
  using type = Border<Rows, Rows, Columns, Columns>;
};
template <Index Top, Index Bottom, Index Left, Index Right>
struct BorderOf<Top, Bottom, Left, Right> {
  using type = Border<Top, Bottom, Left, Right>;
};

}  // namespace detail

/// Images with zeros around them.
///
///   ZeroPadding2D<1, 2>{}          a row above and below, two columns on the left and the right
///   ZeroPadding2D<0, 1, 0, 1>{}    top, bottom, left, right
///
/// Takes images (height, width, channels).
template <Index... Sides>
struct ZeroPadding2D {
  static constexpr std::string_view name = "zero_padding2d";
  using Border = typename detail::BorderOf<Sides...>::type;

  template <class In>
  constexpr auto output(const In& in) const {
    return Border::around(image_of<ZeroPadding2D>(in));
  }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const { return pad_with_zeros(x, Border{}); }
};

/// Images without their border: the inverse of ZeroPadding2D, with the same arguments.
template <Index... Sides>
struct Cropping2D {
  static constexpr std::string_view name = "cropping2d";
  using Border = typename detail::BorderOf<Sides...>::type;

  /// @throws ShapeError if no pixel is left (static: does not compile)
  template <class In>
  constexpr auto output(const In& in) const {
    return Border::within("Cropping2D", image_of<Cropping2D>(in));
  }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const { return crop(x, Border{}); }
};

}  // namespace eigencoder
