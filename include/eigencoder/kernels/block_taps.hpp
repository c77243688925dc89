// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>

#include <eigencoder/core/shape.hpp>
#include <eigencoder/kernels/transpose.hpp>

namespace eigencoder::kernels {

/// Along one axis a kernel over an image of blocks, each of so many equal pixels, and the kernel
/// that does the same to an image with one pixel for each block, by a transposed convolution in
/// steps of a block: tap i of either takes part in tap j of the other if
/// kernel - 1 <= i + j < kernel - 1 + block.
struct BlockAxis {
  Index kernel, block;

  /// Taps of the other kernel.
  constexpr Index taps() const { return kernel + block - 1; }
  constexpr Index begin(Index i) const { return std::max<Index>(0, kernel - 1 - i); }
  constexpr Index end(Index i, Index of) const { return std::min(of, kernel - 1 - i + block); }
};

/// How many taps a kernel has.
struct Taps {
  Index height, width;
};

/// to tap = the transposed sum of those taps of `from` that take part in it; each is a matrix, that
/// of `from` rows x columns. One kernel from the other, or the adjoint of the other from that of
/// the one.
/// @param scratch  rows x columns numbers
template <class Scalar>
void sum_block_taps(const BlockAxis& height, const BlockAxis& width, Taps from_taps, Taps to_taps,
                    Index rows, Index columns, const Scalar* from, Scalar* scratch, Scalar* to) {
  using Array = Eigen::ArrayX<Scalar>;
  const Index tap = rows * columns;
  Eigen::Map<Array> sum(scratch, tap);
  for (Index y = 0; y < to_taps.height; ++y) {
    for (Index x = 0; x < to_taps.width; ++x, to += tap) {
      sum.setZero();
      for (Index i = height.begin(y); i < height.end(y, from_taps.height); ++i) {
        for (Index j = width.begin(x); j < width.end(x, from_taps.width); ++j)
          sum += Eigen::Map<const Array>(from + (i * from_taps.width + j) * tap, tap);
      }
      transpose(rows, columns, scratch, rows, to);
    }
  }
}

}  // namespace eigencoder::kernels
