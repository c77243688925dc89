// SPDX-License-Identifier: MIT
#include <eigencoder/operations/broadcast.hpp>

#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("a column added to every sample is PyTorch's") {
  expect_golden<Batch, Eigen::Vector3d>(
      "add_column", [](const auto& x, const auto& b) { return add_column(x, b); });
}

TEST_CASE("a column added twice gets both contributions, one from an empty batch none") {
  const Eigen::MatrixXd x = scattered(2, 3), none(2, 0);
  const Eigen::VectorXd b = scattered(2, 1);
  const auto twice = [](const auto& v, const auto& c) {
    return sum(add_column(add_column(v, c), c));
  };
  CHECK(value_and_gradients(twice, x, b).gradients[1] == Eigen::Vector2d(6, 6));
  CHECK(value_and_gradients(twice, none, b).gradients[1] == Eigen::Vector2d(0, 0));
}

TEST_CASE("a column is added to a long batch as in Eigen") {
  const Eigen::MatrixXd x = scattered(5, 3001, 1);
  const Eigen::VectorXd b = scattered(5, 1, 2);
  Workspace<double> workspace;
  CHECK(add_column(constant(workspace, x), constant(workspace, b)).matrix() == x.colwise() + b);
}

TEST_CASE("a column of another length is refused") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(3, 2);
  const Eigen::VectorXd b = scattered(4, 1);
  CHECK(message<ShapeError>([&] { add_column(constant(workspace, x), constant(workspace, b)); }) ==
        "add_column: got 4, expected 3");
}
