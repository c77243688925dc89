// SPDX-License-Identifier: MIT
#include <eigencoder/layers/kl_sparsity.hpp>

#include <eigencoder/autodiff/gradient.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/encoder.hpp>

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "support/penalties.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// The divergence of a mean activation from a target.
double divergence(double target, double mean) {
  return target * std::log(target / mean) + (1 - target) * std::log((1 - target) / (1 - mean));
}

template <class Scalar>
double penalty_of(const KLSparsity& layer, const Eigen::MatrixX<Scalar>& x) {
  Tape<Scalar> tape;
  layer(variable(tape, x));
  return tape.penalty();
}

const Eigen::MatrixXd by_hand{{0.1, 0.3, 0.2}, {0.5, 0.9, 0.7}};  // means 0.2 and 0.7

}  // namespace

TEST_CASE("KLSparsity adds the divergence of each unit's mean from the target") {
  CHECK(penalty_of<double>({}, by_hand) ==
        Approx(divergence(0.05, 0.2) + divergence(0.05, 0.7)).epsilon(1e-13));
  CHECK(penalty_of<double>({.target = 0.3, .factor = 2}, by_hand) ==
        Approx(2 * (divergence(0.3, 0.2) + divergence(0.3, 0.7))).epsilon(1e-13));
  const Eigen::MatrixXf in_float = by_hand.cast<float>();
  CHECK(penalty_of<float>({}, in_float) == Approx(penalty_of<double>({}, by_hand)).epsilon(1e-5));
}

TEST_CASE("KLSparsity is nothing at the target and not divided by the batch") {
  CHECK(penalty_of<double>({.target = 0.2}, by_hand.topRows(1)) == Approx(0).margin(1e-15));
  CHECK(penalty_of<double>({}, by_hand.replicate(1, 5)) ==
        Approx(penalty_of<double>({}, by_hand)).epsilon(1e-13));
}

TEST_CASE("KLSparsity has the gradient of finite differences") {
  const auto f = [](const auto& x) { return squared_norm(KLSparsity{0.1, 0.5}(x)); };
  CHECK(check_gradient(f, by_hand).error < 1e-7);
  // by hand: factor / n (-rho / m + (1 - rho) / (1 - m))
  const auto alone = [](const auto& x) { return 0. * sum(KLSparsity{0.1, 0.5}(x)); };
  const Eigen::MatrixXd g = gradient(alone, by_hand);
  for (const Index j : {0, 1, 2}) {
    CHECK(g(0, j) == Approx(0.5 / 3 * (-0.1 / 0.2 + 0.9 / 0.8)).epsilon(1e-13));
    CHECK(g(1, j) == Approx(0.5 / 3 * (-0.1 / 0.7 + 0.9 / 0.3)).epsilon(1e-13));
  }
}

TEST_CASE("KLSparsity of units that are always off or on is finite") {
  CHECK(penalty_of<double>({}, Eigen::MatrixXd::Zero(1, 2)) ==
        Approx(divergence(0.05, 1e-7)).epsilon(1e-13));
  CHECK(penalty_of<double>({}, Eigen::MatrixXd::Ones(1, 2)) ==
        Approx(divergence(0.05, 1 - 1e-7)).epsilon(1e-13));
  for (const float on : {0.f, 1.f})
    CHECK(std::isfinite(penalty_of<float>({}, Eigen::MatrixXf::Constant(1, 2, on))));
}

TEST_CASE("KLSparsity lets what passes be, and is nothing in inference") {
  const Encoder model{Input<double, 2>{}, KLSparsity{}};
  Workspace<double> workspace;
  CHECK(same_bits<double>(model(by_hand, workspace), by_hand));
  CHECK(workspace.penalty() == 0);
}

TEST_CASE("KLSparsity is in the loss of training and not in that of validation") {
  const Encoder model{Input<double, 2>{}, Dense<2, Sigmoid>{}, KLSparsity{.factor = 0.5}};
  const Eigen::MatrixXd data = scattered(2, 4);
  const Eigen::VectorXd mean = model(data).rowwise().mean();
  expect_penalty(model, data, 0.5 * (divergence(0.05, mean(0)) + divergence(0.05, mean(1))));
}

TEST_CASE("KLSparsity refuses a target outside (0, 1) and a factor below 0") {
  const auto refusal = [](double target, double factor) {
    return message<ValueError>([&] { Encoder(Input<float, 3>{}, KLSparsity{target, factor}); });
  };
  CHECK(refusal(0, 1) == "KLSparsity: target: got 0, expected a number in (0, 1)");
  CHECK(refusal(1, 1) == "KLSparsity: target: got 1, expected a number in (0, 1)");
  CHECK(refusal(-0.5, 1) == "KLSparsity: target: got -0.5, expected a number in (0, 1)");
  CHECK(refusal(std::numeric_limits<double>::quiet_NaN(), 1) ==
        "KLSparsity: target: got nan, expected a number in (0, 1)");
  CHECK(refusal(0.5, -1) == "KLSparsity: factor: got -1, expected a number of at least 0");
  CHECK(refusal(0.5, 0) == "nothing was thrown");
}
