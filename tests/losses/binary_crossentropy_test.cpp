// SPDX-License-Identifier: MIT
#include <eigencoder/losses/binary_crossentropy.hpp>

#include <cmath>

#include "catch.hpp"
#include "losses/golden_loss.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// The loss of a model that ends in a Sigmoid.
struct OfSigmoid {
  auto operator()(const auto& logits, const auto& target) const {
    return BinaryCrossentropy{}(sigmoid(logits), target);
  }
};

}  // namespace

TEST_CASE("binary cross-entropy is PyTorch's") {
  expect_golden_loss_in<float>("binary_crossentropy", BinaryCrossentropy{});
  expect_golden_loss_in<double>("binary_crossentropy", BinaryCrossentropy{});
  expect_golden_loss("binary_crossentropy_logits", BinaryCrossentropyWithLogits{});
  expect_golden_loss("sigmoid_binary_crossentropy", OfSigmoid{});
}

TEST_CASE("binary cross-entropy has the gradient of finite differences") {
  const Eigen::MatrixXd t = 0.5 * (scattered(3, 4, 1).array() + 1);
  const Eigen::MatrixXd p = 0.3 * scattered(3, 4, 2).array() + 0.5;
  expect_gradient(against(BinaryCrossentropy{}, t), Eigen::MatrixXd{{1}}, p);
}

TEST_CASE("binary cross-entropy clips what no Sigmoid made, and has no gradient there") {
  // 1 - 1e-7 is no float, and at a clip there is no finite difference.
  expect_golden_loss_in<double>("binary_crossentropy_clipped", BinaryCrossentropy{});
}

TEST_CASE("the loss of a Sigmoid is exact where the Sigmoid itself is 0 or 1") {
  const Eigen::MatrixXf z{{40, -40, 40, -40}}, t{{0, 1, 0.75f, 0.25f}};
  const auto loss = [](const auto& x, const auto& y) { return OfSigmoid{}(x, y); };
  const Outcome<float> trained = on_tape(against(loss, t), Eigen::MatrixXf{{1}}, std::tuple{z});
  CHECK(trained.value(0) == Approx((40 + 40 + 10 + 10) / 4.));
  CHECK(loss_of(loss, z, t) == trained.value(0));
  CHECK(trained.gradients[0] == Eigen::MatrixXf{{0.25f, -0.25f, 0.0625f, -0.0625f}});
}

TEST_CASE("the gradient by the logit is (sigmoid - target) / N") {
  const Eigen::MatrixXd z = 3 * scattered(2, 5, 1), t = 0.5 * (scattered(2, 5, 2).array() + 1);
  const Eigen::MatrixXd expected = (1 / (1 + (-z.array()).exp()) - t.array()) / 10;
  CHECK(largest_difference(gradient(against(OfSigmoid{}, t), z), expected) < 1e-15);
}

TEST_CASE("an operation after the Sigmoid loses the logit") {
  const auto loss = [](const auto& x, const auto& y) {
    return BinaryCrossentropy{}(1. * sigmoid(x), y);
  };
  const Eigen::MatrixXd z{{40}}, t{{0}};
  CHECK(loss_of(loss, z, t) == Approx(-std::log(1e-7)));
  CHECK(gradient(against(loss, t), z)(0) == 0);
}

TEST_CASE("binary cross-entropy with a grey target is least at the target, where it is not 0") {
  const Eigen::MatrixXd t{{0.25}};
  const double entropy = -0.25 * std::log(0.25) - 0.75 * std::log(0.75);
  CHECK(loss_of(BinaryCrossentropy{}, t, t) == Approx(entropy));
  CHECK(std::abs(gradient(against(BinaryCrossentropy{}, t), t)(0)) < 1e-15);
}
