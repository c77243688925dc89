// SPDX-License-Identifier: MIT
#include <eigencoder/training/schedules.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

const Eigen::MatrixXd data = scattered(2, 10);

/// The learning rates, at first 0.5, with which each epoch of a fit is trained.
template <class Decay>
std::vector<double> rates(const Decay& decay, Index epochs) {
  SmallRun<> run(Adam{.learning_rate = 0.5});
  std::vector<double> used;
  const auto note = [&](Progress& p) {
    if (p.batch == 1) used.push_back(run.trainer.optimizer().learning_rate);
  };
  run.trainer.fit(data, {.epochs = epochs,
                         .batch_size = 5,
                         .callbacks = {{.batch_end = note}, learning_rate(run.trainer, decay)}});
  return used;
}

/// The learning rate, at first 1, after each epoch with these losses.
std::vector<double> rates_on(const std::vector<double>& losses, const PlateauOptions& options,
                             bool validation = true) {
  SmallRun<> run(Adam{.learning_rate = 1});
  const Callback callback = reduce_on_plateau(run.trainer, options);
  Progress p{.epochs = static_cast<Index>(losses.size())};
  std::vector<double> rates;
  for (const double loss : losses) {
    ++p.epoch;
    p.start_epoch();
    p.loss = validation ? -static_cast<double>(p.epoch) : loss;
    if (validation) p.validation_loss = loss;
    callback.epoch_end(p);
    rates.push_back(run.trainer.optimizer().learning_rate);
  }
  return rates;
}

template <class Decay>
std::string refused(const Decay& decay) {
  SmallRun<> run;
  return message<ValueError>([&] { learning_rate(run.trainer, decay); });
}
std::string refused(const PlateauOptions& options) {
  SmallRun<> run;
  return message<ValueError>([&] { reduce_on_plateau(run.trainer, options); });
}

}  // namespace

TEST_CASE("A rate that falls in steps is multiplied by the factor every so many epochs") {
  CHECK(rates(StepDecay{.factor = 0.5, .every = 2}, 7) ==
        std::vector<double>{0.5, 0.5, 0.25, 0.25, 0.125, 0.125, 0.0625});
  CHECK(StepDecay{}(9) == 1);
  CHECK(StepDecay{}(10) == 0.5);
}

TEST_CASE("A rate that falls exponentially is multiplied by the factor each epoch") {
  CHECK(rates(ExponentialDecay{.factor = 0.5}, 4) == std::vector<double>{0.5, 0.25, 0.125, 0.0625});
  CHECK(ExponentialDecay{}(2) == Approx(0.9025));
}

TEST_CASE("A rate that warms up reaches the whole in equal steps, and falls from there") {
  const WarmUp warm_up{4, ExponentialDecay{.factor = 0.5}};
  CHECK(rates(warm_up, 6) == std::vector<double>{0.125, 0.25, 0.375, 0.5, 0.03125, 0.015625});
  CHECK(refused(WarmUp{0, CosineDecay{}}) == "WarmUp: epochs: got 0, expected at least 1");
  CHECK(refused(WarmUp{1, CosineDecay{.epochs = 0}}) ==
        "CosineDecay: epochs: got 0, expected at least 1");
}

TEST_CASE("A rate that falls by a cosine ends at the least part of it, and stays there") {
  const std::vector<double> got = rates(CosineDecay{.epochs = 4, .least = 0.2}, 7);
  const double quarter = std::sqrt(0.5);
  const std::vector<double> expected{
      1, 0.2 + 0.4 * (1 + quarter), 0.6, 0.2 + 0.4 * (1 - quarter), 0.2, 0.2, 0.2};
  REQUIRE(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    CHECK(got[i] == Approx(0.5 * expected[i]).epsilon(1e-13));
  }
}

TEST_CASE("The rate after the last epoch is that of the next, and a further fit goes on") {
  SmallRun<> run(Adam{.learning_rate = 0.5});
  const FitOptions<double> options{
      .epochs = 2, .callbacks = {learning_rate(run.trainer, ExponentialDecay{.factor = 0.5})}};
  run.trainer.fit(data, options);
  CHECK(run.trainer.optimizer().learning_rate == 0.125);
}

TEST_CASE("Any function of the epochs done is a schedule") {
  const auto inverse = [](Index done) { return 0.5 / static_cast<double>(done + 1); };
  CHECK(rates(inverse, 4) == std::vector<double>{0.25, 0.125, 0.25 / 3, 0.0625});
}

