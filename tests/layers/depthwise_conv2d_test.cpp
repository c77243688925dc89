// SPDX-License-Identifier: MIT
#include <eigencoder/layers/depthwise_conv2d.hpp>

#include <eigencoder/models/encoder.hpp>
#include <eigencoder/models/summary.hpp>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("DepthwiseConv2D says the shape of what it gives, options in any order") {
  using Plain = DepthwiseConv2D<1, Kernel<3, 3>>;
  using Strided = DepthwiseConv2D<2, Kernel<3, 3>, Relu, Stride<2, 3>>;
  using All = DepthwiseConv2D<2, Kernel<3, 2>, Relu, Valid, Dilation<2, 1>, Stride<1, 2>>;
  STATIC_REQUIRE(Plain{}.output(shape<28, 27, 3>()) == shape<28, 27, 3>());
  STATIC_REQUIRE(Strided{}.output(shape<28, 27, 3>()) == shape<14, 9, 6>());
  STATIC_REQUIRE(All{}.output(shape<28, 27, 3>()) == shape<24, 13, 6>());
}

TEST_CASE("DepthwiseConv2D has Keras's kernel, bias and fans") {
  const auto [kernel, bias] =
      DepthwiseConv2D<2, Kernel<3, 5>>{.kernel_initializer = he_normal}.parameters(
          shape<8, 8, 4>());
  CHECK(kernel.name == "kernel");
  CHECK(kernel.rows == shape<8>());
  CHECK(kernel.columns == shape<15>());
  CHECK(kernel.initializer == he_normal);
  CHECK(kernel.fans.in == 4 * 15);
  CHECK(kernel.fans.out == 2 * 15);
  CHECK(bias.name == "bias");
  CHECK(bias.rows == shape<8>());
  CHECK(bias.initializer == zeros);
}

TEST_CASE("each channel is convolved by itself, its results side by side") {
  Encoder model{Input<double, 1, 2, 2>{}, DepthwiseConv2D<2, Kernel<1, 2>, Linear, Valid>{}};
  model.parameter("0.depthwise_conv2d.kernel") << 1, 2, 3, 4, 5, 6, 7, 8;
  model.parameter("0.depthwise_conv2d.bias") << 1000, 2000, 3000, 4000;
  const Eigen::Vector4d x(1, 10, 2, 20);  // pixels (1, 10) and (2, 20)
  CHECK(model(x) == Eigen::Vector4d(1000 + 1 + 4, 2000 + 3 + 8, 3000 + 50 + 120, 4000 + 70 + 160));
}

TEST_CASE("the activation is applied to the result") {
  Encoder model{Input<double, 2, 2, 1>{}, DepthwiseConv2D<1, Kernel<1, 1>, Relu>{}};
  model.parameter("0.depthwise_conv2d.kernel") << -1;
  CHECK(model(Eigen::Vector4d(1, -2, 3, -4)) == Eigen::Vector4d(0, 2, 0, 4));
}

TEST_CASE("DepthwiseConv2D refuses a dynamic image that is smaller than its kernel") {
  using Images = Input<float, Dynamic, Dynamic, 1>;
  CHECK(message<ShapeError>([] {
          Encoder{Images{2, 5, 1}, DepthwiseConv2D<1, Kernel<3, 3>, Linear, Valid>{}};
        }) ==
        "DepthwiseConv2D: got images of 2 x 5 x 1, expected at least 3 x 3, the kernel's reach, or "
        "Same padding");
  CHECK_NOTHROW(Encoder{Images{2, 5, 1}, DepthwiseConv2D<1, Kernel<3, 3>>{}});
}
