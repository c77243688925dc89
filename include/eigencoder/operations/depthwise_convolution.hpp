// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <string_view>

#include <eigencoder/core/window.hpp>
#include <eigencoder/kernels/depthwise_convolution.hpp>
#include <eigencoder/operations/affine.hpp>
#include <eigencoder/operations/reshape.hpp>

namespace eigencoder {

namespace detail {

/// Number `which` of every group of `times` numbers that piece i of x became.
template <class Scalar>
auto every(Scalar* numbers, const Pieces& cut, Index times, Index which, Index i) {
  using Map = Eigen::Map<Eigen::ArrayX<Scalar>, 0, Eigen::InnerStride<>>;
  return Map(numbers + i * cut.length * times + which,
             std::min(cut.length, cut.size - i * cut.length), Eigen::InnerStride<>(times));
}

/// Images in which each channel stands several times, side by side: `channels` in all.
template <class C, class R, class N, class Channels>
auto repeat_channels(const View<C, R, N>& x, const Channels& channels) {
  auto shape = concatenate(x.shape().template axis<0>(), x.shape().template axis<1>(), channels);
  const Index times = Index{channels} / std::max<Index>(1, x.shape().extent(2));
  if constexpr (may_be_equal<decltype(shape), R>) {
    if (times == 1) return reshape(x, shape);
  }
  const Pieces cut = pieces(x);
  const auto y = x.context().result(shape, x.columns(), x);
  for_each_piece(x.context(), cut, static_cast<double>(times), [&](Index i) {
    for (Index m = 0; m < times; ++m) every(y.write(), cut, times, m, i) = cut.of(x, i);
  });
  x.context().record(y, [=](auto* adjoint) {
    for (Index m = 0; m < times; ++m)
      contribute(x, cut, [&](Index i) { return every(adjoint, cut, times, m, i); });
  });
  return y;
}

/// The way back to x: a sample is a task.
template <class Scalar, class X, class Y>
void contribute_to_input(const kernels::DepthwiseConvolution<Scalar>& loops, const X& x, const Y& y,
                         const Scalar* kernel) {
  if (x.node() == nullptr) return;
  split(x.context().threads(), x.columns(), loops.work(), [&](Index s) {
    Scalar* target = x.node()->data + s * x.rows();
    if (!x.node()->written) std::fill_n(target, Index{x.rows()}, Scalar(0));
    loops.to_input(y.node()->data + s * y.rows(), kernel, target);
  });
  x.node()->written = true;
}

/// Adds numbers to the adjoint of a parameter, if it has one.
template <class P, class Scalar>
void add_to_adjoint(const P& parameter, const Scalar* numbers) {
  const Eigen::Map<const Eigen::ArrayX<Scalar>> sum(numbers, parameter.size());
  contribute(parameter, Pieces{parameter.size(), parameter.size(), true},
             [&](Index) { return sum; });
}

/// The sums for kernel and bias over the samples [first, last): those of each sample are taken by
/// themselves, then added.
template <class Scalar, class X, class Y>
void sum_over_samples(const kernels::DepthwiseConvolution<Scalar>& loops, const X& x, const Y& y,
                      Index first, Index last, Eigen::Map<Eigen::ArrayX<Scalar>> of_sample,
                      Eigen::Map<Eigen::ArrayX<Scalar>> sum) {
  sum.setZero();
  for (Index s = first; s < last; ++s) {
    of_sample.setZero();
    loops.to_parameters(x.data() + s * x.stride(), y.node()->data + s * y.rows(), of_sample.data());
    sum += of_sample;
  }
}

/// The way back to kernel and bias. At most 32 groups of samples are tasks, whose sums are added in
/// order.
template <class Scalar, class X, class Y, class Kernel, class Bias>
void contribute_to_parameters(const kernels::DepthwiseConvolution<Scalar>& loops, const X& x,
                              const Y& y, const Kernel& kernel, const Bias& bias) {
  if (kernel.node() == nullptr && bias.node() == nullptr) return;
  using Sums = Eigen::Map<Eigen::ArrayX<Scalar>>;
  const Index samples = x.columns(), size = loops.length() * (loops.places() + 1);
  const Index group = std::max<Index>(1, (samples + 31) / 32);
  const Index groups = (samples + group - 1) / group;
  const auto room = static_cast<std::size_t>((2 * groups + 1) * size);
  Scalar* data = x.context().template allocate<Scalar>(room);
  const auto sums = [=](Index i) { return Sums(data + i * size, size); };
  split(x.context().threads(), groups, loops.work() * static_cast<double>(group), [&](Index g) {
    const Index last = std::min(samples, (g + 1) * group);
    sum_over_samples(loops, x, y, g * group, last, sums(groups + g), sums(g));
  });
  Sums total = sums(2 * groups);
  total.setZero();
  for (Index g = 0; g < groups; ++g) loops.fold(sums(g).data(), total.data());
  add_to_adjoint(kernel, total.data());
  add_to_adjoint(bias, total.data() + kernel.size());
}

/// @throws ShapeError unless the kernel has rows for each channel and as many columns as places
template <class X, class Kernel>
void check_kernel(std::string_view where, const X& x, const Kernel& kernel, Index places) {
  static_assert(X::Rows::rank == 3,
                "eigencoder: depthwise_convolution: takes images (height, width, channels)");
  const Index channels = x.shape().extent(2);
  if (channels == 0 || kernel.rows() % channels != 0) {
    fail<ShapeError>(where, {"a kernel of ", Index{kernel.rows()}, " rows"},
                     {"a multiple of the ", channels, " channels"});
  }
  check_equal(where, Index{kernel.columns()}, places, "places of the kernel");
}

}  // namespace detail

/// A convolution of each channel by itself, y = activation(kernel * x + bias): with m rows of the
/// kernel for a channel, its results are channels c m to c m + m - 1 of y.
///
///   y(i, j, cm + k) = b(cm + k)
///                     + sum_uv kernel(cm + k, u w + v) x(i s + u d - p, j s + v d - p, c)
///
/// as `window` says: w places in a row, stride s, dilation d, padding p with zeros. The kernel is
/// not turned.
///
/// @param x        images, height x width x channels
/// @param kernel   channels m x places of the window, row after row
/// @param bias     channels m x 1
/// @param window   a WindowOf<...>
/// @throws ShapeError if they do not fit
template <class C, class R, class N, class RK, class NK, class RB, class Window_,
          class Activation = Linear>
auto depthwise_convolution(const View<C, R, N>& x, const View<C, RK, NK>& kernel,
                           const View<C, RB, Shape<1>>& bias, const Window_& window,
                           const Activation& activation = {}) {
  constexpr auto where = "depthwise_convolution";
  using Scalar = typename C::Scalar;
  const kernels::DepthwiseConvolution<Scalar> loops(window.over(x.shape()), kernel.rows());
  detail::check_kernel(where, x, kernel, loops.places());
  const auto channels = common_shape(where, kernel.shape(), bias.shape());
  const auto in = detail::repeat_channels(x, channels);
  const auto y = x.context().result(concatenate(window.output(where, x.shape()), channels),
                                    x.columns(), in, kernel, bias);
  auto* repeated = x.context().template allocate<Scalar>(
      static_cast<std::size_t>(loops.length() * loops.places()));
  loops.repeat(kernel.data(), repeated);
  const auto finish = detail::finish_with(x.context(), activation);
  split(x.context().threads(), x.columns(), loops.work(), [&](Index s) {
    auto* out = y.write() + s * y.rows();
    loops.value(in.data() + s * in.stride(), repeated, bias.data(), out);
    finish(out, y.rows());
  });
  x.context().record(y, [=](auto* /*adjoint*/) {
    detail::through_activation(y, activation);
    detail::contribute_to_input<Scalar>(loops, in, y, repeated);
    detail::contribute_to_parameters(loops, in, y, kernel, bias);
  });
  return detail::activate_unless_fused(y, activation);
}

}  // namespace eigencoder
