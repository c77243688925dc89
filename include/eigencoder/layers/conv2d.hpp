// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <eigencoder/layers/image.hpp>
#include <eigencoder/layers/independence.hpp>
#include <eigencoder/layers/parameter.hpp>
#include <eigencoder/layers/upsampling.hpp>
#include <eigencoder/operations/block_convolution.hpp>

namespace eigencoder {

/// A convolution of images: y = activation(kernel * x + bias).
///
///   Conv2D<16, Kernel<3, 3>, Relu>{}
///   Conv2D<16, Kernel<3, 3>, Relu, Stride<2, 2>, Valid>{}
///
///   kernel  Filters x (kernel height, kernel width, channels), Glorot uniform by default
///   bias    Filters x 1, zeros by default
///
/// Takes images, height x width x channels. Options, in any order: `Stride`, `Dilation` (1 x 1 by
/// default), `Same` (the default here, where Keras's is valid) or `Valid`.
template <Index Filters, class Kernel_, class Activation = Linear, class... Options>
struct Conv2D {
  static_assert(!detail::is_convolution_option<Activation> &&
                    ((detail::is_convolution_option<Options>)&&...),
                "eigencoder: convolution: after the kernel comes an activation (Linear for none), "
                "then Stride, Dilation, Same or Valid");
  static constexpr std::string_view name = "conv2d";
  using Window = WindowOf<Kernel_, detail::option<Stride, Stride<1, 1>, Options...>,
                          detail::option<Dilation, Dilation<1, 1>, Options...>,
                          detail::padding_option<Options...>>;

  Initializer kernel_initializer = glorot_uniform;
  Initializer bias_initializer = zeros;
  Activation activation{};

  /// @throws ShapeError if the kernel is larger than the images and the padding Valid
  template <class In>
  constexpr auto output(const In& in) const {
    return concatenate(Window::output("Conv2D", image_of<Conv2D>(in)), shape<Filters>());
  }

  template <class In>
  constexpr auto parameters(const In& in) const {
    const auto channels = image_of<Conv2D>(in).template axis<2>();
    const auto taps = Window::kernel().size();
    const Fans fans{taps * channels, taps * Filters};
    return std::tuple{Parameter{"kernel", shape<Filters>(), concatenate(Window::kernel(), channels),
                                kernel_initializer, fans},
                      Parameter{"bias", shape<Filters>(), shape<>(), bias_initializer}};
  }
  constexpr bool independent_samples() const { return has_independent_samples(activation); }

  /// A copy of the kernel in another layout.
  template <class Scalar, class In>
  constexpr std::size_t scratch(const In& in) const {
    return detail::tap_weights_bytes<Scalar>(Filters, in.extent(2), Window::kernel().size(), true);
  }

  auto operator()(const auto& x, const auto& kernel, const auto& bias) const {
    return convolution(kernel, x, bias, Window::over(x.shape()), output(x.shape()), activation);
  }

  /// The same without its relu, for a layer after it that computes that as well.
  constexpr auto without_relu() const requires std::is_same_v<Activation, Relu> {
    return Conv2D<Filters, Kernel_, Linear, Options...>{kernel_initializer, bias_initializer};
  }

  /// Whether the kernel moves by single pixels and sees neighbours.
  static constexpr bool is_dense =
      std::is_same_v<detail::option<Stride, Stride<1, 1>, Options...>, Stride<1, 1>> &&
      std::is_same_v<detail::option<Dilation, Dilation<1, 1>, Options...>, Dilation<1, 1>>;

  /// What computes the layer before this and this one at once, without the large images between.
  template <Index Height, Index Width>
  requires is_dense auto after(const UpSampling2D<Height, Width, Nearest>& blocks) const {
    return [*this, blocks](const auto& x, const auto& kernel, const auto& bias) {
      const auto large = blocks.output(x.shape());
      return convolution_of_blocks<Height, Width>(kernel, x, bias, Window::over(large),
                                                  output(large), activation);
    };
  }
  /// Of that: the kernel over blocks, in one layout or two.
  template <class Scalar, Index Height, Index Width, class In>
  constexpr std::size_t scratch_after(const UpSampling2D<Height, Width, Nearest>& /*before*/,
                                      const In& in) const {
    constexpr auto kernel = Window::kernel();
    return detail::block_convolution_bytes<Scalar>(
        Filters, in.extent(2), {kernel.extent(0), Height}, {kernel.extent(1), Width});
  }
};

}  // namespace eigencoder
