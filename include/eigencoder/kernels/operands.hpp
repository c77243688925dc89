// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/core/shape.hpp>

namespace eigencoder::kernels {

/// The left operand, rows x depth: its columns, or of a transpose its rows, `stride` apart.
template <class Scalar>
struct Left {
  const Scalar* data;
  Index stride;
  bool transposed = false;

  Index row_stride() const { return transposed ? stride : 1; }
  Index depth_stride() const { return transposed ? 1 : stride; }
};

/// The right operand, depth x columns: its columns, or of a transpose its rows, `stride` apart.
template <class Scalar>
struct Right {
  const Scalar* data;
  Index stride;
  bool transposed = false;

  Index depth_stride() const { return transposed ? stride : 1; }
  Index column_stride() const { return transposed ? 1 : stride; }
};

/// The columns of a matrix, `stride` apart.
template <class Scalar>
struct Columns {
  const Scalar* data;
  Index stride;
};

/// The result, rows x columns, columns `rows` apart. Sums begin at `start`, one number a row or
/// nullptr for zero, and are added to what is there or overwrite it.
template <class Scalar>
struct Result {
  Scalar* data;
  Index rows;
  Index columns;
  const Scalar* start = nullptr;
  bool add = false;
};

}  // namespace eigencoder::kernels
