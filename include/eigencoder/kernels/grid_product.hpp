// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <type_traits>
#include <utility>

#include <eigencoder/kernels/packing.hpp>

namespace eigencoder::kernels {

/// A product of matrices whose elements lie at sums of strides, such as an image's windows:
///
///   result[r + column.other] = start[r] + sum over depth of
///                              left[r + depth.other] right[column.right + depth.right]
///
/// for rows r in [0, rows), which are side by side, and the places of two nests, `column` and
/// `depth`. A convolution and its gradients are such products, over the images as they lie. The
/// rows of the left operand may be `left_row` apart instead, as in a transpose.
template <class Scalar>
struct GridProduct {
  const Scalar* left;
  const Scalar* right;
  Scalar* result;
  Index rows;
  Nest depth, columns;
  /// Where sums begin: at one number a row, or nullptr for zero; or, to add, at what is there.
  const Scalar* start = nullptr;
  bool add = false;
  Index left_row = 1;
};

namespace detail {

/// The columns of a tile, their results from row r on.
template <class Scalar, int Columns>
struct TileColumns {
  const Scalar* right[Columns];
  Scalar* result[Columns];
  TileColumns(const GridProduct<Scalar>& p, Walk& walk, Index r) {
    walk.next<Columns>([&](int i, Index right_offset, Index offset) {
      right[i] = p.right + right_offset;
      result[i] = p.result + offset + r;
    });
  }
};

/// How deep a piece of a product is at most: what it copies of the left operand fits the nearest
/// cache.
inline constexpr Index deepest = 256;
/// And if it copies only the rows after the last whole tile, or nothing.
template <class Scalar>
inline constexpr Index deepest_in_part = deepest / Tile<Scalar>::narrowest* Tile<Scalar>::lanes;
inline constexpr Index deepest_in_place = 1024;

/// What a tile sums over: `left` has the rows side by side, in steps; `right` says where the other
/// operand lies.
template <class Scalar>
struct TileDepth {
  const Scalar* left;
  Index left_step;
  const Index* right;
  Index size;
};

/// A tile of Lanes x Columns, summed in registers. Written with Eigen's packets: of expressions
/// GCC 12 keeps no sum in a register at -O2, and is six times as slow. In a function by itself:
/// beside a `PartialTile` it keeps none either.
template <int Lanes, int Columns, class Scalar>
[[gnu::noinline]] void grid_tile(const TileDepth<Scalar>& depth,
                                 const TileColumns<Scalar, Columns>& columns, const Scalar* start,
                                 bool add) {
  using namespace Eigen::internal;
  constexpr int packet = std::min(Lanes, Tile<Scalar>::packet);
  using P = typename PacketOf<Scalar, packet>::type;
  constexpr int registers = Lanes / packet;
  P sum[Columns][registers];
  const auto begin_at = [&](const auto& number) {
    unroll<Columns>(
        [&](int c) { unroll<registers>([&](int i) { sum[c][i] = number(c, i * packet); }); });
  };
  // One choice for all: of a choice for each sum GCC 12 makes detours over the stack.
  if (add) {
    begin_at([&](int c, int i) { return ploadu<P>(columns.result[c] + i); });
  } else if (start != nullptr) {
    begin_at([&](int /*c*/, int i) { return ploadu<P>(start + i); });
  } else {
    begin_at([](int /*c*/, int /*i*/) { return pset1<P>(Scalar(0)); });
  }
  const Scalar* left = depth.left;
  for (Index k = 0; k < depth.size; ++k, left += depth.left_step) {
    P a[registers];
    unroll<registers>([&](int i) { a[i] = ploadu<P>(left + i * packet); });
    unroll<Columns>([&](int c) {
      const P b = pset1<P>(columns.right[c][depth.right[k]]);
      unroll<registers>([&](int i) { sum[c][i] = pmadd(a[i], b, sum[c][i]); });
    });
  }
  unroll<Columns>([&](int c) {
    unroll<registers>([&](int i) { pstoreu(columns.result[c] + i * packet, sum[c][i]); });
  });
}

/// Stands in for the results of a tile with fewer rows than lanes: whole columns in memory of its
/// own, of which only the rows are given back.
template <class Scalar, int Columns>
class PartialTile {
 public:
  PartialTile(TileColumns<Scalar, Columns>& columns, Index rows, bool add)
      : rows_(rows), numbers_{} {
    for (int c = 0; c < Columns; ++c) {
      result_[c] = std::exchange(columns.result[c], numbers_[c]);
      if (add) std::copy_n(result_[c], rows, columns.result[c]);
    }
  }
  ~PartialTile() {
    for (int c = 0; c < Columns; ++c) std::copy_n(numbers_[c], rows_, result_[c]);
  }
  PartialTile(const PartialTile&) = delete;
  PartialTile& operator=(const PartialTile&) = delete;

