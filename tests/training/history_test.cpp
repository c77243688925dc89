// SPDX-License-Identifier: MIT
#include <eigencoder/training/history.hpp>

#include <cmath>

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
  progress.add_batch(4, 1.0, 0.5);
  CHECK(progress.loss == 1.0);
  progress.add_batch(1, 6.0, 0.25);
  CHECK(progress.loss == Approx(2.0));
  CHECK(progress.samples == 5);
  CHECK(progress.batch == 2);
  CHECK(progress.seconds == 0.75);
}

TEST_CASE("A loss that is not a number makes the epoch's loss none") {
  Progress progress;
  progress.add_batch(4, 1.0, 0.5);
  progress.add_batch(4, std::nan(""), 0.5);
  CHECK(std::isnan(progress.loss));
}

TEST_CASE("A new epoch starts at nothing and keeps its number") {
  Progress progress{.epoch = 3, .epochs = 5, .batches = 7};
  progress.add_batch(4, 1.0, 0.5);
  progress.validation_loss = 1;
  progress.start_epoch();
  CHECK(progress.epoch == 3);
  CHECK(progress.epochs == 5);
  CHECK(progress.batches == 7);
  CHECK(progress.batch == 0);
  CHECK(progress.samples == 0);
  CHECK(progress.seconds == 0);
  CHECK(progress.loss == 0);
  CHECK(std::isnan(progress.validation_loss));
}

TEST_CASE("A callback has what it was given, and nothing else") {
  const Callback callback{.epoch_end = [](Progress& p) { p.stop = true; }};
  CHECK(!callback.batch_end);
  Progress progress;
  callback.epoch_end(progress);
  CHECK(progress.stop);
}
