// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/kernels/grid_product.hpp>

namespace eigencoder::kernels {

namespace detail {

/// One row of a tile of `Columns`, summed with the lanes along the innermost loop.
template <int Columns, class Scalar>
void dot_tile(const GridProduct<Scalar>& p, const Scalar* left, Scalar start,
              const TileColumns<Scalar, Columns>& columns) {
  using namespace Eigen::internal;
  using P = typename PacketOf<Scalar, Tile<Scalar>::packet>::type;
  constexpr int packet = unpacket_traits<P>::size;
  const Index whole = p.depth.inner.count / packet * packet;
  P sum[Columns];
  unroll<Columns>([&](int c) { sum[c] = pset1<P>(Scalar(0)); });
  for_each_run(p.depth, [&](Index left_offset, Index right_offset) {
    for (Index k = 0; k < whole; k += packet) {
      const P a = ploadu<P>(left + left_offset + k);
      unroll<Columns>([&](int c) {
        sum[c] = pmadd(a, ploadu<P>(columns.right[c] + right_offset + k), sum[c]);
      });
    }
  });
  // In a loop of their own: beside the packets there are no registers for them.
  Scalar rest[Columns];
  unroll<Columns>([&](int c) { rest[c] = start; });
  if (whole < p.depth.inner.count) {
    for_each_run(p.depth, [&](Index left_offset, Index right_offset) {
      for (Index k = whole; k < p.depth.inner.count; ++k) {
        const Scalar a = left[left_offset + k];
        unroll<Columns>([&](int c) { rest[c] += a * columns.right[c][right_offset + k]; });
      }
    });
  }
  unroll<Columns>([&](int c) {
    const Scalar total = predux(sum[c]) + rest[c];
    *columns.result[c] = p.add ? *columns.result[c] + total : total;
  });
}

template <int Columns, class Scalar>
void dot_columns(const GridProduct<Scalar>& p, const Scalar* left, Scalar start, Index r,
                 Walk& walk) {
  while (walk.remaining() >= Columns)
    dot_tile<Columns>(p, left, start, TileColumns<Scalar, Columns>(p, walk, r));
  if constexpr (Columns > 1) {
    if (walk.remaining() > 0) dot_columns<Columns / 2>(p, left, start, r, walk);
  }
}

}  // namespace detail

/// A grid product of few rows or columns: `left` and `right` have the inner loop side by side, and
/// the rows of `left` are `left_row` apart.
template <class Scalar>
void dot_product(const GridProduct<Scalar>& p) {
  for (Index r = 0; r < p.rows; ++r) {
    detail::Walk walk(p.columns);
    const Scalar start = p.start == nullptr ? Scalar(0) : p.start[r];
    detail::dot_columns<8>(p, p.left + r * p.left_row, start, r, walk);
  }
}

}  // namespace eigencoder::kernels
