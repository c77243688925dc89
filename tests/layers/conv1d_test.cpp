// SPDX-License-Identifier: MIT
#include <eigencoder/layers/conv1d.hpp>

#include <eigencoder/models/encoder.hpp>

#include <utility>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("Conv1D is Conv2D on images of height 1") {
  Encoder signals{Input<double, 9, 2>{}, Conv1D<3, 4, Tanh, Stride<2>>{}};
  Encoder images{Input<double, 1, 9, 2>{}, Conv2D<3, Kernel<1, 4>, Tanh, Stride<1, 2>>{}};
  CHECK(signals.output_shape() == shape<5, 3>());
  images.parameters() = std::as_const(signals).parameters();
  const Eigen::MatrixXd x = scattered(18, 3);
  CHECK(signals(x) == images(x));
}
