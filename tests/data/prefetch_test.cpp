// SPDX-License-Identifier: MIT
#include <eigencoder/data/prefetch.hpp>

#include <cstdint>
#include <vector>

#include "catch.hpp"

TEST_CASE("Memory that is asked for stays as it is, and none but its own is touched") {
  const std::vector<std::uint8_t> bytes(784, 7);
  const std::vector<double> none;
  eigencoder::detail::prefetch(bytes.data(), 784);
  eigencoder::detail::prefetch(bytes.data(), 0);
  eigencoder::detail::prefetch(none.data(), 0);
  CHECK(bytes == std::vector<std::uint8_t>(784, 7));
}
