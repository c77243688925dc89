// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>

#include <eigencoder/operations/elementwise.hpp>

namespace eigencoder {

namespace detail {

/// y's rows from `first` on are a copy of x, or the other way round, with the pullback.
template <class X, class Y>
void copy_rows(const X& x, Index from, const Y& y, Index to, Index count) {
  for (Index j = 0; j < x.columns(); ++j) {
    const auto* source = x.data() + j * x.stride() + from;
    std::copy(source, source + count, y.write() + j * y.stride() + to);
  }
}

/// Adds rows of y's adjoint, from `from` on, to rows of x's, from `to` on; the rest of a first
/// contribution is zero.
template <class X, class Y>
void contribute_rows(const X& x, Index to, const Y& y, Index from, Index count) {
  if (x.node() == nullptr) return;
  using Matrix = Eigen::Map<Eigen::MatrixX<typename X::Scalar>>;
  Matrix target(x.node()->data, x.rows(), x.columns());
  if (!x.node()->written) target.setZero();
  target.middleRows(to, count) +=
      Matrix(y.node()->data, y.rows(), y.columns()).middleRows(from, count);
  x.node()->written = true;
}

}  // namespace detail

/// The features of a above those of b, (d_a + d_b) x n.
/// @throws ShapeError if the batches differ in size
template <class C, class RA, class NA, class RB, class NB>
auto concatenate(const View<C, RA, NA>& a, const View<C, RB, NB>& b) {
  const auto columns = common_shape("concatenate: samples", a.columns(), b.columns());
  auto y = a.context().result(a.rows() + b.rows(), columns, a, b);
  detail::copy_rows(a, 0, y, 0, a.rows());
  detail::copy_rows(b, 0, y, a.rows(), b.rows());
  a.context().record(y, [=](auto* /*adjoint*/) {
    detail::contribute_rows(a, 0, y, 0, a.rows());
    detail::contribute_rows(b, 0, y, a.rows(), b.rows());
  });
  return y;
}

/// `count` features from `first` on, count x n. A static count is given as `shape<2>()`.
/// @throws ShapeError if there are not so many
template <class C, class R, class N, Index Count = Dynamic>
auto slice(const View<C, R, N>& x, Index first, Shape<Count> count) {
  const Index rows = x.rows();
  if (first < 0 || count < 0 || count > rows - first) {
    fail<ShapeError>("slice", {count, " features from ", first, " on"},
                     {"a range within 0 to ", rows});
  }
  auto y = x.context().result(count, x.columns(), x);
  detail::copy_rows(x, first, y, 0, count);
  x.context().record(y, [=](auto* /*adjoint*/) { detail::contribute_rows(x, first, y, 0, count); });
  return y;
}
template <class C, class R, class N>
auto slice(const View<C, R, N>& x, Index first, Index count) {
  return slice(x, first, Shape<Dynamic>{count});
}

}  // namespace eigencoder
