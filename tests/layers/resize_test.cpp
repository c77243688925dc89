// SPDX-License-Identifier: MIT
#include <eigencoder/layers/resize.hpp>

#include "support/images.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

template <class Interpolation, class Grid>
void expect_golden_resizing(const std::string& name) {
  expect_golden_layer("resize_up_" + name, shape<3, 2, 2>(), Resize2D<5, 3, Interpolation, Grid>{});
  expect_golden_layer("resize_down_" + name, shape<7, 5, 1>(),
                      Resize2D<3, 4, Interpolation, Grid>{});
}

}  // namespace

TEST_CASE("resized images are PyTorch's, or TensorFlow's where PyTorch has none") {
  expect_golden_resizing<Nearest, HalfPixel>("nearest_half_pixel");
  expect_golden_resizing<Nearest, Legacy>("nearest_legacy");
  expect_golden_resizing<Bilinear, HalfPixel>("bilinear_half_pixel");
  expect_golden_resizing<Bilinear, Legacy>("bilinear_legacy");
  expect_golden_resizing<Bicubic, HalfPixel>("bicubic_half_pixel");
  expect_golden_resizing<Bicubic, Legacy>("bicubic_legacy");
}

TEST_CASE("images are resized bilinearly with half pixels unless told otherwise") {
  expect_golden_layer("resize_up_bilinear_half_pixel", shape<3, 2, 2>(), Resize2D<5, 3>{});
}

TEST_CASE("halving on the grid of TensorFlow 1 takes every second pixel, bit by bit") {
  const Encoder model{Input<double, 64, 64, 1>{}, Resize2D<32, 32, Bicubic, Legacy>{}};
  const Eigen::MatrixXd x = scattered(64, 64);
  const Eigen::MatrixXd every_second = x(Eigen::seqN(0, 32, 2), Eigen::seqN(0, 32, 2));
  CHECK(model(x.reshaped()) == every_second.reshaped());
}

TEST_CASE("an image resized to its own size is itself") {
  const Eigen::MatrixXd x = scattered(5 * 4 * 2, 3);
  CHECK(Encoder{Input<double, 5, 4, 2>{}, Resize2D<5, 4>{}}(x) == x);
  CHECK(Encoder{Input<double, 5, 4, 2>{}, Resize2D<5, 4, Bicubic, Legacy>{}}(x) == x);
  CHECK(Encoder{Input<double, 5, 4, 2>{}, Resize2D<5, 4, Nearest>{}}(x) == x);
}

TEST_CASE("resizing gives its own extents and keeps the channels") {
  STATIC_REQUIRE(Resize2D<32, 16>{}.output(shape<64, 64, 3>()) == shape<32, 16, 3>());
  CHECK(Resize2D<32, 16>{}.output(Shape<Dynamic, Dynamic, Dynamic>{64, 64, 3}) ==
        shape<32, 16, 3>());
}
