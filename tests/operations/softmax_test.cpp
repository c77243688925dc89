// SPDX-License-Identifier: MIT
#include <eigencoder/operations/softmax.hpp>

#include <limits>

#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("softmax and log-sum-exp are PyTorch's") {
  expect_golden<Batch>("softmax", [](const auto& x) { return softmax(x); });
  expect_golden<Batch>("log_sum_exp", [](const auto& x) { return log_sum_exp(x); });
}

TEST_CASE("softmax and log-sum-exp of numbers up to 1000 are finite and right") {
  const auto f = [](const auto& x) { return softmax(x); };
  expect_golden_values<Eigen::MatrixXf>("softmax_extreme", f);
  expect_golden_values<Eigen::MatrixXd>("softmax_extreme", f);
  expect_golden_values<Eigen::MatrixXd>("log_sum_exp_extreme",
                                        [](const auto& x) { return log_sum_exp(x); });
}

TEST_CASE("log-sum-exp of floats near +-700 is as good as their own digits") {
  Eigen::MatrixXf x(2, 2);
  x << 700, -700, 701, -701;
  const auto result = value_and_gradients([](const auto& v) { return sum(log_sum_exp(v)); }, x);
  CHECK(result.value == Approx(1.626523).margin(1e-4));
  Eigen::MatrixXd expected(2, 2);
  expected << 0.268941, 0.731059, 0.731059, 0.268941;
  CHECK(largest_difference(result.gradients[0].cast<double>(), expected) < 1e-4);
}

TEST_CASE("one feature is certain, and no samples are none") {
  Workspace<double> workspace;
  const Eigen::MatrixXd one = scattered(1, 4), none(3, 0);
  CHECK(softmax(constant(workspace, one)).matrix() == Eigen::RowVector4d::Ones());
  CHECK(log_sum_exp(constant(workspace, one)).matrix() == one);
  CHECK(softmax(constant(workspace, none)).size() == 0);
}

TEST_CASE("softmax of strided samples is that of their copy") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(37, 5);
  Strided strided(x);
  CHECK(largest_difference(softmax(constant(workspace, strided.block())).matrix(),
                           softmax(constant(workspace, x)).matrix()) < 1e-15);
}

TEST_CASE("log_sum_exp of samples that are all -inf is -inf, and of no features is refused") {
  Workspace<double> workspace;
  const double infinity = std::numeric_limits<double>::infinity();
  const Eigen::MatrixXd nothing = Eigen::MatrixXd::Constant(3, 2, -infinity), none(0, 2);
  CHECK((log_sum_exp(constant(workspace, nothing)).matrix().array() == -infinity).all());
  CHECK(message<ValueError>([&] { log_sum_exp(constant(workspace, none)); }) ==
        "log_sum_exp: features: got 0, expected at least 1");
}
