// SPDX-License-Identifier: MIT
#include <eigencoder/core/apply.hpp>

#include "catch.hpp"

using namespace eigencoder;

TEST_CASE("a function is called with the elements of a tuple, in order, to change them too") {
  std::tuple numbers{1, 2.5};
  CHECK(detail::apply([](int a, double b) { return 10 * a + b; }, numbers) == 12.5);
  detail::apply([](int& a, double& b) { a = 3, b = 4; }, numbers);
  CHECK(numbers == std::tuple{3, 4.0});
  STATIC_REQUIRE(detail::apply([](auto... none) { return sizeof...(none); }, std::tuple<>{}) == 0);
}

TEST_CASE("what is returned by reference stays a reference") {
  std::tuple numbers{1, 2};
  detail::apply([](int& a, int&) -> int& { return a; }, numbers) = 7;
  CHECK(std::get<0>(numbers) == 7);
}
