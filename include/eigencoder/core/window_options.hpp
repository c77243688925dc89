// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>

#include <eigencoder/core/shape.hpp>

namespace eigencoder {

// What convolutions and poolings are described with, as types: `Conv2D<8, Kernel<3, 3>, Relu,
// Stride<2, 2>, Valid>`.

template <Index Height, Index Width>
struct Kernel {};
/// `Stride<2>` is the same along both axes; of signals, images of height 1, along the length.
template <Index Height, Index Width = Height>
struct Stride {};
/// `Dilation<2>` likewise.
template <Index Height, Index Width = Height>
struct Dilation {};

/// How many rows and columns a transposed convolution adds behind.
template <Index Height, Index Width>
struct OutputPadding {};
/// No output padding: the result has input * stride places (Same), or all that the window reaches
/// (Valid); Keras's None.
struct FullOutput {};

/// Padding: ceil(input / stride) places, the image in the middle; where the padding is odd, the
/// larger half is behind, as in Keras and TensorFlow.
struct Same {};
/// No padding: the window stays within the image.
struct Valid {};

namespace detail {

/// Whether T is an option of the kind that Template makes, such as Stride.
template <class T, template <Index, Index> class Template>
inline constexpr bool is_option = false;
template <Index H, Index W, template <Index, Index> class Template>
inline constexpr bool is_option<Template<H, W>, Template> = true;

template <class T>
inline constexpr bool is_padding = std::is_same_v<T, Same> || std::is_same_v<T, Valid>;

/// Whether T is an option of a convolution; of a transposed one OutputPadding is too.
template <class T>
inline constexpr bool is_convolution_option =
    is_option<T, Stride> || is_option<T, Dilation> || is_padding<T>;

template <class T>
struct Type {
  using type = T;
};

/// The option of that kind among those given, or the default.
template <template <Index, Index> class Template, class Default>
constexpr auto find_option() {
  return Type<Default>{};
}
template <template <Index, Index> class Template, class Default, class First, class... Rest>
constexpr auto find_option() {
  if constexpr (is_option<First, Template>) {
    return Type<First>{};
  } else {
    return find_option<Template, Default, Rest...>();
  }
}
template <template <Index, Index> class Template, class Default, class... Options>
using option = typename decltype(find_option<Template, Default, Options...>())::type;

template <class Default>
constexpr auto find_padding() {
  return Type<Default>{};
}
template <class Default, class First, class... Rest>
constexpr auto find_padding() {
  if constexpr (is_padding<First>) {
    return Type<First>{};
  } else {
    return find_padding<Default, Rest...>();
  }
}
/// The padding among the options; without one it is Same.
template <class... Options>
using padding_option = typename decltype(find_padding<Same, Options...>())::type;

}  // namespace detail

}  // namespace eigencoder
