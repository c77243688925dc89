// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <type_traits>

#include <eigencoder/core/window_options.hpp>

namespace eigencoder {

/// How a window moves along one axis: place o of the output sees o * stride + k * dilation - before
/// of the input for k in [0, kernel), and nothing where that lies outside [0, input).
struct WindowAxis {
  Index input = 1;
  Index output = 1;
  Index kernel = 1;
  Index stride = 1;
  Index dilation = 1;
  Index before = 0;

  /// How far the window reaches.
  constexpr Index span() const { return (kernel - 1) * dilation + 1; }
};

/// How a window moves over an image.
struct Window {
  WindowAxis height, width;
};

namespace detail {

template <class Padding>
constexpr WindowAxis window_axis(Index input, Index kernel, Index stride, Index dilation) {
  WindowAxis axis{input, 0, kernel, stride, dilation, 0};
  if constexpr (std::is_same_v<Padding, Same>) {
    axis.output = (input + stride - 1) / stride;
    const Index padding = (axis.output - 1) * stride + axis.span() - input;
    axis.before = padding > 0 ? padding / 2 : 0;
  } else {
    axis.output = input < axis.span() ? 0 : (input - axis.span()) / stride + 1;
  }
  return axis;
}

/// What the windows of all convolutions share: the extents of the type, checked.
template <class Kernel_, class Stride_, class Dilation_>
struct WindowExtents;
template <Index KH, Index KW, Index SH, Index SW, Index DH, Index DW>
struct WindowExtents<Kernel<KH, KW>, Stride<SH, SW>, Dilation<DH, DW>> {
  static_assert(KH > 0 && KW > 0, "eigencoder: Kernel: both extents are at least 1");
  static_assert(SH > 0 && SW > 0, "eigencoder: Stride: both extents are at least 1");
  static_assert(DH > 0 && DW > 0, "eigencoder: Dilation: both extents are at least 1");

