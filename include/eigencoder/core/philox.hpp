// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

namespace eigencoder {

/// Four random 32-bit words, one after the other independent.
using PhiloxWords = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

namespace detail {

/// One round: two products, whose high halves are mixed with the other two words and the key.
constexpr PhiloxWords philox_round(const PhiloxWords& c, const PhiloxKey& key) {
  const std::uint64_t p = std::uint64_t{0xD2511F53} * c[0];
  const std::uint64_t q = std::uint64_t{0xCD9E8D57} * c[2];
  return {static_cast<std::uint32_t>(q >> 32) ^ c[1] ^ key[0], static_cast<std::uint32_t>(q),
          static_cast<std::uint32_t>(p >> 32) ^ c[3] ^ key[1], static_cast<std::uint32_t>(p)};
}

}  // namespace detail

/// Philox4x32-10: a bijection of the 128-bit counter for each key that looks random, so that any
/// number of a sequence is had at once and in any order. Not for cryptography.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
/// section 3.3.
constexpr PhiloxWords philox(PhiloxWords counter, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    counter = detail::philox_round(counter, key);
    // Weyl sequence of the key: the golden ratio and sqrt(3) - 1, as 32-bit fractions
    key = {key[0] + 0x9E3779B9, key[1] + 0xBB67AE85};
  }
  return counter;
}

}  // namespace eigencoder
