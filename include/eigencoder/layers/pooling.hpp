// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <tuple>

#include <eigencoder/layers/image.hpp>
#include <eigencoder/operations/pooling.hpp>

namespace eigencoder {

namespace detail {

/// The window that the template arguments of a pooling layer describe, and the shape that it makes
/// of images.
template <Index Height, Index Width, class... Options>
struct Pooling {
  static_assert(((is_option<Options, Stride> || is_padding<Options>)&&...),
                "eigencoder: pooling: after the size come Stride<height, width>, Same or Valid");
  using Pool = Kernel<Height, Width>;
  using Steps = option<Stride, Stride<Height, Width>, Options...>;
  static constexpr auto window = pooling_window<Pool, Steps, padding_option<Options...>>;

  static constexpr auto output(std::string_view where, const auto& image) {
    return concatenate(window.output(where, image), image.template axis<2>());
  }
};

}  // namespace detail

/// The largest number of each Height x Width window, channel by channel.
///
///   MaxPool2D<2, 2>{}    MaxPool2D<3, 3, Stride<2, 2>, Valid>{}
///
/// Takes images (height, width, channels). Options in any order: Stride (by default as large as
/// the pool), and Same or Valid. The default is Same, as everywhere in this library, where Keras's
/// is valid: they differ where the stride does not divide the image. Padding is never the largest.
/// Of equal numbers the gradient goes to the first in row-major order, as in TensorFlow.
template <Index Height, Index Width, class... Options>
struct MaxPool2D {
  static constexpr std::string_view name = "max_pool2d";
  using Pooling = detail::Pooling<Height, Width, Options...>;

  /// @throws ShapeError if a Valid pool is larger than the image (static: does not compile)
  template <class In>
  constexpr auto output(const In& in) const {
    return Pooling::output("MaxPool2D", image_of<MaxPool2D>(in));
  }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const { return max_pool(x, Pooling::window); }

  /// What computes relu of that: of a quarter of the pixels, not of all before the pooling. The
  /// layer before it, without an activation, does not read its result again.
  static constexpr auto with_relu() {
    return [](const auto& x) { return max_pool(x, Pooling::window, Relu{}, Operand::used_up); };
  }
};

/// The mean of each Height x Width window, channel by channel, over the pixels that are there:
/// padding does not count. Takes images; options as those of MaxPool2D.
template <Index Height, Index Width, class... Options>
struct AveragePool2D {
  static constexpr std::string_view name = "average_pool2d";
  using Pooling = detail::Pooling<Height, Width, Options...>;

  /// @throws ShapeError if a Valid pool is larger than the image (static: does not compile)
  template <class In>
  constexpr auto output(const In& in) const {
    return Pooling::output("AveragePool2D", image_of<AveragePool2D>(in));
  }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const { return average_pool(x, Pooling::window); }
};

/// The mean of each channel over all pixels: images to features, as many as channels.
struct GlobalAveragePool2D {
  static constexpr std::string_view name = "global_average_pool2d";

  template <class In>
  constexpr auto output(const In& in) const {
    return image_of<GlobalAveragePool2D>(in).template axis<2>();
  }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const { return global_average_pool(x); }
};

/// MaxPool2D of signals (length, channels), as images of height 1: `MaxPool1D<2>`,
/// `MaxPool1D<3, Stride<2>, Valid>`.
template <Index Length, class... Options>
struct MaxPool1D {
  static constexpr std::string_view name = "max_pool1d";
  using Pooling = detail::Pooling<1, Length, Options...>;

  /// @throws ShapeError if a Valid pool is longer than the signal (static: does not compile)
  template <class In>
  constexpr auto output(const In& in) const {
    return as_signal(Pooling::output("MaxPool1D", signal_of<MaxPool1D>(in)));
  }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const {
    const auto y = max_pool(reshape(x, signal_of<MaxPool1D>(x.shape())), Pooling::window);
    return reshape(y, as_signal(y.shape()));
  }
};

}  // namespace eigencoder
