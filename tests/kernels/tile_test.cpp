// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/tile.hpp>

#include <vector>

#include "catch.hpp"

using namespace eigencoder::kernels;

namespace {

/// How many numbers the packet for so many lanes holds.
template <class Scalar, int Lanes>
constexpr int packet_size =
    Eigen::internal::unpacket_traits<typename detail::PacketOf<Scalar, Lanes>::type>::size;

}  // namespace

TEMPLATE_TEST_CASE("the packet for some lanes divides them, and is the widest for a tile", "",
                   float, double) {
  using Tile = detail::Tile<TestType>;
  constexpr int widest = Tile::packet;
  STATIC_REQUIRE(packet_size<TestType, Tile::lanes> == widest);
  STATIC_REQUIRE(packet_size<TestType, widest> == widest);
  STATIC_REQUIRE(widest / 2 % packet_size<TestType, widest / 2> == 0);
  STATIC_REQUIRE(packet_size<TestType, 1> == 1);
}

TEST_CASE("an unrolled loop counts from 0") {
  std::vector<int> seen;
  detail::unroll<4>([&](int i) { seen.push_back(i); });
  CHECK(seen == std::vector<int>{0, 1, 2, 3});
}
