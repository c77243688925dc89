// SPDX-License-Identifier: MIT
#include <eigencoder/data/sample_array.hpp>

#include <array>

#include "catch.hpp"

using Eigen::Index;
using eigencoder::detail::element_count;

TEST_CASE("An array has as many elements as its extents multiply to") {
  CHECK(element_count(std::array<Index, 3>{2, 3, 4}) == 24);
  CHECK(element_count(std::array<Index, 1>{7}) == 7);
  CHECK(element_count({}) == 1);
}

TEST_CASE("An extent of 0 leaves no elements, wherever it stands") {
  CHECK(element_count(std::array<Index, 2>{0, 3}) == 0);
  CHECK(element_count(std::array<Index, 2>{3, 0}) == 0);
}

TEST_CASE("Extents that cannot be multiplied are told, even beside one of 0") {
  constexpr Index large = Index{1} << 62;
  CHECK(element_count(std::array<Index, 2>{large, 1}) == large);
  CHECK_FALSE(element_count(std::array<Index, 2>{large, 2}).has_value());
  CHECK_FALSE(element_count(std::array<Index, 3>{0, large, 2}).has_value());
  CHECK_FALSE(element_count(std::array<Index, 3>{large, 2, 0}).has_value());
}
