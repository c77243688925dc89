// SPDX-License-Identifier: MIT
#include <eigencoder/models/input.hpp>

#include "catch.hpp"
#include "support/errors.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("an input has the scalar and the shape of a sample") {
  STATIC_REQUIRE(std::is_same_v<Input<double, 28, 28, 1>::Scalar, double>);
  CHECK(Input<float, 28, 28, 1>{}.shape == shape<28, 28, 1>());
  CHECK(Input<float, 784>{784}.shape == shape<784>());
}

TEST_CASE("an input takes the extents that its type leaves open") {
  CHECK(Input<float, Dynamic>{5}.shape == shape<5>());
  CHECK(Input<float, Dynamic, 28, Dynamic>{14, 28, 3}.shape == shape<14, 28, 3>());
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<Input<float, Dynamic>>);
}

TEST_CASE("an input refuses extents that its type excludes or that are below 1") {
  CHECK(message<ShapeError>([] { Input<float, 784>{783}; }) ==
        "Shape: got 783, expected the static extent 784");
  CHECK(message<ValueError>([] { Input<float, Dynamic>{0}; }) ==
        "Input: got 0, expected at least 1");
  CHECK(message<ValueError>([] {
          Input<float, Dynamic, 28>{-3, 28};
        }) == "Input: got -3, expected at least 1");
}
