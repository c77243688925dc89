// SPDX-License-Identifier: MIT
#include <eigencoder/autodiff/leaves.hpp>

#include <type_traits>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("constants are not copied, variables are") {
  Tape<double> tape;
  Eigen::MatrixXd x = scattered(3, 4);
  const auto c = constant(tape, x);
  const auto v = variable(tape, x);
  CHECK(c.data() == x.data());
  x.setZero();
  CHECK(c.matrix().isZero(0));
  CHECK_FALSE(v.matrix().isZero());
}

TEST_CASE("maps, blocks, rows and vectors become constants of their extents") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(3, 4);
  const Eigen::Map<const Eigen::MatrixXd> map(x.data(), 3, 4);
  const Eigen::Vector3d column = x.col(1);
  CHECK(constant(workspace, map).matrix() == x);
  CHECK(constant(workspace, x.block(1, 1, 2, 3)).matrix() == x.block(1, 1, 2, 3));
  CHECK(constant(workspace, x.row(2)).matrix() == x.row(2));
  STATIC_REQUIRE(
      std::is_same_v<decltype(constant(workspace, column)), Value<double, Shape<3>, Shape<1>>>);
  STATIC_REQUIRE(std::is_same_v<decltype(constant(workspace, x.row(2)).shape()), const Shape<1>&>);
}
