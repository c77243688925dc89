// SPDX-License-Identifier: MIT
#include <eigencoder/operations/upsampling.hpp>

#include <eigencoder/operations/functions.hpp>
#include <eigencoder/operations/reshape.hpp>

#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("each pixel becomes a block") {
  Workspace<double> workspace;
  const Eigen::Vector4d x(1, 2, 3, 4);
  Eigen::VectorXd blocks(24);
  blocks << 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 3, 3, 3, 4, 4, 4;
  const auto y = repeat_pixels<2, 3>(reshape(constant(workspace, x), shape<2, 2, 1>()));
  CHECK(y.shape() == shape<4, 6, 1>());
  CHECK(y.matrix() == blocks);
}

TEST_CASE("a pixel's adjoint is the sum of its block's") {
  const auto f = [](const auto& x) {
    return sum(square(repeat_pixels<2, 3>(reshape(x, shape<2, 2, 1>()))));
  };
  CHECK(gradient(f, Eigen::Vector4d(1, 2, 3, 4)) == 12 * Eigen::Vector4d(1, 2, 3, 4));
}

TEST_CASE("extents are multiplied, static or not") {
  STATIC_REQUIRE(upsampled<2, 3>(shape<5, 4, 2>()) == shape<10, 12, 2>());
  CHECK(upsampled<2, 3>(Shape<Dynamic, 4, Dynamic>{5, 4, 2}) == shape<10, 12, 2>());
}