TEST_CASE("A schedule changes what is trained as a rate set by hand does") {
  SmallRun<> scheduled(Adam{.learning_rate = 0.5}), by_hand(Adam{.learning_rate = 0.5});
  const FitOptions<double> options{
      .epochs = 2,
      .callbacks = {learning_rate(scheduled.trainer, ExponentialDecay{.factor = 0.5})}};
  scheduled.trainer.fit(data, options);
  by_hand.trainer.fit(data);
  by_hand.trainer.optimizer().learning_rate = 0.25;
  by_hand.trainer.fit(data);
  CHECK(same_bits<double>(scheduled.parameters(), by_hand.parameters()));
}

TEST_CASE("On a plateau the rate is multiplied by the factor, and again after the next patience") {
  const PlateauOptions options{.factor = 0.5, .patience = 2};
  CHECK(rates_on({3, 3, 3, 3, 3, 2, 2, 1, 1, 1}, options) ==
        std::vector<double>{1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.25, 0.125});
}

TEST_CASE("An improvement below the minimum change is a plateau") {
  const PlateauOptions options{.factor = 0.5, .patience = 1, .minimum_change = 1};
  CHECK(rates_on({5, 4.5, 3.5, 2.5}, options) == std::vector<double>{1, 0.5, 0.5, 0.25});
}

TEST_CASE("A plateau is one of the training loss where there is no validation data") {
  const PlateauOptions options{.factor = 0.5, .patience = 1};
  CHECK(rates_on({3, 3, 2}, options, false) == std::vector<double>{1, 0.5, 0.5});
}

TEST_CASE("On a plateau the rate falls to the least and no further") {
  const PlateauOptions options{.factor = 0.25, .patience = 1, .least_rate = 0.125};
  CHECK(rates_on({3, 3, 3, 3}, options) == std::vector<double>{1, 0.25, 0.125, 0.125});
}

TEST_CASE("A rate that is below the least already is left as it is by a plateau") {
  const PlateauOptions options{.factor = 0.5, .patience = 1, .least_rate = 4};
  CHECK(rates_on({3, 3}, options) == std::vector<double>{1, 1});
}

TEST_CASE("A trainer whose loss stays reduces its rate") {
  SmallRun<> run(Adam{.learning_rate = 1});
  run.model.freeze();
  run.trainer.fit(data, {.epochs = 5,
                         .shuffle = false,
                         .callbacks = {reduce_on_plateau(run.trainer, {.patience = 2})}});
  CHECK(run.trainer.optimizer().learning_rate == Approx(0.01));
}

TEST_CASE("A plateau has the defaults of Keras") {
  const PlateauOptions options;
  CHECK(options.factor == 0.1);
  CHECK(options.patience == 10);
  CHECK(options.minimum_change == 1e-4);
  CHECK(options.least_rate == 0);
}

TEST_CASE("A schedule says which setting is out of range") {
  CHECK(refused(StepDecay{.factor = 0}) == "StepDecay: factor: got 0, expected a number above 0");
  CHECK(refused(StepDecay{.every = 0}) == "StepDecay: every: got 0, expected at least 1");
  CHECK(refused(ExponentialDecay{.factor = -1}) ==
        "ExponentialDecay: factor: got -1, expected a number above 0");
  CHECK(refused(CosineDecay{.epochs = 0}) == "CosineDecay: epochs: got 0, expected at least 1");
  CHECK(refused(CosineDecay{.least = 0}) == "CosineDecay: least: got 0, expected a number above 0");
}

TEST_CASE("A plateau says which setting is out of range") {
  for (const auto& [factor, text] : {std::pair{0., "0"}, std::pair{1., "1"}}) {
    CHECK(refused(PlateauOptions{.factor = factor}) ==
          "reduce_on_plateau: factor: got " + std::string(text) + ", expected a number in (0, 1)");
  }
  CHECK(refused(PlateauOptions{.patience = -1}) ==
        "reduce_on_plateau: patience: got -1, expected at least 0");
  CHECK(refused(PlateauOptions{.minimum_change = -1}) ==
        "reduce_on_plateau: minimum_change: got -1, expected at least 0");
  CHECK(refused(PlateauOptions{.least_rate = -1}) ==
        "reduce_on_plateau: least_rate: got -1, expected at least 0");
}
