// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>

#include <eigencoder/autodiff/context.hpp>
#include <eigencoder/kernels/product.hpp>

namespace eigencoder {

namespace detail {

/// finish(out, start + a b). Contiguous operands have strides that their types know; anything else,
/// such as a block of the caller's, shares one kernel for all extents: a program has it once.
template <class A, class B, class Finish>
void multiply(const A& a, const B& b, Index depth, const typename A::Scalar* start,
              typename A::Scalar* out, const Finish& finish) {
  using Scalar = typename A::Scalar;
  Threads* threads = a.context().threads();
  const auto run = [&](const auto& rows, const auto& left, const auto& right) {
    using Stride = std::decay_t<decltype(left)>;
    using ColumnStride = std::decay_t<decltype(right)>;
    kernels::product(
        threads, rows, b.columns(), depth, kernels::Left<Scalar, Stride>{a.data(), left},
        kernels::Right<Scalar, Shape<1>, ColumnStride>{b.data(), {}, right}, start, out, finish);
  };
  if (a.contiguous() && b.contiguous()) {
    run(a.rows(), a.rows(), b.rows());
  } else {
    using Any = Shape<Dynamic>;
    run(Any{a.rows()}, Any{a.stride()}, Any{b.stride()});
  }
}

/// Adds g b^T, rows x depth, to the adjoint of the left operand a of a product with adjoint g.
template <class A, class B, class Scalar>
void contribute_to_left(const A& a, const B& b, const Scalar* g) {
  if (a.node() == nullptr) return;
  const auto run = [&](const auto& rows, const auto& stride) {
    using Rows = std::decay_t<decltype(rows)>;
    using Stride = std::decay_t<decltype(stride)>;
    const Scalar* zero = nullptr;
    kernels::product(a.context().threads(), rows, a.columns(), b.columns(),
                     kernels::Left<Scalar, Rows>{g, rows},
                     kernels::Right<Scalar, Stride, Shape<1>>{b.data(), stride, {}}, zero,
                     a.node()->data, kernels::Store{a.node()->written});
  };
  if (b.contiguous()) {
    run(a.rows(), b.rows());
  } else {
    using Any = Shape<Dynamic>;
    run(Any{a.rows()}, Any{b.stride()});
  }
  a.node()->written = true;
}

/// Adds a^T g, depth x columns, to the adjoint of the right operand b of a product with adjoint g.
template <class A, class B, class Scalar>
void contribute_to_right(const A& a, const B& b, const Scalar* g) {
  if (b.node() == nullptr) return;
  // One transposed copy lets the same kernel run with its lanes along the inputs.
  auto* turned = a.context().template allocate<Scalar>(static_cast<std::size_t>(a.size()));
  kernels::transpose(a.rows(), a.columns(), a.data(), a.stride(), turned);
  const auto depth = a.rows();
  const auto rows = more_static(a.columns(), b.rows());
  using Depth = std::decay_t<decltype(depth)>;
  using Rows = std::decay_t<decltype(rows)>;
  const Scalar* zero = nullptr;
  kernels::product(b.context().threads(), rows, b.columns(), depth,
                   kernels::Left<Scalar, Rows>{turned, rows},
                   kernels::Right<Scalar, Shape<1>, Depth>{g, {}, depth}, zero, b.node()->data,
                   kernels::Store{b.node()->written});
  b.node()->written = true;
}

}  // namespace detail

/// The matrix product y = a b, of rows x depth by depth x columns.
/// @throws ShapeError if a has not as many columns as b has rows
template <class C, class RA, class NA, class RB, class NB>
auto operator*(const View<C, RA, NA>& a, const View<C, RB, NB>& b) {
  const Index depth = common_shape("a * b: columns of a, rows of b", a.columns(), b.rows());
  auto y = a.context().result(a.shape(), b.columns(), a, b);
  const typename C::Scalar* zero = nullptr;
  detail::multiply(a, b, depth, zero, y.write(), kernels::Store{false});
  a.context().record(y, [=] {
    detail::contribute_to_left(a, b, y.node()->data);
    detail::contribute_to_right(a, b, y.node()->data);
  });
  return y;
}

}  // namespace eigencoder
