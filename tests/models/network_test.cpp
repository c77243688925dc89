// SPDX-License-Identifier: MIT
#include <eigencoder/models/network.hpp>

#include <eigencoder/layers/dense.hpp>

#include "catch.hpp"

using namespace eigencoder;

TEST_CASE("what a network is made of and gives is known to the compiler") {
  constexpr Network network{Input<double, 4>{}, Dense<3>{}, Dense<2>{}};
  STATIC_REQUIRE(network.input_shape() == shape<4>());
  STATIC_REQUIRE(network.output_shape() == shape<2>());
  STATIC_REQUIRE(std::is_same_v<decltype(network)::Scalar, double>);
  STATIC_REQUIRE(std::tuple_size_v<decltype(network.parameters())> == 2);
  STATIC_REQUIRE(std::is_same_v<std::decay_t<decltype(network.input())>, Input<double, 4>>);
}

TEST_CASE("a network of dynamic extents is known to the compiler, too") {
  constexpr Network network{Input<float, Dynamic>{4}, Dense<Dynamic>{3}};
  STATIC_REQUIRE(network.input_shape().extent(0) == 4);
  STATIC_REQUIRE(network.output_shape().extent(0) == 3);
}
