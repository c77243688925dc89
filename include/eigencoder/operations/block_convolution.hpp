// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <eigencoder/kernels/block_taps.hpp>
#include <eigencoder/operations/convolution.hpp>
#include <eigencoder/operations/upsampling.hpp>

namespace eigencoder {

namespace detail {

/// How many bytes of the context's memory `kernel_over_blocks` takes, and the convolution with it
/// besides its result.
template <class Scalar>
constexpr std::size_t block_convolution_bytes(Index outputs, Index inputs,
                                              const kernels::BlockAxis& height,
                                              const kernels::BlockAxis& width) {
  const Index taps = height.taps() * width.taps(), tap = outputs * inputs;
  return piece_bytes<Scalar>(static_cast<std::size_t>(tap * taps)) +
         piece_bytes<Scalar>(static_cast<std::size_t>(tap)) +
         tap_weights_bytes<Scalar>(outputs, inputs, taps, false);
}

/// The kernel of the transposed convolution of images with so many channels that does what `kernel`
/// does to the same with blocks for pixels: channels x (taps, rows of the kernel).
template <class C, class R, class N, class Channels>
auto kernel_over_blocks(const View<C, R, N>& kernel, const kernels::BlockAxis& height,
                        const kernels::BlockAxis& width, const Channels& channels) {
  using Scalar = typename C::Scalar;
  const Index outputs = kernel.rows(), inputs = channels.size();
  const kernels::Taps own{height.kernel, width.kernel}, over{height.taps(), width.taps()};
  const auto room = [&context = kernel.context()](Index numbers) {
    return context.template allocate<Scalar>(static_cast<std::size_t>(numbers));
  };
  const Shape<Dynamic> columns{over.height * over.width * outputs};
  const auto y = kernel.context().result(channels, columns, kernel);
  kernels::sum_block_taps(height, width, own, over, outputs, inputs, kernel.data(),
                          room(outputs * inputs), y.write());
  kernel.context().record(y, [=](auto* adjoint) {
    Adjoint<Scalar>* node = kernel.node();
    Scalar* to = node->written ? room(kernel.size()) : node->data;
    kernels::sum_block_taps(height, width, over, own, inputs, outputs, adjoint,
                            room(outputs * inputs), to);
    using Array = Eigen::ArrayX<Scalar>;
    if (node->written)
      Eigen::Map<Array>(node->data, kernel.size()) += Eigen::Map<const Array>(to, kernel.size());
    node->written = true;
  });
  return y;
}

/// How the transposed convolution moves over the result of a convolution of blocks.
constexpr WindowAxis axis_over_blocks(const WindowAxis& axis, const kernels::BlockAxis& blocks) {
  return {axis.output, axis.input / blocks.block,    blocks.taps(), blocks.block,
          1,           axis.kernel - 1 - axis.before};
}

}  // namespace detail

/// activation(kernel * repeat_pixels<Height, Width>(x) + bias), up to rounding, without the large
/// images: y, an output of the window over them.
///
/// What a kernel sees of blocks of equal pixels are few different numbers: the taps over one block
/// are added up first. Over blocks of 2 x 2 a kernel of 3 x 3 then multiplies 4 times, not 9, for
/// each result. In all it is a transposed convolution of x in steps of a block.
///
/// @param kernel  as for `convolution`
/// @param window  how the kernel moves over the large images, in steps of 1
/// @param shape   that of y, height x width x channels, as the window says
/// @throws ShapeError if kernel, x and bias do not fit
template <Index Height, Index Width, class C, class RK, class NK, class RX, class NX, class RB,
          class Shape_, class Activation = Linear>
auto convolution_of_blocks(const View<C, RK, NK>& kernel, const View<C, RX, NX>& x,
                           const View<C, RB, Shape<1>>& bias, const Window& window,
                           const Shape_& shape, const Activation& activation = {}) {
  const auto channels = detail::image_shape(x).template axis<2>();
  detail::check_kernel("convolution_of_blocks", kernel, window, shape.extent(2), channels.size());
  const kernels::BlockAxis height{window.height.kernel, Height}, width{window.width.kernel, Width};
  return transposed_convolution(detail::kernel_over_blocks(kernel, height, width, channels), x,
                                bias,
                                {detail::axis_over_blocks(window.height, height),
                                 detail::axis_over_blocks(window.width, width)},
                                shape, activation);
}

}  // namespace eigencoder