 private:
  Index rows_;
  Scalar* result_[Columns];
  Scalar numbers_[Columns][Tile<Scalar>::narrowest];
};

/// All columns of `rows` rows from r on; of the lanes beyond them `depth` and `start` have zeros.
template <int Lanes, int Columns, class Scalar>
void grid_columns(const GridProduct<Scalar>& p, const TileDepth<Scalar>& depth, Index r, Index rows,
                  const Scalar* start, Walk& walk) {
  while (walk.remaining() >= Columns) {
    TileColumns<Scalar, Columns> columns(p, walk, r);
    std::optional<PartialTile<Scalar, Columns>> part;
    if constexpr (Lanes == Tile<Scalar>::narrowest) {
      if (rows < Lanes) part.emplace(columns, rows, p.add);
    }
    grid_tile<Lanes>(depth, columns, start, p.add);
  }
  if constexpr (Columns > 1) {
    // What is left is one more tile, or of many columns several: each has to be compiled.
    constexpr int fewer = Columns > 6 ? Columns / 2 : Columns - 1;
    if (walk.remaining() > 0) grid_columns<Lanes, fewer>(p, depth, r, rows, start, walk);
  }
}

/// Whether a product sums over copies of its left operand. As they lie apart its rows may fall
/// onto few lines of the nearest cache, and many pages: the further apart, the fewer columns are
/// worth a copy.
template <class Scalar>
bool copies_left(const GridProduct<Scalar>& p) {
  const Index columns = p.columns.size(), apart = p.depth.inner.other;
  const bool far = (apart >= 64 && columns >= 3 * Tile<Scalar>::columns) ||
                   (apart > Tile<Scalar>::lanes && columns >= 96);
  return p.left_row != 1 || !in_equal_steps(p.depth) || (far && p.depth.size() >= 96);
}

/// How deep a piece of a product may be.
template <class Scalar>
Index deepest_piece(const GridProduct<Scalar>& p, bool copies) {
  const bool part = p.rows % Tile<Scalar>::narrowest != 0;
  const Index limit = !copies && part        ? deepest_in_part<Scalar>
                      : !copies              ? deepest_in_place
                      : p.columns.size() > 3 ? deepest
                                             : deepest / 2;  // of up to twice the rows
  // Steps of 1 KB and more soon touch more pages of memory than the processor has at hand.
  const bool paged = p.depth.inner.right * static_cast<Index>(sizeof(Scalar)) >= 1024;
  return paged ? std::min<Index>(limit, 64) : limit;
}

/// The rows of one piece of a product, from row r on.
template <int Lanes, class Scalar>
void grid_rows(const GridProduct<Scalar>& p, const Index* right, bool copies, Scalar* scratch,
               Index r) {
  // A multiply-add takes some four cycles and two begin in each: the fewer rows, the more columns
  // keep the units busy. Of more than eight the addresses spill.
  constexpr int lanes = Tile<Scalar>::lanes, narrowest = Tile<Scalar>::narrowest;
  constexpr int columns = Lanes > lanes ? 3 : Lanes == lanes ? Tile<Scalar>::columns : 8;
  for (; r + Lanes <= p.rows || (Lanes == narrowest && r < p.rows); r += Lanes) {
    const Index rows = std::min<Index>(Lanes, p.rows - r);
    const Scalar* left = p.left + r * p.left_row;
    TileDepth<Scalar> depth{left, p.depth.inner.other, right, p.depth.size()};
    if (copies || rows < Lanes) {
      pack<Lanes>(p.depth, left, p.left_row, rows, scratch);
      depth.left = scratch;
      depth.left_step = Lanes;
    }
    const Scalar* start = p.start == nullptr ? nullptr : p.start + r;
    std::array<Scalar, narrowest> whole{};
    if (start != nullptr && rows < Lanes) {
      std::copy_n(start, rows, whole.begin());
      start = whole.data();
    }
    Walk walk(p.columns);
    grid_columns<Lanes, columns>(p, depth, r, rows, start, walk);
  }
  if constexpr (Lanes > narrowest) {
    if (r < p.rows) grid_rows<Lanes / 2>(p, right, copies, scratch, r);
  }
}

/// Works out one piece after the other. What lies on the stack is a table and some of `left`.
template <class Scalar>
class GridPieces {
 public:
  explicit GridPieces(bool copies) : copies_(copies) {}

  void operator()(const GridProduct<Scalar>& p) {
    const Nest& depth = p.depth;
    const std::array counts{depth.outer.count, depth.middle.count, depth.inner.count};
    if (counts != counts_) {  // most pieces of a product are alike
      counts_ = counts;
      Index* to = right_.data();
      for_each_run(depth, [&](Index /*left*/, Index offset) {
        for (Index i = 0; i < depth.inner.count; ++i) *to++ = offset + i * depth.inner.right;
      });
    }
    // With few columns more rows keep the units busy.
    constexpr int lanes = Tile<Scalar>::lanes;
    const auto rows = [&](auto most) {
      grid_rows<most>(p, right_.data(), copies_, packed_.data(), 0);
    };
    if (p.columns.size() <= 3) return rows(std::integral_constant<int, 2 * lanes>{});
    rows(std::integral_constant<int, lanes>{});
  }

 private:
  bool copies_;
  std::array<Index, 3> counts_{};
  std::array<Index, deepest_in_place> right_;
  std::array<Scalar, deepest * Tile<Scalar>::lanes> packed_;
};

}  // namespace detail

template <class Scalar>
void grid_product(const GridProduct<Scalar>& p) {
  const bool copies = detail::copies_left(p);
  detail::GridPieces<Scalar> work_out(copies);
  const Index limit = detail::deepest_piece(p, copies);
  if (p.depth.size() <= limit) return work_out(p);
  GridProduct<Scalar> piece = p;
  for_each_piece(p.depth, limit, [&](const Nest& depth, Index right, Index left) {
    piece.left = p.left + left;
    piece.right = p.right + right;
    piece.depth = depth;
    work_out(piece);
    piece.add = true;  // the next goes on where this one ends
  });
}

}  // namespace eigencoder::kernels
