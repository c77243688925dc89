// SPDX-License-Identifier: MIT
#include <eigencoder/operations/functions.hpp>

#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("exponentials and logarithms are PyTorch's") {
  expect_golden<Batch>("exp", [](const auto& x) { return exp(x); });
  expect_golden<Batch>("log", [](const auto& x) { return log(x); });
  expect_golden<Batch>("log1p", [](const auto& x) { return log1p(x); });
}

TEST_CASE("powers, roots and absolute values are PyTorch's") {
  expect_golden<Batch>("sqrt", [](const auto& x) { return sqrt(x); });
  expect_golden<Batch>("square", [](const auto& x) { return square(x); });
  expect_golden<Batch>("abs", [](const auto& x) { return abs(x); });
  expect_golden<Batch>("pow_2.5", [](const auto& x) { return pow(x, 2.5); });
  expect_golden<Batch>("pow_3", [](const auto& x) { return pow(x, 3); });
}

TEST_CASE("the slope of abs is 0 at 0") {
  const auto slope = gradient([](const auto& x) { return sum(abs(x)); }, Eigen::Vector3d(-2, 0, 3));
  CHECK(slope == Eigen::Vector3d(-1, 0, 1));
}

TEST_CASE("log1p keeps the digits of a small number") {
  Workspace<double> workspace;
  const Eigen::VectorXd x = Eigen::VectorXd::Constant(1, 1e-18);
  CHECK(log1p(constant(workspace, x)).matrix()(0, 0) == 1e-18);
}

TEST_CASE("the slope of x^0 is 0, at 0 too") {
  const auto slope = gradient([](const auto& x) { return sum(pow(x, 0)); }, Eigen::Vector2d(0, 3));
  CHECK(slope == Eigen::Vector2d::Zero());
}
