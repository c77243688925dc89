// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/autodiff/context.hpp>
#include <eigencoder/kernels/product.hpp>

namespace eigencoder {

namespace detail {

/// Adds g b^T, rows x depth, to the adjoint of the left operand a of a product with adjoint g.
template <class A, class B, class Scalar>
void contribute_to_left(const A& a, const B& b, const Scalar* g) {
  if (a.node() == nullptr) return;
  kernels::outer_product<Scalar, A::known_rows, A::known_columns>(
      a.context().threads(), {g, a.rows()}, {b.data(), b.stride()}, b.columns(),
      {.data = a.node()->data, .rows = a.rows(), .columns = a.columns(), .add = a.node()->written});
  a.node()->written = true;
}

/// Adds a^T g, depth x columns, to the adjoint of the right operand b of a product with adjoint g.
template <class A, class B, class Scalar>
void contribute_to_right(const A& a, const B& b, const Scalar* g) {
  if (b.node() == nullptr) return;
  kernels::product<Scalar, A::known_columns, A::known_rows>(
      b.context().threads(), {a.data(), a.stride(), true}, {g, a.rows()}, a.rows(),
      {.data = b.node()->data, .rows = b.rows(), .columns = b.columns(), .add = b.node()->written});
  b.node()->written = true;
}

}  // namespace detail

/// The matrix product y = a b, of rows x depth by depth x columns.
/// @throws ShapeError if a has not as many columns as b has rows
template <class C, class RA, class NA, class RB, class NB>
auto operator*(const View<C, RA, NA>& a, const View<C, RB, NB>& b) {
  const Index depth = common_shape("a * b: columns of a, rows of b", a.columns(), b.rows());
  auto y = a.context().result(a.shape(), b.columns(), a, b);
  using Scalar = typename C::Scalar;
  using A = View<C, RA, NA>;
  kernels::product<Scalar, A::known_rows, A::known_columns>(
      a.context().threads(), {a.data(), a.stride()}, {b.data(), b.stride()}, depth,
      {.data = y.write(), .rows = a.rows(), .columns = b.columns()});
  a.context().record(y, [=](auto* adjoint) {
    detail::contribute_to_left(a, b, adjoint);
    detail::contribute_to_right(a, b, adjoint);
  });
  return y;
}

}  // namespace eigencoder
