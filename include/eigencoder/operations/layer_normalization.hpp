// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <cstddef>

#include <eigencoder/operations/normalization.hpp>

namespace eigencoder {

namespace detail {

/// xhat = (x - mean) / sqrt(variance + epsilon) of one column.
/// @return 1 / sqrt(variance + epsilon)
template <class In, class Out>
auto standardize_column(const In& x, Out xhat, double epsilon) {
  using Scalar = typename In::Scalar;
  const auto share = static_cast<Scalar>(reciprocal(x.size()));
  const Scalar mean = share * ordered_sum(x);
  const Scalar variance = share * ordered_sum((x - mean).square());
  const auto scale = static_cast<Scalar>(1 / std::sqrt(static_cast<double>(variance) + epsilon));
  xhat = (x - mean) * scale;
  return scale;
}

}  // namespace detail

/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, with the mean and the variance (divided
/// by n) of the channels of each pixel; of features, of all of a sample (Ba et al. 2016).
///
/// @param x      features or images; the last extent is that of the channels
/// @param gamma  channels x 1, as is beta
/// @throws ShapeError if there is not one gamma or beta a channel
template <class C, class R, class N, class RP>
auto layer_normalization(const View<C, R, N>& x, const View<C, RP, Shape<1>>& gamma,
                         const View<C, RP, Shape<1>>& beta, double epsilon) {
  using Scalar = typename C::Scalar;
  const auto channels = detail::common_channels("layer_normalization: channels", x, gamma, beta);
  const auto in = pixels(x);
  const detail::Pieces cut = detail::pixel_pieces(in), columns{in.size(), channels, false};
  const auto y = x.context().result(channels, in.columns(), in, gamma, beta);
  auto* xhat = detail::room_for_xhat(y, y.node() != nullptr);
  auto* scales = x.context().template allocate<Scalar>(static_cast<std::size_t>(in.columns()));
  const double share = detail::reciprocal(channels);
  detail::for_each_piece(x.context(), columns, 2 * detail::nanoseconds_per_element, [&](Index j) {
    scales[j] =
        detail::standardize_column(columns.of(in, j), columns.of(xhat, in.rows(), j), epsilon);
  });
  detail::scale_and_shift(cut, xhat, gamma, beta, y);
  x.context().record(y, [=](auto* adjoint) {
    detail::contribute_to_columns(cut, y, xhat, gamma, beta);
    const auto scale = detail::Pieces{channels, channels, true}.of(gamma, 0);
    detail::contribute(in, columns, [&](Index j) {
      const auto g = columns.of(adjoint, in.rows(), j) * scale;
      const auto normal = columns.of(xhat, in.rows(), j);
      const auto a = static_cast<Scalar>(share) * detail::ordered_sum(g);
      const auto b = static_cast<Scalar>(share) * detail::ordered_sum(g * normal);
      return scales[j] * (g - a - normal * b);
    });
  });
  return detail::same_numbers(y, x.shape(), x.columns());
}

}  // namespace eigencoder
