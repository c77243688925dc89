// SPDX-License-Identifier: MIT
#include <eigencoder/models/layer.hpp>

#include <eigencoder/layers/dense.hpp>

#include "catch.hpp"

using namespace eigencoder;

namespace mine {

template <int Units>
struct BigLayer {
  constexpr auto output(auto /*in*/) const { return shape<Units>(); }
  constexpr auto parameters(auto /*in*/) const { return std::tuple{}; }
};

struct Renamed : BigLayer<3> {
  static constexpr std::string_view name = "my_own";
};

struct WithoutOutput {
  constexpr auto parameters(auto /*in*/) const { return std::tuple{}; }
};

struct WithoutParameters {
  constexpr auto output(auto in) const { return in; }
};

}  // namespace mine

TEST_CASE("a layer has an output shape and parameters") {
  STATIC_REQUIRE(LayerOver<Dense<3>, Shape<4>>);
  STATIC_REQUIRE(LayerOver<mine::BigLayer<3>, Shape<28, 28, 1>>);
  STATIC_REQUIRE_FALSE(LayerOver<mine::WithoutOutput, Shape<4>>);
  STATIC_REQUIRE_FALSE(LayerOver<mine::WithoutParameters, Shape<4>>);
  STATIC_REQUIRE_FALSE(LayerOver<Relu, Shape<4>>);
  STATIC_REQUIRE_FALSE(LayerOver<int, Shape<4>>);
}

TEST_CASE("a layer is called by its type in snake case, unless it has a name") {
  CHECK(layer_name<mine::BigLayer<3>>() == "big_layer");
  CHECK(layer_name<mine::WithoutOutput>() == "without_output");
  CHECK(layer_name<mine::Renamed>() == "my_own");
  CHECK(layer_name<Dense<Dynamic, Sigmoid>>() == "dense");
}

namespace {

struct Hidden {};

}  // namespace

TEST_CASE("the name of a layer leaves out where its type was declared") {
  struct Local {};
  CHECK(layer_name<Hidden>() == "hidden");
  CHECK(layer_name<Local>() == "local");
}
