// SPDX-License-Identifier: MIT
#include <eigencoder/training/history.hpp>

#include <cmath>
#include <string>
#include <vector>

#include "catch.hpp"

using eigencoder::Callback;
using eigencoder::History;
using eigencoder::Progress;

TEST_CASE("A history has as many epochs as losses") {
  History history;
  CHECK(history.epochs() == 0);
  history.loss = {0.5, 0.25};
  CHECK(history.epochs() == 2);
}

TEST_CASE("The loss so far is the mean over samples, however large the batches were") {
  Progress progress;
  progress.add_batch(4, 1.0, 0, 0.5, {});
  CHECK(progress.loss == 1.0);
  progress.add_batch(1, 6.0, 0, 0.25, {});
  CHECK(progress.loss == Approx(2.0));
  CHECK(progress.samples == 5);
  CHECK(progress.batch == 2);
  CHECK(progress.seconds == 0.75);
}

TEST_CASE("Penalty and metrics so far are means over samples too") {
  Progress progress{.metric_names = {"one", "two"}, .metrics = {0, 0}};
  progress.add_batch(4, 1.0, 0.5, 0.1, {1, -2});
  progress.add_batch(1, 6.0, 3.0, 0.1, {6, 8});
  CHECK(progress.penalty == Approx(1.0));
  REQUIRE(progress.metrics.size() == 2);
  CHECK(progress.metrics[0] == Approx(2.0));
  CHECK(progress.metrics[1] == Approx(0.0).margin(1e-15));
}

TEST_CASE("A loss that is not a number makes the epoch's loss none") {
  Progress progress;
  progress.add_batch(4, 1.0, 0, 0.5, {});
  progress.add_batch(4, std::nan(""), 0, 0.5, {});
  CHECK(std::isnan(progress.loss));
}

TEST_CASE("A new epoch starts at nothing and keeps its number") {
  Progress progress{.epoch = 3, .epochs = 5, .batches = 7, .metric_names = {"m"}, .metrics = {0}};
  progress.add_batch(4, 1.0, 0.25, 0.5, {2});
  progress.validation_loss = 1;
  progress.validation_metrics = {3};
  progress.start_epoch();
  CHECK(progress.epoch == 3);
  CHECK(progress.epochs == 5);
  CHECK(progress.batches == 7);
  CHECK(progress.batch == 0);
  CHECK(progress.samples == 0);
  CHECK(progress.seconds == 0);
  CHECK(progress.loss == 0);
  CHECK(progress.penalty == 0);
  CHECK(!progress.validation_loss);
  CHECK(progress.metric_names == std::vector<std::string>{"m"});
  CHECK(progress.metrics == std::vector<double>{0});
  CHECK(progress.validation_metrics.empty());
}

TEST_CASE("A callback has what it was given, and nothing else") {
  const Callback callback{.epoch_end = [](Progress& p) { p.stop = true; }};
  CHECK(!callback.batch_end);
  Progress progress;
  callback.epoch_end(progress);
  CHECK(progress.stop);
}
