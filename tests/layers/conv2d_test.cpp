// SPDX-License-Identifier: MIT
#include <eigencoder/layers/conv2d.hpp>

#include <eigencoder/layers/conv2d_transpose.hpp>
#include <eigencoder/models/encoder.hpp>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("Conv2D gives its filters at every place of its window") {
  constexpr auto image = shape<28, 27, 3>();
  STATIC_REQUIRE(Conv2D<16, Kernel<3, 3>>{}.output(image) == shape<28, 27, 16>());
  STATIC_REQUIRE(Conv2D<16, Kernel<3, 3>, Relu, Valid>{}.output(image) == shape<26, 25, 16>());
  STATIC_REQUIRE(Conv2D<8, Kernel<5, 2>, Relu, Valid, Stride<2, 3>>{}.output(image) ==
                 shape<12, 9, 8>());
  STATIC_REQUIRE(Conv2D<8, Kernel<3, 3>, Relu, Stride<2, 2>>{}.output(image) == shape<14, 14, 8>());
  STATIC_REQUIRE(Conv2D<8, Kernel<3, 3>, Relu, Dilation<2, 2>, Valid>{}.output(image) ==
                 shape<24, 23, 8>());
}

TEST_CASE("extents of images that are known only at run time stay so") {
  const Shape<Dynamic, 6, 3> image{7, 6, 3};
  const auto out = Conv2D<8, Kernel<3, 3>, Linear, Stride<2, 2>>{}.output(image);
  STATIC_REQUIRE(std::is_same_v<decltype(out), const Shape<Dynamic, 3, 8>>);
  CHECK(out == shape<4, 3, 8>());
  CHECK(Conv2DTranspose<8, Kernel<3, 3>, Linear, Stride<2, 2>>{}.output(image) ==
        shape<14, 12, 8>());
}

TEST_CASE("Conv2D has a kernel and a bias, with Keras's fans") {
  const auto [kernel, bias] = Conv2D<16, Kernel<5, 3>>{}.parameters(shape<28, 28, 4>());
  CHECK(kernel.name == "kernel");
  CHECK(kernel.rows == shape<16>());
  CHECK(kernel.columns == shape<60>());
  CHECK(kernel.initializer == glorot_uniform);
  CHECK(kernel.fans.in == 60);
  CHECK(kernel.fans.out == 240);
  CHECK(bias.rows == shape<16>());
  CHECK(bias.initializer == zeros);
}

TEST_CASE("a convolution by a kernel of one place is a dense layer on each pixel") {
  Encoder model{Input<double, 4, 5, 3>{}, Conv2D<2, Kernel<1, 1>, Tanh>{}};
  const Eigen::MatrixXd x = scattered(60, 3, 1), y = model(x);
  const Eigen::MatrixXd kernel = model.parameter("0.conv2d.kernel");
  const auto pixels = x.reshaped(3, 60);
  CHECK(largest_difference(y.reshaped(2, 60), (kernel * pixels).array().tanh().matrix()) < 1e-14);
}

TEST_CASE("a kernel larger than images of run-time extents is refused, with both") {
  using Images = Input<float, Dynamic, Dynamic, 1>;
  using Layer = Conv2D<1, Kernel<3, 5>, Linear, Dilation<2, 2>, Valid>;
  CHECK(message<ShapeError>([&] {
          Encoder{Images{4, 8, 1}, Layer{}};
        }) ==
        "Conv2D: got images of 4 x 8 x 1, expected at least 5 x 9, the kernel's reach, or Same "
        "padding");
}

TEST_CASE("the autoencoder of the faces has as many parameters as its tutorial's") {
  const auto parameters = [](const auto& layer, const auto& in) {
    return std::apply(
        [](const auto&... p) { return (0 + ... + (Index{p.rows.size()} * Index{p.columns})); },
        layer.parameters(in));
  };
  CHECK(parameters(Conv2D<16, Kernel<3, 3>>{}, shape<32, 32, 1>()) == 160);
  CHECK(parameters(Conv2D<128, Kernel<3, 3>>{}, shape<16, 16, 64>()) == 73'856);
  CHECK(parameters(Conv2DTranspose<128, Kernel<3, 3>>{}, shape<16, 16, 1>()) == 1'280);
  CHECK(parameters(Conv2DTranspose<64, Kernel<3, 3>>{}, shape<32, 32, 128>()) == 73'792);
}
