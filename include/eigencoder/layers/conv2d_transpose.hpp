// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>

#include <eigencoder/layers/image.hpp>
#include <eigencoder/layers/independence.hpp>
#include <eigencoder/layers/parameter.hpp>
#include <eigencoder/operations/convolution.hpp>

namespace eigencoder {

/// A transposed convolution of images (deconvolution), as Keras's layer of that name.
///
///   Conv2DTranspose<128, Kernel<3, 3>, Relu, Stride<2, 2>>{}    twice as high and wide
///
///   kernel  channels x (kernel height, kernel width, Filters), Glorot uniform by default
///   bias    Filters x 1, zeros by default
///
/// Takes images, height x width x channels. Options, in any order: `Stride`, `Dilation` (1 x 1 by
/// default), `Same` (the default here, where Keras's is valid) or `Valid`, `OutputPadding`. Without
/// the last `Same` gives input * stride places, `Valid` all that the kernel reaches; with it
/// (input - 1) * stride + kernel % 2 + padding, or (input - 1) * stride + kernel + padding.
template <Index Filters, class Kernel_, class Activation = Linear, class... Options>
struct Conv2DTranspose {
  static_assert(!detail::is_convolution_option<Activation> &&
                    !detail::is_option<Activation, OutputPadding> &&
                    ((detail::is_convolution_option<Options> ||
                      detail::is_option<Options, OutputPadding>)&&...),
                "eigencoder: convolution: after the kernel comes an activation (Linear for none), "
                "then Stride, Dilation, Same or Valid, OutputPadding");
  static constexpr std::string_view name = "conv2d_transpose";
  using Window = TransposedWindowOf<Kernel_, detail::option<Stride, Stride<1, 1>, Options...>,
                                    detail::option<Dilation, Dilation<1, 1>, Options...>,
                                    detail::padding_option<Options...>,
                                    detail::option<OutputPadding, FullOutput, Options...>>;

  Initializer kernel_initializer = glorot_uniform;
  Initializer bias_initializer = zeros;
  Activation activation{};

  template <class In>
  constexpr auto output(const In& in) const {
    return concatenate(Window::output(image_of<Conv2DTranspose>(in)), shape<Filters>());
  }

  template <class In>
  constexpr auto parameters(const In& in) const {
    const auto channels = image_of<Conv2DTranspose>(in).template axis<2>();
    const auto taps = Window::kernel().size();
    const Fans fans{taps * Filters, taps * channels};  // Keras's, which are the other way round
    return std::tuple{Parameter{"kernel", channels, concatenate(Window::kernel(), shape<Filters>()),
                                kernel_initializer, fans},
                      Parameter{"bias", shape<Filters>(), shape<>(), bias_initializer}};
  }
  constexpr bool independent_samples() const { return has_independent_samples(activation); }

  /// A copy of the kernel in another layout.
  template <class Scalar, class In>
  constexpr std::size_t scratch(const In& in) const {
    return detail::tap_weights_bytes<Scalar>(Filters, in.extent(2), Window::kernel().size(), false);
  }

  auto operator()(const auto& x, const auto& kernel, const auto& bias) const {
    return transposed_convolution(kernel, x, bias, Window::over(x.shape()), output(x.shape()),
                                  activation);
  }
};

}  // namespace eigencoder
