// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/operations/elementwise.hpp>

namespace eigencoder {

namespace detail {

/// A constant of the shape of x whose columns `fill(column, sample)` writes, on the threads.
template <class C, class R, class N, class Fill>
auto random_like(const View<C, R, N>& x, const Fill& fill) {
  using Scalar = typename C::Scalar;
  const Pieces columns{x.size(), x.rows(), false};
  auto noise = x.context().result(x.shape(), x.columns());
  constexpr double nanoseconds = 8;  // a normal number
  for_each_piece(x.context(), columns, nanoseconds, [&](Index j) {
    fill(Eigen::Map<Eigen::MatrixX<Scalar>>(noise.write() + j * noise.rows(), x.rows(), 1), j);
  });
  return noise;
}

}  // namespace detail

/// Normal numbers of mean 0 and variance 1, a constant of the shape of x; sample j has those of
/// sample j of the stream.
template <class C, class R, class N>
auto normal_like(const View<C, R, N>& x, const RandomStream& stream) {
  return detail::random_like(x, [&](auto column, Index j) { fill_normal(column, stream, j); });
}

/// choose(u) of uniform numbers u in (0, 1), a constant of the shape of x.
template <class C, class R, class N, class Choose>
auto uniform_like(const View<C, R, N>& x, const RandomStream& stream, const Choose& choose) {
  return detail::random_like(x, [&](auto column, Index j) {
    fill_uniform(column, stream, j);
    column = column.unaryExpr(choose).eval();
  });
}

}  // namespace eigencoder
