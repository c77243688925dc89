// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <eigencoder/core/threads.hpp>
#include <eigencoder/kernels/operands.hpp>
#include <eigencoder/kernels/vector_product.hpp>

namespace eigencoder::kernels::detail {

/// The widest packet that divides a column.
template <class Scalar, Index Rows>
using PacketOfColumn = typename PacketOf<Scalar, static_cast<int>(Rows)>::type;
template <class Scalar, Index Rows>
inline constexpr int packet_of_column =
    Eigen::internal::unpacket_traits<PacketOfColumn<Scalar, Rows>>::size;

/// Whether a matrix is so small that its numbers stay in registers: then most of a product's time
/// would go into preparing the kernel for any extents, and this takes a sixth to nine tenths of it
/// (AVX2 and SSE2, 1 to 256 columns). Beyond these limits there are shapes that take longer; of
/// `Dynamic` extents it is not known.
template <class Scalar, Index Rows, Index Width>
inline constexpr bool stays_in_registers = [] {
  if constexpr (Rows < 1 || Width < 1 || Rows > 32 || Width > 16) {
    return false;
  } else {
    return Rows * Width <= (packet_of_column<Scalar, Rows> > 1 ? 64 : 36);
  }
}();

/// Some columns of result = start + left right, with a left operand of Rows x Depth.
template <Index Rows, Index Depth, class Scalar>
void small_columns(const Columns<Scalar>& left, const Right<Scalar>& right,
                   const Result<Scalar>& result) {
  using namespace Eigen::internal;
  using P = PacketOfColumn<Scalar, Rows>;
  constexpr int packet = packet_of_column<Scalar, Rows>, registers = Rows / packet;
  P factors[Depth][registers], start[registers];
  unroll<static_cast<int>(Depth)>([&](int k) {
    unroll<registers>(
        [&](int i) { factors[k][i] = ploadu<P>(left.data + k * left.stride + i * packet); });
  });
  unroll<registers>([&](int i) {
    start[i] = result.start == nullptr ? pset1<P>(Scalar(0)) : ploadu<P>(result.start + i * packet);
  });
  const Index step = right.depth_stride(), next = right.column_stride();
  const bool add = result.add;
  const Scalar* from = right.data;
  Scalar* to = result.data;
  for (Index j = 0; j < result.columns; ++j, from += next, to += Rows) {
    P sum[registers];
    unroll<registers>([&](int i) { sum[i] = add ? ploadu<P>(to + i * packet) : start[i]; });
    unroll<static_cast<int>(Depth)>([&](int k) {
      const P number = pset1<P>(from[k * step]);
      unroll<registers>([&](int i) { sum[i] = multiply_add(factors[k][i], number, sum[i]); });
    });
    unroll<registers>([&](int i) { pstoreu(to + i * packet, sum[i]); });
  }
}

/// As `product`, whose sums run in the same order.
template <Index Rows, Index Depth, class Scalar>
void small_product(Threads* threads, const Left<Scalar>& left, const Right<Scalar>& right,
                   const Result<Scalar>& result, const Finish<Scalar>& finish) {
  Columns<Scalar> columns{left.data, left.stride};
  Scalar turned[Rows * Depth];
  if (left.transposed) {
    for (Index k = 0; k < Depth; ++k) {
      for (Index r = 0; r < Rows; ++r) turned[k * Rows + r] = left.data[r * left.stride + k];
    }
    columns = {turned, Rows};
  }
  constexpr Index many = 256;
  const auto strip = [&](Index task) {
    Right<Scalar> from = right;
    Result<Scalar> to = result;
    from.data += task * many * right.column_stride();
    to.data += task * many * Rows;
    to.columns = std::min(many, result.columns - task * many);
    small_columns<Rows, Depth>(columns, from, to);
    finish(to.data, Rows * to.columns);
  };
  if (result.columns <= many) return strip(0);
  split(threads, (result.columns + many - 1) / many, 0.1 * many * Rows * Depth, strip);
}

/// Adds to `Others` columns of `Lanes` numbers, one after the other, the products of columns
/// `along` with the numbers of those `across`. In a function by itself: beside other arrays GCC 12
/// keeps no sum in a register.
template <int Lanes, int Others, class Scalar>
[[gnu::noinline]] void add_outer_products(const Columns<Scalar>& along,
                                          const Columns<Scalar>& across, Index depth,
                                          Scalar* numbers) {
  using namespace Eigen::internal;
  using P = PacketOfColumn<Scalar, Lanes>;
  constexpr int packet = packet_of_column<Scalar, Lanes>, registers = Lanes / packet;
  P sum[Others][registers];
  unroll<Others>([&](int o) {
    unroll<registers>([&](int i) { sum[o][i] = ploadu<P>(numbers + o * Lanes + i * packet); });
  });
  const Scalar *a = along.data, *b = across.data;
  for (Index k = 0; k < depth; ++k, a += along.stride, b += across.stride) {
    unroll<Others>([&](int o) {
      const P factor = pset1<P>(b[o]);
      unroll<registers>(
          [&](int i) { sum[o][i] = multiply_add(ploadu<P>(a + i * packet), factor, sum[o][i]); });
    });
  }
  unroll<Others>([&](int o) {
    unroll<registers>([&](int i) { pstoreu(numbers + o * Lanes + i * packet, sum[o][i]); });
  });
}

/// As `outer_product`, with a result of Rows x Width.
template <Index Rows, Index Width, class Scalar>
void small_outer_product(const Columns<Scalar>& left, const Columns<Scalar>& right, Index depth,
                         const Result<Scalar>& result) {
  if (!result.add) std::fill_n(result.data, Rows * Width, Scalar(0));
  // Packets lie along columns of the result, or along its rows where only these fill some.
  constexpr int down = packet_of_column<Scalar, Rows>, across = packet_of_column<Scalar, Width>;
  if constexpr (down > 1 || across == 1) {
    add_outer_products<Rows, Width>(left, right, depth, result.data);
  } else {
    Scalar transposed[Rows * Width];
    for (Index r = 0; r < Rows; ++r) {
      for (Index w = 0; w < Width; ++w) transposed[r * Width + w] = result.data[w * Rows + r];
    }
    add_outer_products<Width, Rows>(right, left, depth, transposed);
    for (Index r = 0; r < Rows; ++r) {
      for (Index w = 0; w < Width; ++w) result.data[w * Rows + r] = transposed[r * Width + w];
    }
  }
}

}  // namespace eigencoder::kernels::detail
