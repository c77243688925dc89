// SPDX-License-Identifier: MIT
#include <eigencoder/core/philox.hpp>

#include "catch.hpp"

using eigencoder::philox;
using eigencoder::PhiloxWords;

static_assert(philox({0, 0, 0, 0}, {0, 0})[3] == 0x9b00dbd8, "philox is a constant expression");

// The vectors "philox4x32 10" of tests/kat_vectors of Random123, the generator's own library.

TEST_CASE("philox gives the published words for zeros") {
  const PhiloxWords expected{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == expected);
}

TEST_CASE("philox gives the published words for ones") {
  const std::uint32_t ones = 0xffffffff;
  const PhiloxWords expected{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
  CHECK(philox({ones, ones, ones, ones}, {ones, ones}) == expected);
}

TEST_CASE("philox gives the published words for the digits of pi") {
  const PhiloxWords expected{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        expected);
}
