// SPDX-License-Identifier: MIT
#include <eigencoder/training/early_stopping.hpp>

#include <eigencoder/optimizers/sgd.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// One number as a model; before the end of epoch i it is i.
struct Counter {
  using Scalar = double;
  Eigen::VectorXd numbers = Eigen::VectorXd::Zero(1);

  const Eigen::VectorXd& parameters() const { return numbers; }
  Eigen::VectorXd& parameters() { return numbers; }
};

/// The epoch after which training ended, and the epoch whose parameters the model is left with.
struct Outcome {
  Index epochs;
  double parameters;
  bool operator==(const Outcome&) const = default;
};

/// Epochs with these losses, until the callback stops them.
Outcome after(const std::vector<double>& losses, const EarlyStoppingOptions& options,
              bool validation = true) {
  Counter model;
  const Callback callback = early_stopping(model, options);
  Progress p{.epochs = static_cast<Index>(losses.size())};
  callback.fit_start();
  for (const double loss : losses) {
    ++p.epoch;
    p.start_epoch();
    p.loss = validation ? -static_cast<double>(p.epoch) : loss;
    if (validation) p.validation_loss = loss;
    model.numbers[0] = static_cast<double>(p.epoch);
    callback.epoch_end(p);
    if (p.stop) break;
  }
  callback.fit_end();
  return {p.epoch, model.numbers[0]};
}

std::string refused(const EarlyStoppingOptions& options) {
  Counter model;
  return message<ValueError>([&] { early_stopping(model, options); });
}

const std::vector<double> losses{5, 4, 4.5, 3, 3.5, 3.25, 3, 2, 1};

const Eigen::MatrixXd data = scattered(2, 20), held_out = scattered(2, 5, 1);

}  // namespace

TEST_CASE("Training stops after the first epoch beyond those that are borne without improvement") {
  CHECK(after(losses, {}).epochs == 3);
  CHECK(after(losses, {.patience = 1}).epochs == 6);
  CHECK(after(losses, {.patience = 2}).epochs == 7);
  CHECK(after(losses, {.patience = 3}).epochs == 9);
}

TEST_CASE("The parameters of the best epoch are restored, unless the last are wanted") {
  CHECK(after(losses, {}) == Outcome{3, 2});
  CHECK(after(losses, {.patience = 2}) == Outcome{7, 4});
  CHECK(after(losses, {.patience = 2, .restore_best = false}) == Outcome{7, 7});
}

TEST_CASE("The best parameters are restored too where the epochs are at their end") {
  CHECK(after({3, 2, 1, 4, 5}, {.patience = 9}) == Outcome{5, 3});
  CHECK(after({3, 2, 1, 4, 5}, {.patience = 9, .restore_best = false}) == Outcome{5, 5});
  CHECK(after({3, 2, 1}, {.patience = 9}) == Outcome{3, 3});
}

TEST_CASE("An improvement is a loss that is lower by more than the minimum change") {
  CHECK(after({5, 5, 4}, {}) == Outcome{2, 1});
  CHECK(after({5, 4.5, 3}, {.minimum_change = 1}) == Outcome{2, 1});
  CHECK(after({5, 4, 2}, {.minimum_change = 1}) == Outcome{2, 1});
  CHECK(after({5, 3.5, 2}, {.minimum_change = 1}) == Outcome{3, 3});
}

TEST_CASE("Small improvements add up to one") {
  CHECK(after({5, 4.5, 3.75, 9}, {.patience = 1, .minimum_change = 1}) == Outcome{4, 3});
}

TEST_CASE("Without validation data it is the training loss that should improve") {
  CHECK(after(losses, {}, false) == Outcome{3, 2});
  CHECK(after(losses, {.patience = 2}, false) == Outcome{7, 4});
}

