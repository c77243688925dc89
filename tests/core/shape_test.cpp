// SPDX-License-Identifier: MIT
#include <eigencoder/core/shape.hpp>

#include <type_traits>

#include "catch.hpp"
#include "support/errors.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("static shapes are empty types, and dynamic ones hold only what may change") {
  STATIC_REQUIRE(std::is_empty_v<Shape<28, 28, 1>>);
  STATIC_REQUIRE(std::is_empty_v<Shape<>>);
  STATIC_REQUIRE(sizeof(Shape<Dynamic>) == sizeof(Index));
  STATIC_REQUIRE(sizeof(Shape<Dynamic, 3, Dynamic>) == 2 * sizeof(Index));
}

TEST_CASE("a shape knows its rank and whether it is static") {
  STATIC_REQUIRE(Shape<28, 28, 1>::rank == 3);
  STATIC_REQUIRE(Shape<28, 28, 1>::is_static);
  STATIC_REQUIRE_FALSE(Shape<28, Dynamic>::is_static);
  STATIC_REQUIRE(Shape<Dynamic, 3, Dynamic>::dynamic_rank == 2);
}

TEST_CASE("extents are numbers, and as axes keep what the type knows") {
  constexpr Shape<Dynamic, 3, Dynamic> shape{5, 3, 7};
  STATIC_REQUIRE(shape.extent(0) == 5);
  STATIC_REQUIRE(shape.extent(1) == 3);
  STATIC_REQUIRE(shape.extent(2) == 7);
  STATIC_REQUIRE(std::is_same_v<decltype(shape.axis<1>()), Shape<3>>);
  STATIC_REQUIRE(std::is_same_v<decltype(shape.axis<2>()), Shape<Dynamic>>);
  CHECK(shape.axis<2>() == Shape<7>{});
}

TEST_CASE("the size is the product of the extents, static if they are") {
  STATIC_REQUIRE(std::is_same_v<decltype(shape<28, 28, 1>().size()), Shape<784>>);
  STATIC_REQUIRE(shape<28, 0>().size() == 0);
  STATIC_REQUIRE(shape<>().size() == 1);
  CHECK(Shape<Dynamic, 3>{5, 3}.size() == 15);
}

TEST_CASE("a shape of one extent converts from and to a number") {
  const auto features = [](const Shape<Dynamic>& shape) { return Index{shape}; };
  CHECK(features(5) == 5);
  CHECK(features(shape<7>().axis<0>().extent(0)) == 7);
  STATIC_REQUIRE(Index{shape<7>()} == 7);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<Shape<7, 1>, Index>);
}

TEST_CASE("equality compares numbers, whichever are static") {
  CHECK(shape<4, 3>() == Shape<Dynamic, 3>{4, 3});
  CHECK_FALSE(shape<4, 3>() == Shape<Dynamic, 3>{5, 3});
  CHECK(Shape<Dynamic, 3>{4, 3} == Shape<4, Dynamic>{4, 3});
  CHECK_FALSE(shape<4>() == shape<4, 1>());
  CHECK(shape<4>() != shape<5>());
}

TEST_CASE("shapes are written with an x between the extents") {
  CHECK(text(shape<28, 28, 1>()) == "28 x 28 x 1");
  CHECK(text(Shape<Dynamic, 3>{5, 3}) == "5 x 3");
  CHECK(text(Shape<Dynamic>{5}) == "5");
}

TEST_CASE("a static extent takes no other number") {
  CHECK(message<ShapeError>([] { Shape<3>{4}; }) == "Shape: got 4, expected the static extent 3");
  CHECK(message<ShapeError>([] {
          Shape<Dynamic, 3>{5, 4};
        }) == "Shape: got 4, expected the static extent 3");
  CHECK_NOTHROW(Shape<3>{3});
}

TEST_CASE("types tell whether shapes may be equal") {
  STATIC_REQUIRE(may_be_equal<Shape<4, 3>, Shape<Dynamic, 3>>);
  STATIC_REQUIRE_FALSE(may_be_equal<Shape<4, 3>, Shape<Dynamic, 2>>);
  STATIC_REQUIRE_FALSE(may_be_equal<Shape<4>, Shape<4, 1>>);
}

TEST_CASE("the common shape is as static as either, and different ones have none") {
  const Shape<Dynamic> four{4};
  STATIC_REQUIRE(std::is_same_v<decltype(common_shape("f", four, shape<4>())), Shape<4>>);
  STATIC_REQUIRE(std::is_same_v<decltype(common_shape("f", shape<4>(), four)), Shape<4>>);
  CHECK(common_shape("f", four, Shape<Dynamic>{4}) == 4);
  CHECK(message<ShapeError>([&] { common_shape("f", four, shape<3>()); }) ==
        "f: got 3, expected 4");
  CHECK(message<ShapeError>([&] {
          common_shape("f", Shape<Dynamic, 2>{4, 2}, shape<3, 2>());
        }) == "f: got 3 x 2, expected 4 x 2");
}

TEST_CASE("extents add up, static if both are") {
  STATIC_REQUIRE(std::is_same_v<decltype(shape<4>() + shape<3>()), Shape<7>>);
  STATIC_REQUIRE(std::is_same_v<decltype(shape<4>() + Shape<Dynamic>{3}), Shape<Dynamic>>);
  CHECK(shape<4>() + Shape<Dynamic>{3} == 7);
}
