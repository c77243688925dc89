// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>

#include <eigencoder/autodiff/context.hpp>
#include <eigencoder/kernels/product.hpp>

namespace eigencoder {

namespace detail {

/// Calls f with the matrix as a left operand, whose stride is part of its type if it is contiguous.
template <class C, class R, class N, class F>
void as_left(const View<C, R, N>& a, const F& f) {
  using Scalar = typename C::Scalar;
  if (a.contiguous()) {
    f(kernels::Left<Scalar, decltype(a.rows())>{a.data(), a.rows()});
  } else {
    f(kernels::Left<Scalar, Shape<Dynamic>>{a.data(), a.stride()});
  }
}

/// Calls f with the matrix as a right operand, likewise.
template <class C, class R, class N, class F>
void as_right(const View<C, R, N>& b, const F& f) {
  using Scalar = typename C::Scalar;
  if (b.contiguous()) {
    f(kernels::Right<Scalar, Shape<1>, decltype(b.rows())>{b.data(), {}, b.rows()});
  } else {
    f(kernels::Right<Scalar, Shape<1>, Shape<Dynamic>>{b.data(), {}, b.stride()});
  }
}

/// Calls f with the transpose of the matrix as a right operand.
template <class C, class R, class N, class F>
void as_right_transposed(const View<C, R, N>& b, const F& f) {
  as_right(b, [&](const auto& right) {
    f(kernels::Right<typename C::Scalar, std::decay_t<decltype(right.column_stride)>, Shape<1>>{
        right.data, right.column_stride, {}});
  });
}

/// out = start + left right or, if `add`, out += left right.
template <class Scalar, class Rows>
void multiply(Threads* threads, const Rows& rows, Index columns, Index depth, const auto& left,
              const auto& right, Scalar* out, bool add) {
  const Scalar* zero = nullptr;
  if (add) {
    kernels::product(threads, rows, columns, depth, left, right, zero, out, kernels::Add{});
  } else {
    kernels::product(threads, rows, columns, depth, left, right, zero, out, kernels::Assign{});
  }
}

/// Adds g b^T, rows x depth, to the adjoint of the left operand of a product.
template <class A, class B, class Scalar>
void contribute_to_left(const A& a, const B& b, const Scalar* g, Index columns) {
  if (a.node() == nullptr) return;
  const auto rows = a.rows();
  as_right_transposed(b, [&](const auto& right) {
    multiply(a.context().threads(), rows, a.columns(), columns,
             kernels::Left<Scalar, std::decay_t<decltype(rows)>>{g, rows}, right, a.node()->data,
             a.node()->written);
  });
  a.node()->written = true;
}

/// Adds a^T g, depth x columns, to the adjoint of the right operand of a product.
template <class A, class B, class Scalar>
void contribute_to_right(const A& a, const B& b, const Scalar* g) {
  if (b.node() == nullptr) return;
  // One transposed copy lets the same kernel run with its lanes along the inputs.
  auto* turned = a.context().template allocate<Scalar>(static_cast<std::size_t>(a.size()));
  kernels::transpose(a.rows(), a.columns(), a.data(), a.stride(), turned);
  const auto depth = a.rows();
  const auto rows = common_shape("a * b", a.columns(), b.rows());
  multiply(b.context().threads(), rows, b.columns(), depth,
           kernels::Left<Scalar, std::decay_t<decltype(rows)>>{turned, rows},
           kernels::Right<Scalar, Shape<1>, std::decay_t<decltype(depth)>>{g, {}, depth},
           b.node()->data, b.node()->written);
  b.node()->written = true;
}

}  // namespace detail

/// The matrix product y = a b, of rows x depth by depth x columns.
/// @throws ShapeError if a has not as many columns as b has rows
template <class C, class RA, class NA, class RB, class NB>
auto operator*(const View<C, RA, NA>& a, const View<C, RB, NB>& b) {
  const Index depth = common_shape("a * b: columns of a, rows of b", a.columns(), b.rows());
  auto y = a.context().result(a.shape(), b.columns(), a, b);
  detail::as_left(a, [&](const auto& left) {
    detail::as_right(b, [&](const auto& right) {
      detail::multiply(a.context().threads(), a.rows(), b.columns(), depth, left, right, y.write(),
                       false);
    });
  });
  a.context().record(y, [=] {
    const auto* g = y.node()->data;
    detail::contribute_to_left(a, b, g, b.columns());
    detail::contribute_to_right(a, b, g);
  });
  return y;
}

}  // namespace eigencoder
