// SPDX-License-Identifier: MIT
#include <eigencoder/layers/activity_penalty.hpp>

#include <eigencoder/autodiff/gradient.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/encoder.hpp>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "support/penalties.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// What a layer adds as a penalty on these numbers, in training.
template <class Layer>
double penalty_of(const Layer& layer, const Eigen::MatrixXd& x) {
  Tape<double> tape;
  layer(variable(tape, x));
  return tape.penalty();
}

template <class Layer>
double worst_error(const Layer& layer, const Eigen::MatrixXd& x) {
  return check_gradient([&](const auto& v) { return squared_norm(layer(v)); }, x).error;
}

const Eigen::Matrix2d by_hand{{1, -2}, {0.5, 4}};  // sum |x| = 7.5, sum x^2 = 21.25

}  // namespace

TEST_CASE("a penalty on activity is the mean over the batch") {
  CHECK(penalty_of(ActivityL1{}, by_hand) == Approx(0.01 * 7.5 / 2).epsilon(1e-14));
  CHECK(penalty_of(ActivityL1{0.5}, by_hand) == Approx(0.5 * 7.5 / 2).epsilon(1e-14));
  CHECK(penalty_of(ActivityL2{}, by_hand) == Approx(0.01 * 21.25 / 2).epsilon(1e-14));
  CHECK(penalty_of(ActivityL2{0.5}, by_hand) == Approx(0.5 * 21.25 / 2).epsilon(1e-14));
}

TEST_CASE("a penalty on activity is the sum if so asked") {
  CHECK(penalty_of(ActivityL1{0.5, PenaltyReduction::sum}, by_hand) == Approx(3.75).epsilon(1e-14));
  CHECK(penalty_of(ActivityL2{.factor = 2, .reduction = PenaltyReduction::sum}, by_hand) ==
        Approx(42.5).epsilon(1e-14));
}

TEST_CASE("a penalty on activity has its gradient, beside that of the loss") {
  const Eigen::Matrix2d x = by_hand;
  const auto nothing = [](const auto& layer) {
    return [&layer](const auto& v) { return 0. * sum(layer(v)); };
  };
  const Eigen::Matrix2d by_l1{{0.25, -0.25}, {0.25, 0.25}};
  CHECK(largest_difference(gradient(nothing(ActivityL1{0.5}), x), by_l1) < 1e-14);
  CHECK(largest_difference(gradient(nothing(ActivityL2{0.5}), x), 0.5 * x) < 1e-14);
  for (const auto reduction : {PenaltyReduction::mean, PenaltyReduction::sum}) {
    CHECK(worst_error(ActivityL1{0.3, reduction}, x) < 1e-7);
    CHECK(worst_error(ActivityL2{0.3, reduction}, x) < 1e-7);
  }
}

TEST_CASE("a penalty on activity lets what passes be, and is nothing in inference") {
  const Eigen::MatrixXd x = scattered(3, 4);
  const Encoder model{Input<double, 3>{}, ActivityL1{10}, ActivityL2{10}};
  CHECK(same_bits(model(x), x));
  CHECK(model.parameters().size() == 0);
  Workspace<double> workspace;
  model(x, workspace);
  CHECK(workspace.penalty() == 0);
}

TEST_CASE("penalties on activity are in the loss of training and not in that of validation") {
  const Encoder model{Input<double, 2>{}, Dense<2>{}, ActivityL1{0.5}, ActivityL2{0.25}};
  const Eigen::MatrixXd data = scattered(2, 4), y = model(data);
  expect_penalty(model, data, (0.5 * y.cwiseAbs().sum() + 0.25 * y.squaredNorm()) / 4);
}

TEST_CASE("a penalty on activity refuses a factor below 0") {
  CHECK(message<ValueError>([] {
          Encoder{Input<float, 3>{}, ActivityL1{-0.5}};
        }) == "ActivityL1: factor: got -0.5, expected a number of at least 0");
  CHECK(message<ValueError>([] {
          Encoder{Input<float, 3>{}, ActivityL2{-1}};
        }) == "ActivityL2: factor: got -1, expected a number of at least 0");
  CHECK_NOTHROW(Encoder{Input<float, 3>{}, ActivityL1{0}, ActivityL2{0}});
}
