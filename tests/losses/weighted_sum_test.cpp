// SPDX-License-Identifier: MIT
#include <eigencoder/losses/weighted_sum.hpp>

#include <eigencoder/losses/mean_absolute_error.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>
#include <eigencoder/operations/functions.hpp>

#include "catch.hpp"
#include "losses/golden_loss.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// A loss of a user's own, as an expression without a derivative.
struct LogCosh {
  auto operator()(const auto& reconstruction, const auto& target) const {
    const auto error = reconstruction - target;
    return mean(log(0.5 * (exp(error) + exp(-error))));
  }
};

}  // namespace

TEST_CASE("a weighted sum counts each loss as often as it says") {
  const WeightedSum loss{Weighted{0.5, MeanSquaredError{}}, Weighted{3, MeanAbsoluteError{}}};
  const Eigen::MatrixXd y = Eigen::MatrixXd::Constant(3, 4, 2), t = Eigen::MatrixXd::Zero(3, 4);
  CHECK(loss_of(loss, y, t) == Approx(0.5 * 4 + 3 * 2));
}

TEST_CASE("a weighted sum has the gradient of finite differences") {
  const WeightedSum loss{Weighted{0.8, MeanSquaredError{}}, Weighted{-0.2, LogCosh{}}};
  const Eigen::MatrixXd target = scattered(3, 4, 1);
  expect_gradient(against(loss, target), Eigen::MatrixXd{{1}}, scattered(3, 4, 2));
}

TEST_CASE("a weighted sum of one loss with weight 1 is that loss, and may be a term itself") {
  const WeightedSum one{Weighted{1, MeanSquaredError{}}};
  const WeightedSum twice{Weighted{2, one}};
  const Eigen::MatrixXd y = scattered(3, 4, 3), t = scattered(3, 4, 4);
  CHECK(loss_of(one, y, t) == loss_of(MeanSquaredError{}, y, t));
  CHECK(loss_of(twice, y, t) == 2 * loss_of(MeanSquaredError{}, y, t));
}

TEST_CASE("a loss of one's own needs no derivative") {
  const Eigen::MatrixXd target = scattered(3, 4, 5);
  CHECK(loss_of(LogCosh{}, Eigen::MatrixXd{{2}}, Eigen::MatrixXd{{0.5}}) ==
        Approx(std::log(std::cosh(1.5))));
  expect_gradient(against(LogCosh{}, target), Eigen::MatrixXd{{1}}, scattered(3, 4, 6));
}
