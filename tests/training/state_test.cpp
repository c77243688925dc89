// SPDX-License-Identifier: MIT
// State of a model, which training moves and no gradient: the statistics of BatchNormalization.
#include <eigencoder/layers/batch_normalization.hpp>
#include <eigencoder/optimizers/adamw.hpp>
#include <eigencoder/optimizers/sgd.hpp>
#include <eigencoder/training/early_stopping.hpp>

#include <array>
#include <string_view>

#include "catch.hpp"
#include "golden/normalization.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

const Eigen::MatrixXd data = scattered(2, 40);
const std::array<Index, 4> some{7, 3, 20, 9};

auto normalized() {
  return Encoder{Input<double, 2>{}, BatchNormalization{.momentum = 0.75}, Dense<2>{}};
}
constexpr auto moving_mean = "0.batch_normalization.moving_mean";

/// Two steps of the golden run: gamma, beta, moving mean and variance after each.
template <class Model>
void expect_golden_steps(Model model, std::string_view name) {
  const auto& c = golden::named(golden::normalizations, name);
  const Eigen::MatrixXd x = golden::to_eigen(c.inputs[0]), t = golden::to_eigen(c.inputs[1]);
  const Eigen::MatrixXd expected = golden::to_eigen(c.value), losses = golden::to_eigen(c.weights);
  Trainer trainer{model, SGD{.learning_rate = 0.5}, MeanSquaredError{}};
  for (const Index step : {0, 1}) {
    const std::array<Index, 3> which{3 * step, 3 * step + 1, 3 * step + 2};
    CHECK(trainer.step(Dataset<double>{x, t}, which) == Approx(losses(step)).epsilon(1e-12));
    CHECK(largest_difference(model.parameters(), expected.col(step)) <= tolerance<double>);
  }
}

}  // namespace

TEST_CASE("Two steps of BatchNormalization are PyTorch's, the moving statistics too") {
  expect_golden_steps(Encoder{Input<double, 4>{}, BatchNormalization{}}, "trained_features");
  expect_golden_steps(Encoder{Input<double, 2, 2, 3>{}, BatchNormalization{.momentum = 0.75}},
                      "trained_images");
}

TEST_CASE("An optimizer leaves state alone, even one that lets parameters decay") {
  auto model = normalized();
  Trainer trainer{model, AdamW{.weight_decay = 0.5}, MeanSquaredError{}};
  trainer.step(data, some);
  const Eigen::Vector2d batch = data(Eigen::all, some).rowwise().mean();
  CHECK(largest_difference(model.parameter(moving_mean), 0.25 * batch) < 1e-15);
}

TEST_CASE("Evaluating and predicting leave state alone, and use it") {
  auto model = normalized();
  Trainer trainer{model, SGD{}, MeanSquaredError{}};
  const double untrained = trainer.evaluate(data);
  model.parameter(moving_mean)(0) = 0.5;
  const auto before = model;
  CHECK(trainer.evaluate(data) != untrained);
  CHECK(trainer.predict(data) == model(data));
  CHECK(model == before);
}

TEST_CASE("A step whose loss is not finite moves no state") {
  auto model = normalized();
  const auto before = model;
  Trainer trainer{model, SGD{}, MeanSquaredError{}};
  const Eigen::MatrixXd huge = 1e300 * data;
  CHECK(!std::isfinite(trainer.step(huge, some)));
  CHECK(model == before);
}

TEST_CASE("Training that diverges brings the state of the last good epoch back") {
  auto model = normalized();
  const auto before = model;
  Trainer trainer{model, SGD{.learning_rate = 1e200}, MeanSquaredError{}};
  CHECK(trainer.fit(data, {.epochs = 3, .batch_size = 4}).diverged);
  CHECK(model == before);
}

TEST_CASE("Early stopping brings back the state of the best epoch") {
  auto one = normalized(), four = normalized();
  Trainer alone{one, SGD{}, MeanSquaredError{}}, longer{four, SGD{}, MeanSquaredError{}};
  alone.fit(data, {.epochs = 1});
  // No later epoch is better by so much.
  const Callback stopping = early_stopping(four, {.patience = 9, .minimum_change = 1e9});
  longer.fit(data, {.epochs = 4, .callbacks = {stopping}});
  CHECK(four == one);
  CHECK(one.parameter(moving_mean).norm() > 0);
}

TEST_CASE("A frozen BatchNormalization keeps its state in training") {
  auto model = normalized();
  model.freeze("0.batch_normalization");
  const auto before = model;
  Trainer trainer{model, SGD{}, MeanSquaredError{}};
  trainer.step(data, some);
  CHECK(model.parameters().head(8) == before.parameters().head(8));
  CHECK(model.parameters().tail(6) != before.parameters().tail(6));
}

namespace {

/// Parameters and state after an epoch with that many threads.
Eigen::VectorXf trained_by(int threads) {
  Encoder model{Input<float, 8, 8, 3>{}, BatchNormalization{}, BatchNormalization{}};
  Trainer trainer{model, SGD{.learning_rate = 0.1}, MeanSquaredError{}, {.threads = threads}};
  trainer.fit(scattered<float>(192, 400), {.epochs = 1, .batch_size = 100});
  return model.parameters();
}

}  // namespace

TEST_CASE("State has the same bits with 1, 2 and 3 threads") {
  const Eigen::VectorXf alone = trained_by(1);
  CHECK(alone.segment(6, 3).norm() > 0);
  CHECK(trained_by(2) == alone);
  CHECK(trained_by(3) == alone);
}
