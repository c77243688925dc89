// SPDX-License-Identifier: MIT
#include <eigencoder/layers/conv2d_transpose.hpp>

#include "catch.hpp"

using namespace eigencoder;

TEST_CASE("Conv2DTranspose gives its filters at every place that it reaches") {
  constexpr auto image = shape<7, 6, 3>();
  STATIC_REQUIRE(Conv2DTranspose<8, Kernel<3, 3>>{}.output(image) == shape<7, 6, 8>());
  STATIC_REQUIRE(Conv2DTranspose<8, Kernel<3, 3>, Relu, Stride<2, 2>>{}.output(image) ==
                 shape<14, 12, 8>());
  STATIC_REQUIRE(Conv2DTranspose<8, Kernel<3, 3>, Relu, Stride<2, 2>, Valid>{}.output(image) ==
                 shape<15, 13, 8>());
  STATIC_REQUIRE(Conv2DTranspose<8, Kernel<3, 3>, Relu, Stride<2, 2>, OutputPadding<0, 1>>{}.output(
                     image) == shape<13, 12, 8>());
}

TEST_CASE("Conv2DTranspose keeps its kernel as Keras, and has Keras's fans") {
  const auto [kernel, bias] = Conv2DTranspose<16, Kernel<5, 3>>{}.parameters(shape<28, 28, 4>());
  CHECK(kernel.rows == shape<4>());
  CHECK(kernel.columns == shape<240>());
  CHECK(kernel.fans.in == 240);
  CHECK(kernel.fans.out == 60);
  CHECK(bias.rows == shape<16>());
}
