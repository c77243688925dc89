// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/kernels/nest.hpp>

namespace eigencoder::kernels::detail {

/// Copies `count` numbers of each of Lanes rows, `row` apart, to columns of Lanes.
template <int Lanes, class Scalar>
void pack_transpose(const Scalar* from, Index row, Index count, Scalar* to) {
  using namespace Eigen::internal;
  using P = typename PacketOf<Scalar, Lanes>::type;
  constexpr int packet = unpacket_traits<P>::size;
  Index k = 0;
  if constexpr (packet > 1) {
    for (; k + packet <= count; k += packet) {
      unroll<Lanes / packet>([&](auto i) {
        PacketBlock<P, packet> block;
        unroll<packet>(
            [&](auto r) { block.packet[r] = ploadu<P>(from + (i * packet + r) * row + k); });
        ptranspose(block);
        unroll<packet>(
            [&](auto c) { pstoreu(to + (k + c) * Lanes + i * packet, block.packet[c]); });
      });
    }
  }
  for (; k < count; ++k) {
    for (Index r = 0; r < Lanes; ++r) to[k * Lanes + r] = from[r * row + k];
  }
}

/// Copies Lanes rows of a left operand, over the places of a nest, to columns of Lanes: side by
/// side or `row` apart.
template <int Lanes, class Scalar>
void pack(const Nest& depth, const Scalar* left, Index row, Scalar* to) {
  using namespace Eigen::internal;
  using P = typename PacketOf<Scalar, Lanes>::type;
  constexpr int packet = unpacket_traits<P>::size;
  const Loop& inner = depth.inner;
  for_each_run(depth, [&](Index offset, Index /*right*/) {
    const Scalar* from = left + offset;
    if (row != 1 && inner.other == 1) {
      pack_transpose<Lanes>(from, row, inner.count, to);
      to += inner.count * Lanes;
      return;
    }
    for (Index k = 0; k < inner.count; ++k, from += inner.other, to += Lanes) {
      if (row == 1) {
        unroll<Lanes / packet>(
            [&](auto i) { pstoreu(to + i * packet, ploadu<P>(from + i * packet)); });
      } else {
        for (Index r = 0; r < Lanes; ++r) to[r] = from[r * row];
      }
    }
  });
}

}  // namespace eigencoder::kernels::detail
