// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>

#include <eigencoder/layers/image.hpp>
#include <eigencoder/operations/resize.hpp>

namespace eigencoder {

/// Images resized to Height x Width, in the model and with a gradient.
///
///   Resize2D<32, 32>{}                     bilinear, half-pixel centres, as Keras's Resizing
///   Resize2D<32, 32, Bicubic, Legacy>{}    as TensorFlow 1's resize_images with BICUBIC
///
/// Takes images (height, width, channels). Interpolation is Nearest, Bilinear or Bicubic, the grid
/// HalfPixel (TensorFlow 2) or Legacy (TensorFlow 1); see `operations/interpolation.hpp` for each.
/// Nothing is smoothed before pixels are dropped (no antialiasing), and Bicubic may leave the range
/// of the pixels.
template <Index Height, Index Width, class Interpolation = Bilinear, class Grid = HalfPixel>
struct Resize2D {
  static_assert(Height > 0 && Width > 0, "eigencoder: Resize2D: both extents are at least 1");
  static constexpr std::string_view name = "resize2d";

  template <class In>
  constexpr auto output(const In& in) const {
    return concatenate(shape<Height, Width>(), image_of<Resize2D>(in).template axis<2>());
  }
  /// The result, and a row of x.
  template <class In>
  constexpr Index workspace(const In& in) const {
    return Index{output(in).size()} + in.extent(1) * in.extent(2);
  }
  template <class Scalar>
  constexpr std::size_t scratch(const auto& /*in*/) const {
    return detail::resize_bytes<Scalar>(Height, Width);
  }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const {
    return resize<Interpolation, Grid>(x, shape<Height, Width>());
  }
};

}  // namespace eigencoder
