// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <eigencoder/kernels/convolution_gradient.hpp>
#include <eigencoder/operations/affine.hpp>
#include <eigencoder/operations/contiguous.hpp>

namespace eigencoder {

namespace detail {

/// Numbers as images of the shape of x: its own, or an adjoint.
template <class Scalar, class C, class R, class N>
kernels::Images<Scalar> images(Scalar* data, const View<C, R, N>& x) {
  static_assert(R::rank == 3, "eigencoder: convolution: takes images, height x width x channels");
  return {data, x.shape().extent(0), x.shape().extent(1), x.shape().extent(2)};
}

inline Index taps(const Window& window) { return window.height.kernel * window.width.kernel; }

/// How many bytes of the context's memory `tap_weights` takes.
template <class Scalar>
constexpr std::size_t tap_weights_bytes(Index outputs, Index inputs, Index taps,
                                        bool outputs_first) {
  if (outputs_first != kernels::wants_inputs_first<Scalar>(outputs, inputs)) return 0;
  return piece_bytes<Scalar>(static_cast<std::size_t>(outputs * inputs * taps));
}

/// The weights that a convolution from `inputs` to `outputs` channels sums with, kept outputs first
/// or not, in the layout that its kernel wants: turned, if need be, in the context's memory.
template <class C, class R, class N>
kernels::TapWeights<typename C::Scalar> tap_weights(const View<C, R, N>& kernel, Index outputs,
                                                    Index inputs, bool outputs_first) {
  using Scalar = typename C::Scalar;
  const bool wanted = !kernels::wants_inputs_first<Scalar>(outputs, inputs);
  if (wanted == outputs_first) return {kernel.data(), wanted};
  auto* turned =
      kernel.context().template allocate<Scalar>(static_cast<std::size_t>(kernel.size()));
  const Index rows = outputs_first ? outputs : inputs, columns = outputs_first ? inputs : outputs;
  kernels::turn_taps(kernel.size() / (rows * columns), rows, columns, kernel.data(), turned);
  return {turned, wanted};
}

/// @throws ShapeError unless a kernel has outputs x (taps, inputs)
template <class K>
void check_kernel(std::string_view where, const K& kernel, const Window& window, Index outputs,
                  Index inputs) {
  if (kernel.rows() != outputs || kernel.columns() != taps(window) * inputs) {
    fail<ShapeError>({where, ": kernel"}, {kernel.rows(), " x ", kernel.columns()},
                     {outputs, " x ", taps(window) * inputs});
  }
}

/// Adds the sum of the pixels of an adjoint to that of a bias.
template <class B, class Scalar>
void contribute_sum_of_pixels(const B& bias, const Scalar* adjoint, Index pixels) {
  if (bias.node() == nullptr) return;
  const Index channels = bias.rows();
  auto* scratch = bias.context().template allocate<Scalar>(
      static_cast<std::size_t>(kernels::parts_of(pixels) * channels));
  kernels::sum_of_pixels(bias.context().threads(), adjoint, channels, pixels, scratch,
                         bias.node()->data, bias.node()->written);
  bias.node()->written = true;
}

/// Adds to the adjoint of a kernel, outputs first, that of a convolution of `image` with the
/// adjoint of its result.
template <class K, class Scalar>
void contribute_to_kernel(const K& kernel, const Window& window,
                          const kernels::Images<const Scalar>& image,
                          const kernels::Images<const Scalar>& adjoint, Index samples) {
  if (kernel.node() == nullptr) return;
  auto* scratch = kernel.context().template allocate<Scalar>(
      static_cast<std::size_t>(kernels::gradient_scratch(window, image, adjoint, samples)));
  kernels::weight_gradient(kernel.context().threads(), window, image, adjoint, samples, scratch,
                           kernel.node()->data, kernel.node()->written);
  kernel.node()->written = true;
}

/// Fills or increases `to` by the kernel's convolution of `from`, or by its transposed one.
template <bool Transposed, class K, class Scalar>
void convolve(const K& kernel, const Window& window, const kernels::Images<const Scalar>& from,
              const kernels::Images<Scalar>& to, Index samples,
              std::type_identity_t<const Scalar*> start, bool add,
              const kernels::Finish<Scalar>& finish = {}) {
  Threads* threads = kernel.context().threads();
  const auto weights = tap_weights(kernel, to.channels, from.channels, !Transposed);
  if constexpr (Transposed) {
    kernels::convolve_transposed(threads, window, weights, from, to, samples, start, add, finish);
  } else {
    kernels::convolve(threads, window, weights, from, to, samples, start, add, finish);
  }
}

/// A convolution of images and the way back, or the transposed one: `Transposed` says which of x
/// and y the window looks at, so whose channels are the rows of the kernel and which of the two
/// kernels is the value and which the way back to x.
template <bool Transposed, class C, class RK, class NK, class RX, class NX, class RB, class Shape_,
          class Activation>
auto convolve_images(std::string_view where, const View<C, RK, NK>& kernel,
                     const View<C, RX, NX>& given, const View<C, RB, Shape<1>>& bias,
                     const Window& window, const Shape_& shape, const Activation& activation) {
  using Scalar = typename C::Scalar;
  const auto x = contiguous(given);
  const auto y = given.context().result(shape, x.columns(), kernel, x, bias);
  const auto in = images(x.data(), x);
  const auto out = images(y.write(), y);
  check_kernel(where, kernel, window, Transposed ? in.channels : out.channels,
               Transposed ? out.channels : in.channels);
  if (bias.rows() != out.channels) {
    fail<ShapeError>({where, ": bias"}, {bias.rows(), " numbers"},
                     {out.channels, ", one a channel"});
  }
  convolve<Transposed>(kernel, window, in, out, x.columns(), bias.data(), false,
                       finish_with(given.context(), activation));
  given.context().record(y, [=](auto* adjoint) {
    through_activation(y, activation);
    const auto g = images<const Scalar>(adjoint, y);
    contribute_sum_of_pixels(bias, adjoint, x.columns() * g.height * g.width);
    contribute_to_kernel(kernel, window, Transposed ? g : in, Transposed ? in : g, x.columns());
    if (x.node() == nullptr) return;
    convolve<!Transposed>(kernel, window, g, images(x.node()->data, x), x.columns(), nullptr,
                          x.node()->written);
    x.node()->written = true;
  });
  return activate_unless_fused(y, activation);
}

}  // namespace detail

/// y = activation(kernel * x + bias), the cross-correlation of images with a kernel, as in Keras.
///
///   kernel  channels of y x (kernel height, kernel width, channels of x): Keras's HWIO in memory
///   x       images, height x width x channels
///   bias    channels of y x 1
///
/// A fused activation is applied while the results are in the cache.
/// @param window  how the kernel moves over x
/// @param shape   that of y, height x width x channels, as the window says
/// @throws ShapeError if kernel, x and bias do not fit
template <class C, class RK, class NK, class RX, class NX, class RB, class Shape_,
          class Activation = Linear>
auto convolution(const View<C, RK, NK>& kernel, const View<C, RX, NX>& x,
                 const View<C, RB, Shape<1>>& bias, const Window& window, const Shape_& shape,
                 const Activation& activation = {}) {
  return detail::convolve_images<false>("convolution", kernel, x, bias, window, shape, activation);
}

/// y = activation(kernel^T * x + bias): what a convolution of images like y, with that window, does
/// to an adjoint like x; known as deconvolution. As in Keras.
///
///   kernel  channels of x x (kernel height, kernel width, channels of y): Keras's (h, w, out, in)
///   x       images, height x width x channels
///   bias    channels of y x 1
///
/// @param window  how the kernel moves over y, so that it has the places of x
/// @param shape   that of y, height x width x channels, as the window says
/// @throws ShapeError if kernel, x and bias do not fit
template <class C, class RK, class NK, class RX, class NX, class RB, class Shape_,
          class Activation = Linear>
auto transposed_convolution(const View<C, RK, NK>& kernel, const View<C, RX, NX>& x,
                            const View<C, RB, Shape<1>>& bias, const Window& window,
                            const Shape_& shape, const Activation& activation = {}) {
  return detail::convolve_images<true>("transposed_convolution", kernel, x, bias, window, shape,
                                       activation);
}

}  // namespace eigencoder
