// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include <eigencoder/core/shape.hpp>
#include <eigencoder/kernels/tile.hpp>

namespace eigencoder::kernels {

/// One of three nested loops, which moves two offsets: that of the right operand and another.
struct Loop {
  Index count = 1;
  Index right = 0;
  Index other = 0;
};

struct Nest {
  Loop outer, middle, inner;

  Index size() const { return outer.count * middle.count * inner.count; }

  /// The same offsets in the same order, with as much as possible in the innermost loop.
  Nest merged() const {
    Nest nest = *this;
    const auto merge = [](Loop& out, Loop& in) {
      if (in.count == 1)
        in = out;
      else if (out.count != 1 &&
               (out.right != in.count * in.right || out.other != in.count * in.other))
        return;
      else
        in.count *= out.count;
      out = {};
    };
    merge(nest.middle, nest.inner);
    merge(nest.outer, nest.middle);
    merge(nest.middle, nest.inner);
    return nest;
  }
};

/// A product of matrices whose elements lie at sums of strides, such as an image's windows:
///
///   result[r + column.other] = start[r] + sum over depth of
///                              left[r + depth.other] right[column.right + depth.right]
///
/// for rows r in [0, rows), which are side by side, and the places of two nests, `column` and
/// `depth`. A convolution and its gradients are such products, over the images as they lie.
template <class Scalar>
struct GridProduct {
  const Scalar* left;
  const Scalar* right;
  Scalar* result;
  Index rows;
  Nest depth, columns;
  const Scalar* start = nullptr;
  bool add = false;
};

namespace detail {

/// The places of a nest, one after the other.
class Walk {
 public:
  explicit Walk(const Nest& nest) : nest_(nest), remaining_(nest.size()) {}

  Index remaining() const { return remaining_; }
  Index right() const {
    return i_ * nest_.outer.right + j_ * nest_.middle.right + k_ * nest_.inner.right;
  }
  Index other() const {
    return i_ * nest_.outer.other + j_ * nest_.middle.other + k_ * nest_.inner.other;
  }
  void next() {
    --remaining_;
    if (++k_ < nest_.inner.count) return;
    k_ = 0;
    if (++j_ < nest_.middle.count) return;
    j_ = 0;
    ++i_;
  }

 private:
  const Nest& nest_;
  Index remaining_, i_ = 0, j_ = 0, k_ = 0;
};

/// Calls run(left, right) for each run of the innermost loop of a nest, with its offsets.
template <class Run>
[[gnu::always_inline]] inline void for_each_run(const Nest& nest, const Run& run) {
  for (Index a = 0; a < nest.outer.count; ++a) {
    for (Index b = 0; b < nest.middle.count; ++b) {
      run(a * nest.outer.other + b * nest.middle.other,
          a * nest.outer.right + b * nest.middle.right);
    }
  }
}

template <class Scalar, int Columns>
struct TileColumns {
  std::array<const Scalar*, Columns> right;
  std::array<Scalar*, Columns> result;
  TileColumns(const GridProduct<Scalar>& p, Walk& walk) {
    for (int c = 0; c < Columns; ++c, walk.next()) {
      right[static_cast<std::size_t>(c)] = p.right + walk.right();
      result[static_cast<std::size_t>(c)] = p.result + walk.other();
    }
  }
};

/// A tile of Lanes x Columns from row r on, summed in registers. A multiply-add takes some four
/// cycles and two begin in each, so a small tile keeps several sums for every element (`ways`) and
/// adds them in the end.
template <int Lanes, int Columns, class Scalar>
void grid_tile(const GridProduct<Scalar>& p, Index r, const TileColumns<Scalar, Columns>& columns) {
  using namespace Eigen::internal;
  using P = typename PacketOf<Scalar, Lanes>::type;
  constexpr int packet = unpacket_traits<P>::size;
  constexpr int registers = Lanes / packet;
  constexpr int ways = registers * Columns >= 6 ? 1 : registers * Columns >= 3 ? 2 : 4;
  P sum[ways][Columns][registers];
  unroll<Columns>([&](auto c) {
    unroll<registers>([&](auto i) {
      sum[0][c][i] = p.start == nullptr ? pset1<P>(Scalar(0)) : ploadu<P>(p.start + r + i * packet);
      unroll<ways - 1>([&](auto w) { sum[w + 1][c][i] = pset1<P>(Scalar(0)); });
    });
  });
  const Loop inner = p.depth.inner;
  for_each_run(p.depth, [&](Index left_offset, Index right_offset) {
    const Scalar* left = p.left + r + left_offset;
    const auto multiply_add = [&](auto way) {
      P a[registers];
      unroll<registers>([&](auto i) { a[i] = ploadu<P>(left + i * packet); });
      unroll<Columns>([&](auto c) {
        const P b = pset1<P>(columns.right[c][right_offset]);
        unroll<registers>([&](auto i) { sum[way][c][i] = pmadd(a[i], b, sum[way][c][i]); });
      });
      left += inner.other;
      right_offset += inner.right;
    };
    Index k = 0;
    for (; k + ways <= inner.count; k += ways) unroll<ways>(multiply_add);
    for (; k < inner.count; ++k) multiply_add(std::integral_constant<int, 0>{});
  });
  unroll<Columns>([&](auto c) {
    unroll<registers>([&](auto i) {
      P total = sum[0][c][i];
      unroll<ways - 1>([&](auto w) { total = padd(total, sum[w + 1][c][i]); });
      Scalar* out = columns.result[c] + r + i * packet;
      pstoreu(out, p.add ? padd(ploadu<P>(out), total) : total);
    });
  });
}

template <int Lanes, int Columns, class Scalar>
void grid_columns(const GridProduct<Scalar>& p, Index r, Walk& walk) {
  while (walk.remaining() >= Columns) grid_tile<Lanes>(p, r, TileColumns<Scalar, Columns>(p, walk));
  if constexpr (Columns > 1) {
    if (walk.remaining() > 0) grid_columns<Lanes, Columns / 2>(p, r, walk);
  }
}

template <int Lanes, class Scalar>
void grid_rows(const GridProduct<Scalar>& p, Index r) {
  using Tile = detail::Tile<Scalar>;
  // Half as many rows leave registers for twice as many columns.
  constexpr int columns =
      2 * Lanes == Tile::lanes && Lanes == Tile::packet ? 2 * Tile::columns : Tile::columns;
  for (; r + Lanes <= p.rows; r += Lanes) {
    Walk walk(p.columns);
    grid_columns<Lanes, columns>(p, r, walk);
  }
  if constexpr (Lanes > 1) {
    if (r < p.rows) grid_rows<Lanes / 2>(p, r);
  }
}

}  // namespace detail

template <class Scalar>
void grid_product(const GridProduct<Scalar>& p) {
  detail::grid_rows<detail::Tile<Scalar>::lanes>(p, 0);
}

}  // namespace eigencoder::kernels