TEST_CASE("A trainer stops, says so, and leaves the model as it was after its best epoch") {
  SmallRun<> run(Adam{.learning_rate = 0.2});
  std::vector<Eigen::VectorXd> parameters;
  const auto remember = [&](Progress&) { parameters.push_back(run.parameters()); };
  const History history = run.trainer.fit(
      data, {.epochs = 500,
             .validation = held_out,
             .callbacks = {{.epoch_end = remember}, early_stopping(run.model, {.patience = 2})}});
  const std::vector<double>& loss = history.validation_loss;
  const auto best = std::min_element(loss.begin(), loss.end()) - loss.begin();
  CHECK(history.stopped);
  CHECK(loss.size() == static_cast<std::size_t>(best) + 4);
  CHECK(same_bits<double>(run.parameters(), parameters[static_cast<std::size_t>(best)]));
  CHECK(run.trainer.evaluate(held_out) == Approx(loss[static_cast<std::size_t>(best)]));
}

TEST_CASE("A trainer without validation data stops by its training loss") {
  SmallRun<> run;
  run.model.freeze();
  const History history =
      run.trainer.fit(data, {.epochs = 50,
                             .batch_size = 20,
                             .shuffle = false,
                             .callbacks = {early_stopping(run.model, {.patience = 3})}});
  CHECK(history.stopped);
  CHECK(history.epochs() == 5);
}

TEST_CASE("Training that another callback stopped before is left with its best parameters") {
  Counter model;
  const Callback callback = early_stopping(model, {.patience = 5});
  Progress p{.epochs = 9};
  for (const double loss : {2., 1., 3.}) {
    ++p.epoch;
    p.loss = loss;
    p.stop = p.epoch == 3;
    model.numbers[0] = static_cast<double>(p.epoch);
    callback.epoch_end(p);
  }
  callback.fit_end();
  CHECK(p.stop);
  CHECK(model.numbers[0] == 2);
}

TEST_CASE("Training that diverges is left with its best parameters too") {
  SmallRun<SGD> run(SGD{.learning_rate = 0.1});
  Eigen::VectorXd best;
  const auto spoil = [&](Progress& p) {
    if (p.epoch == 2) best = run.parameters();
    if (p.epoch == 2) run.trainer.optimizer().learning_rate = 3;
    if (p.epoch == 3) run.trainer.optimizer().learning_rate = 1e200;
  };
  const History history = run.trainer.fit(
      data, {.epochs = 9,
             .batch_size = 5,
             .validation = data,
             .callbacks = {early_stopping(run.model, {.patience = 5}), {.epoch_end = spoil}}});
  REQUIRE(history.diverged);
  REQUIRE(history.validation_loss[2] > history.validation_loss[1]);
  CHECK(same_bits<double>(run.parameters(), best));
}

TEST_CASE("A validation loss that is not a number is no improvement, whatever the training loss") {
  Counter model;
  const Callback callback = early_stopping(model, {.patience = 5});
  Progress p{.epochs = 3};
  for (const double loss : {2., none, 2.5}) {
    ++p.epoch;
    p.loss = 1;
    p.validation_loss = loss;
    model.numbers[0] = static_cast<double>(p.epoch);
    callback.epoch_end(p);
  }
  callback.fit_end();
  CHECK(model.numbers[0] == 1);
}

TEST_CASE("A further fit with the same callback is as patient as the first") {
  SmallRun<> run;
  run.model.freeze();
  const FitOptions<double> options{
      .epochs = 50, .shuffle = false, .callbacks = {early_stopping(run.model, {.patience = 3})}};
  CHECK(run.trainer.fit(data, options).epochs() == 5);
  CHECK(run.trainer.fit(data, options).epochs() == 10);
}

TEST_CASE("Early stopping refuses negative numbers, and what is none") {
  CHECK(refused({.patience = -1}) == "early_stopping: patience: got -1, expected at least 0");
  CHECK(refused({.minimum_change = -0.5}) ==
        "early_stopping: minimum_change: got -0.5, expected at least 0");
  CHECK(refused({.minimum_change = none}) ==
        "early_stopping: minimum_change: got nan, expected at least 0");
}
