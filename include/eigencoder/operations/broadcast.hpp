// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/kernels/product.hpp>
#include <eigencoder/operations/elementwise.hpp>

namespace eigencoder {

namespace detail {

/// Adds the adjoint of y, summed over its columns one after the other, to that of a column.
template <class C, class RB, class RY, class NY>
void contribute_sum_over_batch(const View<C, RB, Shape<1>>& column, const View<C, RY, NY>& y) {
  if (column.node() == nullptr) return;
  kernels::sum_of_columns<typename C::Scalar, View<C, RB, Shape<1>>::known_rows>(
      y.context().threads(), {y.node()->data, y.rows()}, y.rows(), y.columns(), column.node()->data,
      column.node()->written);
  column.node()->written = true;
}

}  // namespace detail

/// y_ij = x_ij + b_i: a column, d x 1, added to every sample of a batch, d x n.
/// @throws ShapeError if the column has not as many rows as the batch
template <class C, class R, class N, class RB>
auto add_column(const View<C, R, N>& x, const View<C, RB, Shape<1>>& b) {
  const auto shape = common_shape("add_column", x.shape(), b.shape());
  const detail::Pieces columns{x.size(), x.rows(), false};
  auto y = x.context().result(shape, x.columns(), x, b);
  const auto column = [=] { return detail::Pieces{b.size(), b.size(), true}.of(b, 0); };
  detail::for_each_piece(x.context(), columns, detail::nanoseconds_per_element, [&](Index j) {
    columns.of(y.write(), y.stride(), j) = columns.of(x, j) + column();
  });
  x.context().record(y, [=](auto* adjoint) {
    detail::contribute(x, columns, [&](Index j) { return columns.of(adjoint, y.stride(), j); });
    detail::contribute_sum_over_batch(b, y);
  });
  return y;
}

}  // namespace eigencoder
