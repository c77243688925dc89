// SPDX-License-Identifier: MIT
#include <eigencoder/core/permutation.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include "catch.hpp"

using Eigen::Index;
using eigencoder::RandomStream;
using eigencoder::shuffle;

namespace {

std::vector<Index> in_order(std::size_t count) {
  std::vector<Index> order(count);
  std::iota(order.begin(), order.end(), Index{0});
  return order;
}

std::vector<Index> shuffled(std::size_t count, const RandomStream& stream) {
  std::vector<Index> order = in_order(count);
  shuffle(order, stream);
  return order;
}

}  // namespace

TEST_CASE("shuffle keeps every index exactly once, in another order") {
  std::vector<Index> order = shuffled(1000, {.seed = 1});
  CHECK(order != in_order(1000));
  std::sort(order.begin(), order.end());
  CHECK(order == in_order(1000));
}

TEST_CASE("shuffle depends on seed, step and draw, and on nothing else") {
  const std::vector<Index> order = shuffled(100, {.seed = 1, .step = 2});
  CHECK(order == shuffled(100, {.seed = 1, .step = 2}));
  CHECK(order != shuffled(100, {.seed = 2, .step = 2}));
  CHECK(order != shuffled(100, {.seed = 1, .step = 3}));
  CHECK(order != shuffled(100, {.seed = 1, .step = 2, .draw = 1}));
}

TEST_CASE("shuffle leaves none and one as they are") {
  CHECK(shuffled(0, {.seed = 1}).empty());
  CHECK(shuffled(1, {.seed = 1}) == std::vector<Index>{0});
}

TEST_CASE("shuffle reaches all orders of four equally often") {
  std::map<std::vector<Index>, int> times;
  for (std::uint32_t step = 0; step < 24000; ++step)
    ++times[shuffled(4, {.seed = 7, .step = step})];
  double chi_square = 0;
  for (const auto& [order, count] : times) chi_square += (count - 1000.0) * (count - 1000.0) / 1000;
  CHECK(times.size() == 24);
  CHECK(chi_square < 49.73);  // the 0.999 quantile with 23 degrees of freedom
}

TEST_CASE("bounded integers are unbiased where a plain remainder would not be") {
  // 3 * 2^30 is taken once and 2^30 numbers twice by a remainder: a half instead of a third
  eigencoder::detail::WordSequence words(RandomStream{.seed = 3});
  int low = 0;
  for (int i = 0; i < 30000; ++i) low += words.below(3u << 30) < (1u << 30);
  CHECK(std::abs(low / 30000.0 - 1.0 / 3) < 0.011);  // four standard errors
}
