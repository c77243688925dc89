// SPDX-License-Identifier: MIT
#include <eigencoder/core/packet.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"

using namespace eigencoder;

namespace {

/// f of these numbers, which must be the same in packets and among the last of a vector.
template <class Scalar>
std::vector<Scalar> applied(const std::vector<Scalar>& numbers, const auto& f) {
  const std::size_t size = numbers.size(), copies = 7;
  std::vector<Scalar> all;
  for (std::size_t i = 0; i < copies * size; ++i) all.push_back(numbers[i % size]);
  by_packets([&](auto& x) { x = f(x); }, static_cast<Eigen::Index>(all.size()), all.data());
  for (std::size_t i = size; i < all.size(); ++i) REQUIRE(all[i] == all[i - size]);
  all.resize(size);
  return all;
}

template <class Scalar>
std::vector<Scalar> counted(std::size_t count, Scalar first, Scalar step) {
  std::vector<Scalar> numbers;
  for (std::size_t i = 0; i < count; ++i) numbers.push_back(first + step * static_cast<Scalar>(i));
  return numbers;
}

}  // namespace

TEMPLATE_TEST_CASE("a packet computes as its numbers do", "", float, double) {
  using Numbers = std::vector<TestType>;
  const Numbers x{4, 9, -3, 0, 0.25};
  CHECK(applied(x, [](auto a) { return a + 1; }) == Numbers{5, 10, -2, 1, 1.25});
  CHECK(applied(x, [](auto a) { return 2 - a; }) == Numbers{-2, -7, 5, 2, 1.75});
  CHECK(applied(x, [](auto a) { return a * 3; }) == Numbers{12, 27, -9, 0, 0.75});
  CHECK(applied(x, [](auto a) { return a / 2; }) == Numbers{2, 4.5, -1.5, 0, 0.125});
  CHECK(applied(x, [](auto a) { return a += a; }) == Numbers{8, 18, -6, 0, 0.5});
  CHECK(applied(x, [](auto a) { return a -= a; }) == Numbers{0, 0, 0, 0, 0});
  CHECK(applied(x, [](auto a) { return a *= a; }) == Numbers{16, 81, 9, 0, 0.0625});
  CHECK(applied(x, [](auto a) { return multiply_add(a, 2, 1); }) == Numbers{9, 19, -5, 1, 1.5});
  CHECK(applied(x, [](auto a) { return a.square(); }) == Numbers{16, 81, 9, 0, 0.0625});
  CHECK(applied(x, [](auto a) { return a.max(0); }) == Numbers{4, 9, 0, 0, 0.25});
  CHECK(applied(x, [](auto a) { return a.min(1); }) == Numbers{1, 1, -3, 0, 0.25});
  CHECK(applied(x, [](auto a) { return a.step(); }) == Numbers{1, 1, 0, 0, 1});
  const Numbers roots = applied(Numbers{4, 9, 0, 0.25}, [](auto a) { return a.sqrt(); });
  const Numbers expected{2, 3, 0, 0.5};
  for (std::size_t i = 0; i < roots.size(); ++i)
    CHECK(std::abs(roots[i] - expected[i]) <= 2 * std::numeric_limits<TestType>::epsilon() * 3);
}

TEMPLATE_TEST_CASE("a packet is zeros, or one number many times", "", float, double) {
  const auto size = static_cast<TestType>(Packet<TestType>::size);
  CHECK(Packet<TestType>().sum() == 0);
  CHECK(Packet<TestType>(TestType(1.5)).sum() == TestType(1.5) * size);
  CHECK(Packet<TestType>(TestType(1.5)).first() == TestType(1.5));
}

TEMPLATE_TEST_CASE("vectors of any length are gone through to the end, and no further", "", float,
                   double) {
  const auto size = GENERATE(as<std::size_t>(), 0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 100);
  std::vector<TestType> sums = counted<TestType>(size + 1, 5, 1);
  std::vector<TestType> numbers = counted<TestType>(size, -3, TestType(0.5));
  const TestType* constants = numbers.data();
  by_packets([](auto& sum, auto& x) { sum += 2 * x, x = 0; }, static_cast<Eigen::Index>(size),
             sums.data(), constants);
  for (std::size_t i = 0; i < size; ++i)
    CHECK(sums[i] == static_cast<TestType>(5 + i) + 2 * numbers[i]);
  CHECK(sums[size] == static_cast<TestType>(5 + size));
  CHECK(numbers == counted<TestType>(size, -3, TestType(0.5)));
}
