// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <eigencoder/layers/image.hpp>
#include <eigencoder/operations/reshape.hpp>
#include <eigencoder/operations/resize.hpp>
#include <eigencoder/operations/upsampling.hpp>

namespace eigencoder {

/// Images with Height times as many rows and Width times as many columns.
///
///   UpSampling2D<2, 2>{}              each pixel is repeated (Nearest)
///   UpSampling2D<2, 2, Bilinear>{}    interpolated: half-pixel centres, edges clamped
///
/// Takes images (height, width, channels). As Keras 3 and TensorFlow 2 compute it; also with
/// Bicubic.
template <Index Height, Index Width, class Interpolation = Nearest>
struct UpSampling2D {
  static constexpr std::string_view name = "up_sampling2d";

  template <class In>
  constexpr auto output(const In& in) const {
    return upsampled<Height, Width>(image_of<UpSampling2D>(in));
  }
  /// The result, and to interpolate a row of x.
  template <class In>
  constexpr Index workspace(const In& in) const {
    const Index row = std::is_same_v<Interpolation, Nearest> ? 0 : in.extent(1) * in.extent(2);
    return Index{output(in).size()} + row;
  }
  template <class Scalar, class In>
  constexpr std::size_t scratch(const In& in) const {
    if constexpr (std::is_same_v<Interpolation, Nearest>) return 0;
    return detail::resize_bytes<Scalar>(output(in).extent(0), output(in).extent(1));
  }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const {
    if constexpr (std::is_same_v<Interpolation, Nearest>) {
      return repeat_pixels<Height, Width>(x);
    } else {
      const auto shape = output(x.shape());
      const auto size = concatenate(shape.template axis<0>(), shape.template axis<1>());
      return resize<Interpolation, HalfPixel>(x, size);
    }
  }
};

/// Signals (length, channels) with each place repeated Times times.
template <Index Times>
struct UpSampling1D {
  static constexpr std::string_view name = "up_sampling1d";

  template <class In>
  constexpr auto output(const In& in) const {
    return as_signal(upsampled<1, Times>(signal_of<UpSampling1D>(in)));
  }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const {
    const auto y = repeat_pixels<1, Times>(reshape(x, signal_of<UpSampling1D>(x.shape())));
    return reshape(y, as_signal(y.shape()));
  }
};

}  // namespace eigencoder
