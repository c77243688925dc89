// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/losses/mean_squared_error.hpp>
#include <eigencoder/optimizers/sgd.hpp>
#include <eigencoder/training/trainer.hpp>

#include <numeric>
#include <vector>

#include "catch.hpp"

namespace eigencoder::testing {

/// A model that reconstructs has this penalty on the data, in the loss of training and not in that
/// of validation.
template <class Model>
void expect_penalty(Model model, const Eigen::MatrixXd& data, double penalty) {
  const Model start = model;
  Trainer trainer{model, SGD{}, MeanSquaredError{}};
  const double error = (model(data) - data).squaredNorm() / static_cast<double>(data.size());
  CHECK(trainer.evaluate(data) == Approx(error).epsilon(1e-13));
  const Evaluation result = trainer.evaluate(data, {.penalties = true});
  CHECK(result.loss == Approx(error + penalty).epsilon(1e-13));
  CHECK(result.penalty == Approx(penalty).epsilon(1e-13));
  std::vector<Index> all(static_cast<std::size_t>(data.cols()));
  std::iota(all.begin(), all.end(), Index{0});
  CHECK(trainer.step(data, all) == Approx(error + penalty).epsilon(1e-13));
  model = start;
  const History& history = trainer.fit(data, {.validation = data});
  CHECK(history.loss[0] == Approx(error + penalty).epsilon(1e-13));
  CHECK(history.penalty[0] == Approx(penalty).epsilon(1e-13));
  CHECK(history.validation_loss[0] == trainer.evaluate(data));
}

}  // namespace eigencoder::testing
