// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/operations/reductions.hpp>

namespace eigencoder {

/// factor times the sum of squared errors, 1 x 1, of a reconstruction y and its target t, d x n:
///
///   L = factor sum_ij (y_ij - t_ij)^2
///
/// Errors are worked out once more on the way back, not kept: reading them would take longer.
/// @throws ShapeError if the shapes differ
template <class C, class RY, class NY, class RT, class NT>
auto squared_error(const View<C, RY, NY>& y, const View<C, RT, NT>& t, double factor) {
  using Scalar = typename C::Scalar;
  common_shape("squared error", y.shape(), t.shape());
  common_shape("squared error: samples", y.columns(), t.columns());
  const detail::Pieces cut = detail::pieces(y, t);
  auto loss = y.context().result(shape<1>(), shape<1>(), y, t);
  const double total = detail::sum_over_pieces(y.context(), cut, [&](Index i) {
    const auto square = [](auto a, auto b) { return (a - b).square(); };
    const auto from = cut.of(y, i);
    return detail::ordered_sum(square, from.size(), from.data(), cut.of(t, i).data());
  });
  *loss.write() = static_cast<Scalar>(factor * total);
  y.context().record(loss, [=](auto* adjoint) {
    const Scalar g = *adjoint * static_cast<Scalar>(2 * factor);
    const auto slope = [g](auto a, auto b) { return g * (a - b); };
    detail::contribute_packets(y, cut, slope, y, t);
    detail::contribute_packets(t, cut, slope, t, y);
  });
  return loss;
}

}  // namespace eigencoder
