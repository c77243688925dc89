// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <eigencoder/core/threads.hpp>
#include <eigencoder/kernels/dot_product.hpp>
#include <eigencoder/kernels/operands.hpp>
#include <eigencoder/kernels/small_product.hpp>
#include <eigencoder/kernels/vector_product.hpp>

namespace eigencoder::kernels {

namespace detail {

/// For any extents.
template <class Scalar>
void any_product(Threads* threads, Left<Scalar> left, Right<Scalar> right, Index depth,
                 Result<Scalar> result, const Finish<Scalar>& finish) {
  using Tile = detail::Tile<Scalar>;
  if (result.columns == 0) return;
  if (depth == 0)
    left.data = right.data = result.data;  // no steps from nullptr, which nobody reads
  // What one task works out: the rows of the tallest tile and about 192 columns, as what is copied
  // of `left` serves them all; or fewer, for every thread to have some tasks. No last task has a
  // few columns only, and every thread has as many strips.
  constexpr Index panel = Tile::tallest, most = 192, fewest = 48;
  const Index panels = (result.rows + panel - 1) / panel;
  const Index tasks = count_of(threads) == 1 ? 1 : 4 * count_of(threads);
  const Index many = std::clamp(result.columns * panels / tasks, fewest, most);
  const Index strips = evened(std::max<Index>(1, (result.columns + many / 2) / many), threads);
  const Index tiles = (result.columns + Tile::columns - 1) / Tile::columns;
  const auto first_column = [&](Index strip) {
    return std::min<Index>(result.columns, strip * tiles / strips * Tile::columns);
  };
  const double flops_per_nanosecond = 50;
  const double flops = 2. * static_cast<double>(std::min(result.rows, panel) *
                                                std::min(result.columns, many) * depth);
  split(threads, panels * strips, flops / flops_per_nanosecond, [&](Index task) {
    const Index column = first_column(task / panels), row = task % panels * panel;
    const Index columns = first_column(task / panels + 1) - column;
    const Index rows = std::min<Index>(panel, result.rows - row);
    Scalar* to = result.data + column * result.rows + row;
    const Scalar* a = left.data + row * left.row_stride();
    const Scalar* b = right.data + column * right.column_stride();
    if (left.transposed && !right.transposed && columns <= 4 && result.start == nullptr) {
      // The rows of `left` lie in one piece, each: a column is the sums of its products with them.
      for (Index j = 0; j < columns; ++j) {
        dot_product<Scalar>({.left = b + j * right.stride,
                             .right = a,
                             .result = to + j * result.rows,
                             .rows = 1,
                             .depth = {{}, {}, {depth, 1, 1}},
                             .columns = {{}, {}, {rows, left.stride, 1}},
                             .add = result.add});
      }
    } else if (columns == 1 && !left.transposed) {
      vector_product<Scalar>({.matrix = a,
                              .column = left.stride,
                              .vector = b,
                              .step = right.depth_stride(),
                              .result = to,
                              .rows = rows,
                              .depth = depth,
                              .start = result.start == nullptr ? nullptr : result.start + row,
                              .add = result.add});
    } else {
      grid_product<Scalar>({.left = a,
                            .right = b,
                            .result = to,
                            .rows = rows,
                            .depth = {{}, {}, {depth, right.depth_stride(), left.depth_stride()}},
                            .columns = {{}, {}, {columns, right.column_stride(), result.rows}},
                            .start = result.start == nullptr ? nullptr : result.start + row,
                            .add = result.add,
                            .left_row = left.row_stride()});
    }
    const bool whole = rows == result.rows;  // then the columns lie in one piece
    for (Index j = 0; j < (whole ? 1 : columns); ++j)
      finish(to + j * result.rows, whole ? rows * columns : rows);
  });
}

}  // namespace detail

/// result = start + left right, or is increased by it.
///
/// The sum over `depth` runs in one order for every element, whatever the threads: a tile of
/// outputs stays in registers, and threads divide tiles.
///
/// @param finish  called with runs of results, each number once
/// @tparam Rows, Depth  extents of the left operand, if types tell them
template <class Scalar, Index Rows = Dynamic, Index Depth = Dynamic>
void product(Threads* threads, Left<Scalar> left, Right<Scalar> right, Index depth,
             Result<Scalar> result, const Finish<Scalar>& finish = {}) {
  if constexpr (detail::stays_in_registers<Scalar, Rows, Depth>) {
    detail::small_product<Rows, Depth>(threads, left, right, result, finish);
  } else {
    detail::any_product(threads, left, right, depth, result, finish);
  }
}

/// result = left right^T, or is increased by it, `depth` columns each: sums over a batch of what
/// belongs together, such as the gradient of weights.
/// @tparam Rows, Width  extents of the result, if types tell them
template <class Scalar, Index Rows = Dynamic, Index Width = Dynamic>
void outer_product(Threads* threads, Columns<Scalar> left, Columns<Scalar> right, Index depth,
                   Result<Scalar> result) {
  if constexpr (detail::stays_in_registers<Scalar, Rows, Width>) {
    detail::small_outer_product<Rows, Width>(left, right, depth, result);
  } else {
    detail::any_product<Scalar>(threads, {left.data, left.stride}, {right.data, right.stride, true},
                                depth, result, {});
  }
}

/// result, rows x 1, = the sum of columns, one after the other, or is increased by it.
/// @tparam Rows  how long they are, if types tell
template <class Scalar, Index Rows = Dynamic>
void sum_of_columns(Threads* threads, Columns<Scalar> columns, Index rows, Index count,
                    Scalar* result, bool add) {
  const Scalar one(1);  // that each is multiplied by
  outer_product<Scalar, Rows, 1>(threads, columns, {&one, 0}, count,
                                 {.data = result, .rows = rows, .columns = 1, .add = add});
}

}  // namespace eigencoder::kernels
