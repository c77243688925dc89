// SPDX-License-Identifier: MIT
#include <eigencoder/losses/huber.hpp>

#include "catch.hpp"
#include "losses/golden_loss.hpp"
#include "support/errors.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("Huber's loss is PyTorch's") {
  expect_golden_loss("huber_1", Huber{});
  expect_golden_loss("huber_0.5", Huber{.delta = 0.5});
}

TEST_CASE("Huber's loss is quadratic up to delta and linear beyond") {
  const Eigen::MatrixXd zero{{0}};
  CHECK(loss_of(Huber{.delta = 2}, Eigen::MatrixXd{{-1}}, zero) == 0.5);
  CHECK(loss_of(Huber{.delta = 2}, Eigen::MatrixXd{{2}}, zero) == 2);
  CHECK(loss_of(Huber{.delta = 2}, Eigen::MatrixXd{{-5}}, zero) == 8);
}

TEST_CASE("Huber's loss refuses a delta that is not positive") {
  const Eigen::MatrixXd zero{{0}};
  CHECK(message<ValueError>([&] { loss_of(Huber{.delta = 0}, zero, zero); }) ==
        "Huber: delta: got 0, expected a number above 0");
}
