// SPDX-License-Identifier: MIT
#include <eigencoder/operations/extrema.hpp>

#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("max, min and clamp are PyTorch's") {
  expect_golden<Batch, Batch>("max", [](const auto& a, const auto& b) { return max(a, b); });
  expect_golden<Batch, Batch>("min", [](const auto& a, const auto& b) { return min(a, b); });
  expect_golden<Batch>("clamp", [](const auto& x) { return clamp(x, -0.5, 0.5); });
}

TEST_CASE("of equals the gradient goes to the first") {
  const Eigen::Vector3d a(1, 2, 3), b(2, 2, 2);
  const auto larger =
      value_and_gradients([](const auto& x, const auto& y) { return sum(max(x, y)); }, a, b);
  CHECK(larger.gradients[0] == Eigen::Vector3d(0, 1, 1));
  CHECK(larger.gradients[1] == Eigen::Vector3d(1, 0, 0));
  const auto smaller =
      value_and_gradients([](const auto& x, const auto& y) { return sum(min(x, y)); }, a, b);
  CHECK(smaller.gradients[0] == Eigen::Vector3d(1, 1, 0));
  CHECK(smaller.gradients[1] == Eigen::Vector3d(0, 0, 1));
}

TEST_CASE("the slope of clamp is 1 at its limits and 0 outside") {
  const Eigen::Vector4d x(-0.75, -0.5, 0.5, 0.75);
  CHECK(gradient([](const auto& v) { return sum(clamp(v, -0.5, 0.5)); }, x) ==
        Eigen::Vector4d(0, 1, 1, 0));
}

TEST_CASE("max and min are found beside those of std") {
  using namespace std;
  Workspace<double> workspace;
  const Eigen::Vector2d a(1, 4), b(3, 2);
  const auto x = constant(workspace, a), y = constant(workspace, b);
  CHECK(max(x, y).matrix() == Eigen::Vector2d(3, 4));
  CHECK(min(x, y).matrix() == Eigen::Vector2d(1, 2));
  CHECK(clamp(x, 2., 3.).matrix() == Eigen::Vector2d(2, 3));
}

TEST_CASE("extrema refuse other shapes and limits in the wrong order") {
  Workspace<double> workspace;
  const Eigen::MatrixXd a = scattered(3, 2), b = scattered(3, 1);
  const auto x = constant(workspace, a), y = constant(workspace, b);
  CHECK(message<ShapeError>([&] { max(x, y); }) == "max(a, b): got 1, expected 2");
  CHECK(message<ShapeError>([&] { min(x, y); }) == "min(a, b): got 1, expected 2");
  CHECK(message<ValueError>([&] { clamp(x, 2, -1); }) ==
        "clamp: got [2, -1], expected low <= high");
}
