// SPDX-License-Identifier: MIT
#include <eigencoder/layers/upsampling.hpp>

#include <eigencoder/layers/pooling.hpp>

#include "support/images.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("repeated pixels are PyTorch's") {
  expect_golden_layer("up_sampling_2x2", shape<3, 2, 2>(), UpSampling2D<2, 2>{});
  expect_golden_layer("up_sampling_3x1", shape<2, 3, 1>(), UpSampling2D<3, 1>{});
  expect_golden_layer("up_sampling_1x2_of_a_pixel", shape<1, 1, 3>(), UpSampling2D<1, 2>{});
}

TEST_CASE("bilinear upsampling is PyTorch's without aligned corners") {
  expect_golden_layer("up_sampling_2x2_bilinear", shape<3, 2, 2>(), UpSampling2D<2, 2, Bilinear>{});
  expect_golden_layer("up_sampling_2x3_bilinear_of_a_pixel", shape<1, 1, 3>(),
                      UpSampling2D<2, 3, Bilinear>{});
}

TEST_CASE("signals are repeated along their length") {
  const Encoder model{Input<double, 2, 2>{}, UpSampling1D<2>{}};
  CHECK(model(sample({1, 2, 3, 4})) == sample({1, 2, 1, 2, 3, 4, 3, 4}));
}

TEST_CASE("the means of what was repeated are the image, for any number of channels") {
  const Eigen::MatrixXd x = scattered(3 * 5 * 7, 4);
  const Encoder model{Input<double, 3, 5, 7>{}, UpSampling2D<2, 3>{}, AveragePool2D<2, 3>{}};
  CHECK(largest_difference(model(x), x) < 1e-15);
}

TEST_CASE("upsampling multiplies the extents, static if they are") {
  STATIC_REQUIRE(UpSampling2D<2, 3>{}.output(shape<7, 7, 8>()) == shape<14, 21, 8>());
  STATIC_REQUIRE(UpSampling2D<2, 3, Bilinear>{}.output(shape<7, 7, 8>()) == shape<14, 21, 8>());
  STATIC_REQUIRE(UpSampling1D<4>{}.output(shape<7, 8>()) == shape<28, 8>());
  CHECK(UpSampling2D<2, 3>{}.output(Shape<Dynamic, 7, 8>{5, 7, 8}) == shape<10, 21, 8>());
}
