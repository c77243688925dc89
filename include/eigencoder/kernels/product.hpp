// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>

#include <eigencoder/core/shape.hpp>
#include <eigencoder/core/threads.hpp>
#include <eigencoder/kernels/tile.hpp>

namespace eigencoder::kernels {

/// The left operand, rows x depth: rows side by side, columns `stride` apart.
template <class Scalar>
struct Left {
  const Scalar* data;
  Index stride;
};

/// The right operand, depth x columns: its columns, or of a transpose its rows, `stride` apart.
template <class Scalar, bool Transposed = false>
struct Right {
  const Scalar* data;
  Index stride;

  Index depth_stride() const { return Transposed ? stride : 1; }
  Index column_stride() const { return Transposed ? 1 : stride; }
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

namespace detail {

/// A tile of Lanes x Columns from row r and column j on, summed in registers. Written with Eigen's
/// packets: of expressions GCC 12 keeps no sum in a register at -O2, and is six times as slow.
template <int Lanes, int Columns, class Scalar, bool T>
[[gnu::always_inline]] inline void tile(Left<Scalar> left, Right<Scalar, T> right, Index depth,
                                        Result<Scalar> result, Index r, Index j) {
  using namespace Eigen::internal;
  using P = typename PacketOf<Scalar, Lanes>::type;
  constexpr int packet = unpacket_traits<P>::size;
  constexpr int registers = Lanes / packet;
  const Scalar* start = result.start == nullptr ? nullptr : result.start + r;
  P sum[Columns][registers];
  unroll<Columns>([&](auto c) {
    unroll<registers>([&](auto i) {
      sum[c][i] = start == nullptr ? pset1<P>(Scalar(0)) : ploadu<P>(start + i * packet);
    });
  });
  for (Index k = 0; k < depth; ++k) {
    const Scalar* column = left.data + r + k * left.stride;
    const Scalar* row = right.data + k * right.depth_stride() + j * right.column_stride();
    P a[registers];
    unroll<registers>([&](auto i) { a[i] = ploadu<P>(column + i * packet); });
    unroll<Columns>([&](auto c) {
      const P b = pset1<P>(row[c * right.column_stride()]);
      unroll<registers>([&](auto i) { sum[c][i] = pmadd(a[i], b, sum[c][i]); });
    });
  }
  unroll<Columns>([&](auto c) {
    unroll<registers>([&](auto i) {
      Scalar* out = result.data + (j + c) * result.rows + r + i * packet;
      pstoreu(out, result.add ? padd(ploadu<P>(out), sum[c][i]) : sum[c][i]);
    });
  });
}

/// A column of tiles: rows [first, last) of `Columns` columns, in runs of lanes, then half as many
/// for what is left.
template <int Lanes, int Columns, class Scalar, bool T>
void rows_of_tiles(Left<Scalar> left, Right<Scalar, T> right, Index depth, Result<Scalar> result,
                   Index first, Index last, Index j) {
  Index r = first;
  for (; r + Lanes <= last; r += Lanes) tile<Lanes, Columns>(left, right, depth, result, r, j);
  if constexpr (Lanes > 1) {
    if (r < last) rows_of_tiles<Lanes / 2, Columns>(left, right, depth, result, r, last, j);
  }
}

template <int Columns, class Scalar, bool T>
void columns_of_tiles(Left<Scalar> left, Right<Scalar, T> right, Index depth, Result<Scalar> result,
                      Index first_row, Index last_row, Index first, Index last) {
  Index j = first;
  for (; j + Columns <= last; j += Columns) {
    rows_of_tiles<Tile<Scalar>::lanes, Columns>(left, right, depth, result, first_row, last_row, j);
  }
  if constexpr (Columns > 1) {
    if (j < last) {
      columns_of_tiles<Columns / 2>(left, right, depth, result, first_row, last_row, j, last);
    }
  }
}

}  // namespace detail

/// result = start + left right, or is increased by it.
///
/// The sum over `depth` runs in one order for every element, whatever the threads: a tile of
/// outputs stays in registers, and threads divide tiles. A program has one copy of the tiles for
/// each scalar and each kind of right operand, whatever the shapes: they are long to compile.
///
/// @param finish  called with each run of results of one column and its length, while it is in the
///                nearest cache: an activation
template <class Scalar, bool T = false, class Finish = Keep>
void product(Threads* threads, Left<Scalar> left, Right<Scalar, T> right, Index depth,
             Result<Scalar> result, const Finish& finish = {}) {
  using Tile = detail::Tile<Scalar>;
  constexpr Index panel = 8 * Tile::lanes;  // rows of one task; its tiles share the right operand
  const Index panels = (result.rows + panel - 1) / panel;
  const Index strips = (result.columns + Tile::columns - 1) / Tile::columns;
  const double flops_per_nanosecond = 50;
  const double flops =
      2. * static_cast<double>(std::min(result.rows, panel) * Tile::columns * depth);
  split(threads, panels * strips, flops / flops_per_nanosecond, [&](Index task) {
    const Index first = task / panels * Tile::columns, row = task % panels * panel;
    const Index last = std::min<Index>(result.columns, first + Tile::columns);
    const Index last_row = std::min<Index>(result.rows, row + panel);
    detail::columns_of_tiles<Tile::columns>(left, right, depth, result, row, last_row, first, last);
    for (Index j = first; j < last; ++j) {
      finish(result.data + j * result.rows + row, last_row - row);
    }
  });
}

}  // namespace eigencoder::kernels
