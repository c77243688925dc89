// SPDX-License-Identifier: MIT
#include <eigencoder/losses/mean_squared_error.hpp>

#include "catch.hpp"
#include "losses/golden_loss.hpp"
#include "support/errors.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("squared errors are PyTorch's") {
  expect_golden_loss("mean_squared_error", MeanSquaredError{});
  expect_golden_loss("sum_squared_error", SumSquaredError{});
  expect_golden_loss("half_squared_error", HalfSquaredError{});
}

TEST_CASE("squared errors differ in what they divide by") {
  const Eigen::MatrixXd y = Eigen::MatrixXd::Constant(3, 4, 2), t = Eigen::MatrixXd::Zero(3, 4);
  CHECK(loss_of(MeanSquaredError{}, y, t) == Approx(4));
  CHECK(loss_of(SumSquaredError{}, y, t) == Approx(12));
  CHECK(loss_of(HalfSquaredError{}, y, t) == Approx(24));
}

TEST_CASE("the error of no samples is zero") {
  const Eigen::MatrixXd none(3, 0);
  CHECK(loss_of(MeanSquaredError{}, none, none) == 0);
  CHECK(loss_of(SumSquaredError{}, none, none) == 0);
}

TEST_CASE("a loss refuses a target of another shape") {
  const Eigen::MatrixXd y(3, 4), features(2, 4), samples(3, 5);
  CHECK(message<ShapeError>([&] { loss_of(MeanSquaredError{}, y, features); }) ==
        "squared error: got 2, expected 3");
  CHECK(message<ShapeError>([&] { loss_of(MeanSquaredError{}, y, samples); }) ==
        "squared error: samples: got 5, expected 4");
}