  /// Height and width of the kernel.
  static constexpr auto kernel() { return shape<KH, KW>(); }
};

}  // namespace detail

/// The window of a layer, with all that its type fixes.
template <class Kernel_, class Stride_, class Dilation_, class Padding>
class WindowOf;
template <Index KH, Index KW, Index SH, Index SW, Index DH, Index DW, class Padding>
class WindowOf<Kernel<KH, KW>, Stride<SH, SW>, Dilation<DH, DW>, Padding>
    : public detail::WindowExtents<Kernel<KH, KW>, Stride<SH, SW>, Dilation<DH, DW>> {
 public:
  /// The window over an image of that shape, height x width x channels.
  template <class Image>
  static constexpr Window over(const Image& image) {
    return {detail::window_axis<Padding>(image.extent(0), KH, SH, DH),
            detail::window_axis<Padding>(image.extent(1), KW, SW, DW)};
  }

  /// Height and width of the output, as static as those of the image.
  /// @throws ShapeError if the kernel is larger than the image and there is no padding; where the
  ///         types show it, it does not compile
  template <class Image>
  static constexpr auto output(std::string_view where, const Image& image) {
    check_fits<Shape<(KH - 1) * DH + 1, (KW - 1) * DW + 1>>(where, image);
    return concatenate(extent<0, KH, SH, DH>(image), extent<1, KW, SW, DW>(image));
  }

 private:
  template <class Reach, class Image>
  static constexpr void check_fits(std::string_view where, const Image& image) {
    if constexpr (std::is_same_v<Padding, Valid>) {
      constexpr auto too_small = [](Index extent, Index reach) {
        return extent != Dynamic && extent < reach;
      };
      static_assert(!too_small(Image::extents[0], Reach::extents[0]) &&
                        !too_small(Image::extents[1], Reach::extents[1]),
                    "eigencoder: the kernel (Reach) is larger than the image (Image); take a "
                    "smaller kernel, or Same for padding");
      if constexpr (!Image::is_static) {
        if (image.extent(0) < Reach::extents[0] || image.extent(1) < Reach::extents[1]) {
          fail<ShapeError>(where, {"images of ", image},
                           {"at least ", Reach{}, ", the kernel's reach, or Same padding"});
        }
      }
    }
  }

  template <int Axis, Index K, Index S, Index D, class Image>
  static constexpr auto extent(const Image& image) {
    constexpr auto of = [](Index input) {
      return detail::window_axis<Padding>(input, K, S, D).output;
    };
    if constexpr (Image::extents[Axis] == Dynamic) {
      return Shape<Dynamic>{of(image.extent(Axis))};
    } else {
      return Shape<of(Image::extents[Axis])>{};
    }
  }
};

namespace detail {

/// The axis of the window of a transposed convolution, which looks from the output at the input:
/// `axis.input` is the extent of the result. `extra` is the output padding, or negative for none.
/// Source: Keras 3, as its TensorFlow backend computes it.
template <class Padding>
constexpr WindowAxis transposed_axis(Index input, Index kernel, Index stride, Index dilation,
                                     Index extra) {
  WindowAxis axis{0, input, kernel, stride, dilation, 0};
  const Index between = (input - 1) * stride;
  if constexpr (std::is_same_v<Padding, Same>) {
    axis.input = extra < 0 ? input * stride : between + axis.span() % 2 + extra;
    axis.before =
        (between + axis.span() - axis.input > 0 ? between + axis.span() - axis.input : 0) / 2;
  } else {
    axis.input = between + axis.span() +
                 (extra >= 0 ? extra : (stride > axis.span() ? stride - axis.span() : 0));
  }
  return axis;
}

template <class T>
inline constexpr Index extra_rows = -1;
template <Index H, Index W>
inline constexpr Index extra_rows<OutputPadding<H, W>> = H;
template <class T>
inline constexpr Index extra_columns = -1;
template <Index H, Index W>
inline constexpr Index extra_columns<OutputPadding<H, W>> = W;

}  // namespace detail

/// The window of a transposed convolution, with all that its type fixes.
template <class Kernel_, class Stride_, class Dilation_, class Padding, class OutputPadding_>
class TransposedWindowOf;
template <Index KH, Index KW, Index SH, Index SW, Index DH, Index DW, class Padding, class Extra>
class TransposedWindowOf<Kernel<KH, KW>, Stride<SH, SW>, Dilation<DH, DW>, Padding, Extra>
    : public detail::WindowExtents<Kernel<KH, KW>, Stride<SH, SW>, Dilation<DH, DW>> {
  static constexpr Index rows = detail::extra_rows<Extra>, columns = detail::extra_columns<Extra>;
  static_assert(rows < SH && columns < SW,
                "eigencoder: OutputPadding: must be less than the stride");

 public:
  /// The window that looks from the result at images of that shape, height x width x channels.
  template <class Image>
  static constexpr Window over(const Image& image) {
    return {detail::transposed_axis<Padding>(image.extent(0), KH, SH, DH, rows),
            detail::transposed_axis<Padding>(image.extent(1), KW, SW, DW, columns)};
  }

  /// Height and width of the result, as static as those of the image.
  template <class Image>
  static constexpr auto output(const Image& image) {
    return concatenate(extent<0, KH, SH, DH, rows>(image), extent<1, KW, SW, DW, columns>(image));
  }

 private:
  template <int Axis, Index K, Index S, Index D, Index E, class Image>
  static constexpr auto extent(const Image& image) {
    constexpr auto of = [](Index input) {
      return detail::transposed_axis<Padding>(input, K, S, D, E).input;
    };
    if constexpr (Image::extents[Axis] == Dynamic) {
      return Shape<Dynamic>{of(image.extent(Axis))};
    } else {
      constexpr Index result = of(Image::extents[Axis]);
      static_assert(result > (Image::extents[Axis] - 1) * S,
                    "eigencoder: OutputPadding: an even kernel wants at least 1");
      return Shape<result>{};
    }
  }
};

}  // namespace eigencoder
