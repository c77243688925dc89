// SPDX-License-Identifier: MIT
#include <eigencoder/layers/borders.hpp>

#include "support/errors.hpp"
#include "support/images.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("padded images are PyTorch's") {
  expect_golden_layer("zero_padding_1x2", shape<3, 2, 2>(), ZeroPadding2D<1, 2>{});
  expect_golden_layer("zero_padding_0_1_2_0", shape<1, 1, 3>(), ZeroPadding2D<0, 1, 2, 0>{});
}

TEST_CASE("cropped images are PyTorch's") {
  expect_golden_layer("cropping_1x1", shape<5, 4, 2>(), Cropping2D<1, 1>{});
  expect_golden_layer("cropping_0_2_1_0", shape<7, 3, 1>(), Cropping2D<0, 2, 1, 0>{});
}

TEST_CASE("cropping undoes padding") {
  const Eigen::MatrixXd x = scattered(3 * 2 * 2, 4);
  const Encoder model{Input<double, 3, 2, 2>{}, ZeroPadding2D<0, 3, 2, 1>{},
                      Cropping2D<0, 3, 2, 1>{}};
  CHECK(model(x) == x);
}

TEST_CASE("borders add to the extents and are taken from them") {
  STATIC_REQUIRE(ZeroPadding2D<1, 2>{}.output(shape<5, 4, 3>()) == shape<7, 8, 3>());
  STATIC_REQUIRE(ZeroPadding2D<0, 1, 2, 0>{}.output(shape<5, 4, 3>()) == shape<6, 6, 3>());
  STATIC_REQUIRE(Cropping2D<2, 1>{}.output(shape<5, 4, 3>()) == shape<1, 2, 3>());
  CHECK(Cropping2D<2, 1>{}.output(Shape<Dynamic, 4, 3>{6, 4, 3}) == shape<2, 2, 3>());
}

TEST_CASE("cropping all there is and more is refused") {
  const auto crop = [](Index height, Index width) {
    Cropping2D<1, 2, 0, 3>{}.output(Shape<Dynamic, Dynamic, 1>{height, width, 1});
  };
  CHECK(message<ShapeError>([&] { crop(3, 5); }) ==
        "Cropping2D: got images of 3 x 5 x 1, expected more than the 3 x 3 that are cropped");
  CHECK_THROWS_AS(crop(5, 3), ShapeError);
  CHECK_THROWS_AS(crop(2, 2), ShapeError);
  CHECK_NOTHROW(crop(4, 4));
}
