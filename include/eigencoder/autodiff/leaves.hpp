// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <type_traits>

#include <eigencoder/autodiff/context.hpp>

// Where numbers of Eigen enter a context: what every computation starts from.
namespace eigencoder {

namespace detail {

template <Index Extent>
constexpr auto extent_of(Index value) {
  if constexpr (Extent == Dynamic) {
    return Shape<Dynamic>{value};
  } else {
    return Shape<Extent>{};
  }
}

// Whether the matrix lies in memory with the elements of a column side by side.
template <class Derived>
inline constexpr bool has_columns_in_place = [] {
  if constexpr (bool(Derived::Flags & Eigen::DirectAccessBit)) {
    return Derived::RowsAtCompileTime == 1 ||
           (!Derived::IsRowMajor && Derived::InnerStrideAtCompileTime == 1);
  } else {
    return false;
  }
}();

}  // namespace detail

/// An Eigen matrix, map or block as a constant of the context, not copied; it must outlive the
/// context's next `clear`. Extents that its type fixes are fixed here too.
template <class Context, class Derived>
auto constant(Context& context, const Eigen::MatrixBase<Derived>& matrix) {
  static_assert(std::is_same_v<typename Derived::Scalar, typename Context::Scalar>,
                "eigencoder: constant: the matrix has another scalar type; cast it");
  static_assert(detail::has_columns_in_place<Derived>,
                "eigencoder: constant: pass a column-major matrix, map or block; evaluate "
                "expressions first");
  const auto rows = detail::extent_of<Derived::RowsAtCompileTime>(matrix.rows());
  const auto columns = detail::extent_of<Derived::ColsAtCompileTime>(matrix.cols());
  return View<Context, std::remove_const_t<decltype(rows)>, std::remove_const_t<decltype(columns)>>(
      context, matrix.derived().data(), rows, columns,
      Derived::RowsAtCompileTime == 1 ? matrix.derived().innerStride()
                                      : matrix.derived().outerStride());
}

/// A copy of an Eigen matrix as a variable on the tape, whose adjoint the reversed tape fills.
template <class Scalar, class Derived>
auto variable(Tape<Scalar>& tape, const Eigen::MatrixBase<Derived>& matrix) {
  const auto rows = detail::extent_of<Derived::RowsAtCompileTime>(matrix.rows());
  const auto columns = detail::extent_of<Derived::ColsAtCompileTime>(matrix.cols());
  const auto size = static_cast<std::size_t>(matrix.size());
  Scalar* numbers = tape.template allocate<Scalar>(size);
  // With the extents of the type: GCC warns of reads beyond a small matrix copied without them.
  constexpr bool row = Derived::RowsAtCompileTime == 1 && Derived::ColsAtCompileTime != 1;
  using Copy = Eigen::Matrix<Scalar, Derived::RowsAtCompileTime, Derived::ColsAtCompileTime,
                             row ? Eigen::RowMajor : Eigen::ColMajor>;
  Eigen::Map<Copy>(numbers, matrix.rows(), matrix.cols()) = matrix;
  Adjoint<Scalar>* adjoint = tape.adjoint(tape.template allocate<Scalar>(size), false);
  return View<Tape<Scalar>, std::remove_const_t<decltype(rows)>,
              std::remove_const_t<decltype(columns)>>(tape, numbers, rows, columns, adjoint);
}

}  // namespace eigencoder
