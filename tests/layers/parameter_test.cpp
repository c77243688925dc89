// SPDX-License-Identifier: MIT
#include <eigencoder/layers/parameter.hpp>

#include "catch.hpp"

using namespace eigencoder;

TEST_CASE("a parameter has the fans of a dense layer and Keras's initializer by default") {
  const Parameter kernel{"kernel", shape<32>(), shape<784>()};
  CHECK(kernel.name == "kernel");
  CHECK(kernel.rows == shape<32>());
  CHECK(kernel.columns == shape<784>());
  CHECK(kernel.initializer == glorot_uniform);
  CHECK(kernel.fans.in == 784);
  CHECK(kernel.fans.out == 32);
  CHECK(kernel.trained);
}

TEST_CASE("a parameter takes fans of its own and may be state that is not trained") {
  const Parameter mean{"mean", shape<8>(), shape<1>(), zeros, Fans{72, 144}, false};
  CHECK(mean.fans.in == 72);
  CHECK(mean.fans.out == 144);
  CHECK_FALSE(mean.trained);
}

TEST_CASE("a parameter keeps in its type which extents are known") {
  const Parameter kernel{"kernel", Shape<Dynamic>{5}, shape<3>()};
  STATIC_REQUIRE_FALSE(decltype(kernel)::Rows::is_static);
  STATIC_REQUIRE(decltype(kernel)::Columns::is_static);
  CHECK(kernel.fans.out == 5);
}

TEST_CASE("parameters are visited in order, and the results are nested as they are") {
  const Parameter a{"a", shape<1>(), shape<1>()};
  const Parameter b{"b", shape<2>(), shape<1>()};
  const Group<int, decltype(a), decltype(b)> group{0, {a, b}};
  std::string order;
  auto leaf = [&](const auto& p) {
    order += p.name;
    return p.name;
  };
  const auto names = for_each_parameter(std::tuple{group, a}, leaf);
  CHECK(order == "aba");
  CHECK(std::get<1>(std::get<0>(names)) == "b");
  CHECK(std::get<1>(names) == "a");
}
