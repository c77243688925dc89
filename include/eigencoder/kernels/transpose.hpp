// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <eigencoder/core/shape.hpp>

namespace eigencoder::kernels {

/// to (columns x rows, contiguous) = the transpose of from (rows x columns, columns `stride`
/// apart).
template <class Scalar>
void transpose(Index rows, Index columns, const Scalar* from, Index stride, Scalar* to) {
  constexpr Index block = 16;  // both sides of a block stay in the first-level cache
  for (Index j = 0; j < columns; j += block) {
    for (Index i = 0; i < rows; i += block) {
      for (Index c = j; c < std::min(columns, j + block); ++c) {
        for (Index r = i; r < std::min(rows, i + block); ++r)
          to[r * columns + c] = from[c * stride + r];
      }
    }
  }
}

}  // namespace eigencoder::kernels
