// SPDX-License-Identifier: MIT
#include <eigencoder/losses/mean_absolute_error.hpp>

#include "catch.hpp"
#include "losses/golden_loss.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("the mean absolute error is PyTorch's") {
  expect_golden_loss("mean_absolute_error", MeanAbsoluteError{});
}

TEST_CASE("the mean absolute error has slope 0 where there is no error") {
  const Eigen::MatrixXd target{{1, 2}};
  const auto slope = gradient(against(MeanAbsoluteError{}, target), Eigen::MatrixXd{{1, 3}});
  CHECK(slope == Eigen::MatrixXd{{0, 0.5}});
}
