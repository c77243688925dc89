// SPDX-License-Identifier: MIT
#include <eigencoder/layers/reshape.hpp>

#include <type_traits>

#include "support/errors.hpp"
#include "support/images.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("Flatten and Reshape change the shape and none of the numbers") {
  const Eigen::MatrixXd x = scattered(12, 3);
  const Encoder model{Input<double, 2, 3, 2>{}, Flatten{}, Reshape<3, 4>{}};
  CHECK(model.output_shape() == shape<3, 4>());
  CHECK(model(x) == x);
}

TEST_CASE("Flatten gives features, as many as there are numbers") {
  STATIC_REQUIRE(std::is_same_v<decltype(Flatten{}.output(shape<7, 7, 8>())), Shape<392>>);
  STATIC_REQUIRE(Flatten{}.output(shape<5>()) == shape<5>());
  CHECK(Flatten{}.output(Shape<Dynamic, 3>{5, 3}) == shape<15>());
}

TEST_CASE("Reshape may have extents of the run") {
  const Encoder model{Input<double, Dynamic>{12}, Reshape<Dynamic, 2>{{6, 2}}};
  CHECK(model.output_shape() == shape<6, 2>());
}

TEST_CASE("Reshape refuses another number of elements, with both shapes") {
  CHECK(message<ShapeError>([] {
          Reshape<3, 4>{}.output(Shape<Dynamic, 5>{2, 5});
        }) == "Reshape: got 10 numbers (2 x 5), expected 12 (3 x 4)");
  CHECK(message<ShapeError>([] {
          Reshape<Dynamic, 4>{{2, 4}}.output(shape<7>());
        }) == "Reshape: got 7 numbers (7), expected 8 (2 x 4)");
}
