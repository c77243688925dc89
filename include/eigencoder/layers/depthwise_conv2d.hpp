// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>

#include <eigencoder/layers/image.hpp>
#include <eigencoder/layers/independence.hpp>
#include <eigencoder/layers/parameter.hpp>
#include <eigencoder/layers/workspace.hpp>
#include <eigencoder/operations/depthwise_convolution.hpp>

namespace eigencoder {

template <Index Multiplier, class Kernel_, class Activation = Linear, class... Options>
struct DepthwiseConv2D;

/// A convolution of each channel by itself: y = activation(kernel * x + bias).
///
///   kernel  (channels Multiplier) x (KH KW), Glorot uniform by default; the bytes of Keras's,
///           which is KH x KW x channels x Multiplier
///   bias    (channels Multiplier) x 1, zeros by default
///
/// Takes images, height x width x channels; the results of channel c are channels c Multiplier and
/// following. Options, in any order: `Stride<H, W>`, `Dilation<H, W>` (1 unless given), `Same`
/// (unless given) or `Valid`.
///
///   DepthwiseConv2D<1, Kernel<3, 3>, Relu, Stride<2, 2>>{}
template <Index Multiplier, Index KH, Index KW, class Activation, class... Options>
struct DepthwiseConv2D<Multiplier, Kernel<KH, KW>, Activation, Options...> {
  static_assert(Multiplier > 0, "eigencoder: DepthwiseConv2D: the multiplier is at least 1");
  static_assert((... && detail::is_convolution_option<Options>),
                "eigencoder: DepthwiseConv2D: options are Stride, Dilation, Same and Valid");
  using Window = WindowOf<Kernel<KH, KW>, detail::option<Stride, Stride<1, 1>, Options...>,
                          detail::option<Dilation, Dilation<1, 1>, Options...>,
                          detail::padding_option<Options...>>;
  static constexpr std::string_view name = "depthwise_conv2d";

  Initializer kernel_initializer = glorot_uniform;
  Initializer bias_initializer = zeros;
  Activation activation{};

  /// @throws ShapeError if there is no padding and the image is smaller than the kernel
  template <class In>
  constexpr auto output(const In& in) const {
    const auto image = image_of<DepthwiseConv2D>(in);
    return concatenate(Window::output("DepthwiseConv2D", image), channels(image));
  }

  /// The result, of an activation that is called afterwards a second one, and x with each channel
  /// as often as there are kernels for it.
  template <class In>
  constexpr Index workspace(const In& in) const {
    const Index repeated = Multiplier == 1 ? 0 : Multiplier * Index{in.size()};
    return repeated + Index{output(in).size()} * results_of_activation<Activation>;
  }

  /// The kernel, repeated for the pixels of a run.
  template <class Scalar, class In>
  constexpr std::size_t scratch(const In& in) const {
    const kernels::DepthwiseConvolution<Scalar> loops(Window::over(in), channels(in));
    return piece_bytes<Scalar>(static_cast<std::size_t>(loops.length() * loops.places()));
  }

  template <class In>
  constexpr auto parameters(const In& in) const {
    const auto image = image_of<DepthwiseConv2D>(in);
    const Fans fans{image.extent(2) * KH * KW, Multiplier * KH * KW};
    return std::tuple{
        Parameter{"kernel", concatenate(image.template axis<2>(), shape<Multiplier>()),
                  Window::kernel(), kernel_initializer, fans},
        Parameter{"bias", channels(image), shape<>(), bias_initializer}};
  }
  constexpr bool independent_samples() const { return has_independent_samples(activation); }

  auto operator()(const auto& x, const auto& kernel, const auto& bias) const {
    return depthwise_convolution(x, kernel, bias, Window{}, activation);
  }

 private:
  static constexpr auto channels(const auto& image) {
    return concatenate(image.template axis<2>(), shape<Multiplier>()).size();
  }
};

}  // namespace eigencoder
