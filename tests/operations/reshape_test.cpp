// SPDX-License-Identifier: MIT
#include <eigencoder/operations/reshape.hpp>

#include <eigencoder/operations/activations.hpp>
#include <eigencoder/operations/binary_crossentropy.hpp>

#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("a reshaped batch is the same numbers in the same place") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(12, 3);
  const auto y = reshape(constant(workspace, x), shape<2, 3, 2>());
  STATIC_REQUIRE(std::is_same_v<decltype(y.shape()), const Shape<2, 3, 2>&>);
  CHECK(y.data() == x.data());
  CHECK(y.matrix() == x);
}

TEST_CASE("a reshaped strided batch is read where it lies") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(12, 3);
  Strided strided(x);
  CHECK(reshape(constant(workspace, strided.block()), shape<3, 4>()).matrix() == x);
}

TEST_CASE("the gradient passes through new shapes") {
  const auto f = [](const auto& x) { return reshape(square(reshape(x, shape<3, 4>())), x.rows()); };
  expect_gradient(f, scattered(12, 3, 1), scattered(12, 3));
}

TEST_CASE("shapes of other sizes are refused, with both") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(10, 2);
  CHECK(message<ShapeError>([&] { reshape(constant(workspace, x), shape<3, 4>()); }) ==
        "reshape: got 10 numbers (10), expected 12 (3 x 4)");
}

TEST_CASE("what a sigmoid remembers stays, strided or not") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = 400 * scattered(12, 2);  // too large for its sigmoid to tell
  Strided strided(x);
  const Eigen::MatrixXd t = scattered(12, 2).cwiseAbs();
  const auto loss = [&](const auto& v) { return binary_crossentropy(v, constant(workspace, t)); };
  const double expected = loss(sigmoid(constant(workspace, x))).value();
  for (const auto& v : {constant(workspace, x), constant(workspace, strided.block())}) {
    const auto image = reshape(sigmoid(v), shape<3, 4>());
    CHECK(image.logit()->matrix() == x);
    CHECK(loss(reshape(image, v.rows())).value() == expected);
    CHECK(pixels(image).logit()->matrix() == x.reshaped(4, 6));
  }
}

TEST_CASE("pixels are columns of channels, strided or not") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(12, 3);
  Strided strided(x);
  for (const auto& v : {constant(workspace, x), constant(workspace, strided.block())}) {
    const auto y = pixels(reshape(v, shape<3, 2, 2>()));
    STATIC_REQUIRE(std::is_same_v<decltype(y.shape()), const Shape<2>&>);
    CHECK(y.columns() == 18);
    CHECK(y.matrix() == x.reshaped(2, 18));
    CHECK(pixels(v).matrix() == x);
  }
}

TEST_CASE("the gradient passes through pixels") {
  const auto f = [](const auto& x) { return square(pixels(reshape(x, shape<3, 2, 2>()))); };
  expect_gradient(f, scattered(2, 18, 1), scattered(12, 3));
}
