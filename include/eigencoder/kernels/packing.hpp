// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <eigencoder/kernels/nest.hpp>

namespace eigencoder::kernels::detail {

/// Copies `count` numbers of each of `lanes` rows, `row` apart, to columns of `lanes`, a multiple
/// of `narrowest`.
template <class Scalar>
void pack_transpose(const Scalar* from, Index row, Index count, Index lanes, Scalar* to) {
  using namespace Eigen::internal;
  constexpr int packet = Tile<Scalar>::narrowest;
  using P = typename PacketOf<Scalar, packet>::type;
  Index k = 0;
  for (; k + packet <= count; k += packet) {
    for (Index i = 0; i < lanes; i += packet) {
      PacketBlock<P, packet> block;
      unroll<packet>([&](int r) { block.packet[r] = ploadu<P>(from + (i + r) * row + k); });
      ptranspose(block);
      unroll<packet>([&](int c) { pstoreu(to + (k + c) * lanes + i, block.packet[c]); });
    }
  }
  for (; k < count; ++k) {
    for (Index r = 0; r < lanes; ++r) to[k * lanes + r] = from[r * row + k];
  }
}

/// Copies rows of a left operand, over the places of a nest, to columns of Lanes, with zeros below
/// where there are fewer rows. The rows lie side by side or `row` apart.
template <int Lanes, class Scalar>
void pack(const Nest& depth, const Scalar* left, Index row, Index rows, Scalar* to) {
  using namespace Eigen::internal;
  constexpr int packet = std::min(Lanes, Tile<Scalar>::packet);
  using P = typename PacketOf<Scalar, packet>::type;
  const Loop& inner = depth.inner;
  for_each_run(depth, [&](Index offset, Index /*right*/) {
    const Scalar* from = left + offset;
    if (rows == Lanes && row != 1 && inner.other == 1) {
      pack_transpose(from, row, inner.count, Lanes, to);
      to += inner.count * Lanes;
      return;
    }
    for (Index k = 0; k < inner.count; ++k, from += inner.other, to += Lanes) {
      if (rows == Lanes && row == 1) {
        unroll<Lanes / packet>(
            [&](int i) { pstoreu(to + i * packet, ploadu<P>(from + i * packet)); });
      } else {
        for (Index r = 0; r < rows; ++r) to[r] = from[r * row];
        std::fill(to + rows, to + Lanes, Scalar(0));
      }
    }
  });
}

}  // namespace eigencoder::kernels::detail
