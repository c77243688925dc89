// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <type_traits>
#include <utility>

#include <eigencoder/core/shape.hpp>
#include <eigencoder/core/threads.hpp>

namespace eigencoder::kernels {

/// The left operand, rows x depth: rows side by side, columns `stride` apart.
template <class Scalar, class Stride>
struct Left {
  const Scalar* data;
  Stride stride;
};

/// The right operand, depth x columns, with a stride for each; so a transpose is no copy.
template <class Scalar, class DepthStride, class ColumnStride>
struct Right {
  const Scalar* data;
  DepthStride depth_stride;
  ColumnStride column_stride;
};

/// Finishing a tile: what becomes of a run of sums that belongs at `out`.
struct Store {
  bool add;  ///< to what is there, which is else overwritten

  template <class Scalar, class Lanes>
  void operator()(Scalar* out, const Lanes& sum) const {
    if (add) {
      Eigen::Map<Lanes>{out} += sum;
    } else {
      Eigen::Map<Lanes>{out} = sum;
    }
  }
};

namespace detail {

template <int N, class F>
[[gnu::always_inline]] inline void unroll(const F& f) {
  [&]<int... I>(std::integer_sequence<int, I...>) { (f(std::integral_constant<int, I>{}), ...); }
  (std::make_integer_sequence<int, N>{});
}

/// The tile that the registers hold: `registers` of rows times `columns`. With 16 registers twelve
/// sums, two of the left operand and one of the right fill them; with 32 a single row of registers
/// and 16 columns did best (measured on Zen 4; twelve sums on Zen 3).
template <class Scalar>
struct Tile {
  static constexpr int packet = Eigen::internal::packet_traits<Scalar>::size;
#ifdef EIGEN_VECTORIZE_AVX512
  static constexpr int lanes = packet;
  static constexpr int columns = 16;
#else
  static constexpr int lanes = 2 * packet;
  static constexpr int columns = 6;
#endif
};

/// out (Lanes x Columns) = start + left (Lanes x depth) right (depth x Columns), summed in
/// registers.
template <int Lanes, int Columns, class Scalar, class LeftStride, class DepthStride,
          class ColumnStride, class Finish>
[[gnu::always_inline]] inline void tile(Left<Scalar, LeftStride> left,
                                        Right<Scalar, DepthStride, ColumnStride> right, Index depth,
                                        const Scalar* start, Scalar* out, Index out_stride,
                                        const Finish& finish) {
  constexpr int packet = std::min(Lanes, Tile<Scalar>::packet);
  constexpr int registers = Lanes / packet;
  using Packet = Eigen::Array<Scalar, packet, 1>;
  using Load = Eigen::Map<const Packet>;
  Packet sum[Columns][registers];
  unroll<Columns>([&](auto j) {
    unroll<registers>([&](auto r) {
      if (start == nullptr) {
        sum[j][r].setZero();
      } else {
        sum[j][r] = Load(start + r * packet);
      }
    });
  });
  for (Index k = 0; k < depth; ++k) {
    const Scalar* column = left.data + k * left.stride;
    const Scalar* row = right.data + k * right.depth_stride;  // a pointer per step: clang needs it
    Packet a[registers];
    unroll<registers>([&](auto r) { a[r] = Load(column + r * packet); });
    unroll<Columns>([&](auto j) {
      const Scalar b = row[j * right.column_stride];
      unroll<registers>([&](auto r) { sum[j][r] += b * a[r]; });
    });
  }
  unroll<Columns>([&](auto j) {
    unroll<registers>([&](auto r) { finish(out + j * out_stride + r * packet, sum[j][r]); });
  });
}

/// A column of tiles: rows [first, last) of `Columns` columns, in runs of lanes, then half as many
/// for what is left. Of a static number of rows only the tails that occur are made.
template <int Lanes, int Columns, class Scalar, class Rows, class L, class R, class Finish>
void rows_of_tiles(Rows rows, Index first, Index last, L left, R right, Index depth,
                   const Scalar* start, Scalar* out, const Finish& finish) {
  constexpr Index extent = Rows::extents[0];
  Index r = first;
  if constexpr (extent == Dynamic || extent >= Lanes) {
    for (; r + Lanes <= last; r += Lanes) {
      tile<Lanes, Columns>(L{left.data + r, left.stride}, right, depth,
                           start == nullptr ? nullptr : start + r, out + r, rows, finish);
    }
  }
  if constexpr (Lanes > 1 && (extent == Dynamic || extent % Lanes != 0)) {
    if (r < last) {
      rows_of_tiles<Lanes / 2, Columns>(rows, r, last, left, right, depth, start, out, finish);
    }
  }
}

template <int Columns, class Scalar, class Rows, class L, class R, class Finish>
[[gnu::noinline]] void columns_of_tiles(Rows rows, Index first_row, Index last_row, Index first,
                                        Index last, L left, R right, Index depth,
                                        const Scalar* start, Scalar* out, const Finish& finish) {
  Index j = first;
  for (; j + Columns <= last; j += Columns) {
    const R columns{right.data + j * right.column_stride, right.depth_stride, right.column_stride};
    rows_of_tiles<Tile<Scalar>::lanes, Columns>(rows, first_row, last_row, left, columns, depth,
                                                start, out + j * rows, finish);
  }
  if constexpr (Columns > 1) {
    if (j < last) {
      columns_of_tiles<Columns / 2>(rows, first_row, last_row, j, last, left, right, depth, start,
                                    out, finish);
    }
  }
}

}  // namespace detail

/// finish(out, start + left right): out and start have `rows`, out has `columns` side by side.
///
/// The sum over `depth` runs in one order for every element, whatever the threads: a tile of
/// outputs stays in registers, and threads divide tiles. Extents and strides are shapes of rank 1;
/// where they are static the loops have constant strides.
///
/// @param start   one number a row, or nullptr for zero
/// @param finish  `Store`, or an activation applied while the tile is stored
template <class Scalar, class Rows, class L, class R, class Finish>
void product(Threads* threads, const Rows& rows, Index columns, Index depth, const L& left,
             const R& right, const Scalar* start, Scalar* out, const Finish& finish) {
  using Tile = detail::Tile<Scalar>;
  constexpr Index panel = 8 * Tile::lanes;  // rows of one task; its tiles share the right operand
  const Index panels = (rows + panel - 1) / panel;
  const Index strips = (columns + Tile::columns - 1) / Tile::columns;
  const double flops_per_nanosecond = 50;
  const double work = 2. *
                      static_cast<double>(std::min<Index>(rows, panel) * Tile::columns * depth) /
                      flops_per_nanosecond;
  split(threads, panels * strips, work, [&](Index task) {
    const Index strip = task / panels * Tile::columns;
    const Index row = task % panels * panel;
    detail::columns_of_tiles<Tile::columns>(rows, row, std::min<Index>(rows, row + panel), strip,
                                            std::min<Index>(columns, strip + Tile::columns), left,
                                            right, depth, start, out, finish);
  });
}

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
