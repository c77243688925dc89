// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <type_traits>

#include <eigencoder/operations/normalization.hpp>

namespace eigencoder {

namespace detail {

/// The mean of f(i), as long as piece i of x, over all pixels: a column of channels, a constant.
template <class X, class Rows, class F>
auto mean_over_pixels(const Pieces& cut, const X& x, const Rows& channels, const F& f) {
  const auto mean = x.context().result(channels, shape<1>());
  const double* sums = sum_over_pixels(x.context(), cut, channels, f);
  const double share = reciprocal(x.columns());
  for (Index i = 0; i < channels; ++i)
    mean.write()[i] = static_cast<typename X::Scalar>(share * sums[i]);
  return mean;
}

/// The variance, divided by the number of pixels, of channels that have that mean.
template <class X, class Column>
auto variance_over_pixels(const Pieces& cut, const X& x, const Column& mean) {
  const auto center = tiled(x.context(), cut, x.rows(), [&](Index i) { return mean.data()[i]; });
  return mean_over_pixels(cut, x, mean.shape(), [&](Index i) {
    const auto piece = cut.of(x, i);
    return (piece - center.head(piece.size())).square();
  });
}

/// The way back from the adjoint g of y = gamma xhat + beta to x, through its statistics too:
/// gamma / sqrt(variance + epsilon) (g - mean(g) - xhat mean(g xhat)), with the sums of g and of
/// g xhat.
template <class Y, class X, class Column>
void contribute_through_statistics(const Pieces& cut, const Y& y, const X& x,
                                   const typename Y::Scalar* xhat, const double* sums,
                                   const double* sums_with_xhat, const Column& slope) {
  const double share = reciprocal(x.columns());
  const auto tile = [&](const auto& f) { return tiled(x.context(), cut, x.rows(), f); };
  const auto scale = tile([&](Index i) { return slope(i); });
  const auto a = tile([&](Index i) { return share * sums[i]; });
  const auto b = tile([&](Index i) { return share * sums_with_xhat[i]; });
  contribute(x, cut, [&](Index i) {
    const auto g = cut.of(y.node()->data, 0, i);
    const Index n = g.size();
    return scale.head(n) * (g - a.head(n) - cut.of(xhat, 0, i) * b.head(n));
  });
}

}  // namespace detail

/// What `batch_normalization` gives; the statistics are constants, channels x 1.
template <class Output, class Column>
struct BatchNormalized {
  Output output;
  Column mean;
  Column variance;  ///< divided by the number of pixels
};

/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, with the mean and the variance of each
/// channel over all pixels of all samples (Ioffe and Szegedy 2015, algorithm 1), through which the
/// gradient flows. They are the same bits with any number of threads.
///
/// @param x      features or images; the last extent is that of the channels
/// @param gamma  channels x 1, as is beta
/// @throws ShapeError if x has another number of channels
template <class C, class R, class N, class RP>
auto batch_normalization(const View<C, R, N>& x, const View<C, RP, Shape<1>>& gamma,
                         const View<C, RP, Shape<1>>& beta, double epsilon) {
  const auto channels = detail::common_channels("batch_normalization: channels", x, gamma, beta);
  const auto in = pixels(x);
  const detail::Pieces cut = detail::pixel_pieces(in);
  const auto mean =
      detail::mean_over_pixels(cut, in, gamma.shape(), [&](Index i) { return cut.of(in, i); });
  const auto variance = detail::variance_over_pixels(cut, in, mean);
  const auto y = x.context().result(channels, in.columns(), in, gamma, beta);
  auto* xhat = detail::room_for_xhat(y, y.node() != nullptr);
  detail::standardize(cut, in, mean, variance, epsilon, xhat);
  detail::scale_and_shift(cut, xhat, gamma, beta, y);
  x.context().record(y, [=](auto* /*adjoint*/) {
    const double* sums = detail::sums_of_adjoint(cut, y);
    const double* sums_with_xhat = detail::sums_of_adjoint(cut, y, xhat);
    detail::contribute_sums(beta, sums);
    detail::contribute_sums(gamma, sums_with_xhat);
    detail::contribute_through_statistics(cut, y, in, xhat, sums, sums_with_xhat, [&](Index i) {
      return detail::inverse_deviation(variance, epsilon, i) * static_cast<double>(gamma.data()[i]);
    });
  });
  const auto output = detail::same_numbers(y, x.shape(), x.columns());
  return BatchNormalized<std::decay_t<decltype(output)>, std::decay_t<decltype(mean)>>{output, mean,
                                                                                       variance};
}

}  // namespace eigencoder
