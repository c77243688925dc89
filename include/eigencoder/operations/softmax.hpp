// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include <eigencoder/operations/reductions.hpp>

namespace eigencoder {

/// y_ij = e^x_ij / sum_k e^x_kj, over the features of each sample, without overflow.
template <class C, class R, class N>
auto softmax(const View<C, R, N>& x) {
  const detail::Pieces columns{x.size(), x.rows(), false};
  auto y = x.context().result(x.shape(), x.columns(), x);
  detail::for_each_piece(x.context(), columns, detail::nanoseconds_per_element, [&](Index j) {
    auto out = columns.of(y.write(), y.stride(), j);
    const auto in = columns.of(x, j);
    out = (in - in.maxCoeff()).exp();
    out /= detail::ordered_sum(out);
  });
  x.context().record(y, [=](auto* adjoint) {
    detail::contribute(x, columns, [&](Index j) {
      const auto s = columns.of(y, j);
      const auto g = columns.of(adjoint, y.stride(), j);
      return s * (g - detail::ordered_sum(g * s));
    });
  });
  return y;
}

/// y_j = log sum_i e^x_ij over the features of each sample, 1 x n, without overflow.
/// @throws ValueError if there is no feature
template <class C, class R, class N>
auto log_sum_exp(const View<C, R, N>& x) {
  check_at_least("log_sum_exp: features", x.rows(), Index{1});
  const detail::Pieces columns{x.size(), x.rows(), false};
  auto y = x.context().result(shape<1>(), x.columns(), x);
  detail::for_each_piece(x.context(), columns, detail::nanoseconds_per_element, [&](Index j) {
    const auto in = columns.of(x, j);
    const auto largest = in.maxCoeff();
    y.write()[j] = std::isfinite(largest)
                       ? largest + std::log(detail::ordered_sum((in - largest).exp()))
                       : largest;
  });
  x.context().record(y, [=](auto* adjoint) {
    detail::contribute(
        x, columns, [&](Index j) { return adjoint[j] * (columns.of(x, j) - y.data()[j]).exp(); });
  });
  return y;
}

}  // namespace eigencoder
