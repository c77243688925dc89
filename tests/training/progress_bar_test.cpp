// SPDX-License-Identifier: MIT
#include <eigencoder/training/progress_bar.hpp>

#include <limits>
#include <sstream>
#include <string>

#include "catch.hpp"

using eigencoder::Callback;
using eigencoder::Progress;
using eigencoder::progress_bar;

namespace {

/// A quarter into the third epoch.
Progress a_quarter() {
  Progress p{.epoch = 3, .epochs = 50, .batches = 8};
  p.add_batch(250, 0.25, 0, 0.2, {});
  p.add_batch(250, 0.75, 0, 0.3, {});
  return p;
}

std::string after_epoch(Progress p, bool live) {
  std::ostringstream out;
  progress_bar(out, live).epoch_end(p);
  return out.str();
}

}  // namespace

TEST_CASE("A line an epoch says loss, time and rate, and the validation loss if there is one") {
  Progress p = a_quarter();
  CHECK(after_epoch(p, false) == "epoch 3/50  loss 0.5000  0.50 s  1000 samples/s\n");
  p.validation_loss = 0.12345;
  CHECK(after_epoch(p, false) ==
        "epoch 3/50  loss 0.5000  validation 0.1235  0.50 s  1000 samples/s\n");
  p.validation_loss = std::numeric_limits<double>::quiet_NaN();
  CHECK(after_epoch(p, false) ==
        "epoch 3/50  loss 0.5000  validation nan  0.50 s  1000 samples/s\n");
}

TEST_CASE(
    "A line an epoch has each metric, of training and of the validation data if there is any") {
  Progress p = a_quarter();
  p.metric_names = {"accuracy", "mean code"};
  p.metrics = {0.75, 0.125};
  CHECK(after_epoch(p, false) ==
        "epoch 3/50  loss 0.5000  accuracy 0.7500  mean code 0.1250  0.50 s  1000 samples/s\n");
  p.validation_loss = 0.25;
  p.validation_metrics = {0.5, 0.0625};
  CHECK(after_epoch(p, false) ==
        "epoch 3/50  loss 0.5000  validation 0.2500  accuracy 0.7500 / 0.5000  mean code 0.1250 / "
        "0.0625  0.50 s  1000 samples/s\n");
}

TEST_CASE("Where no bar is drawn, nothing is written between epochs") {
  std::ostringstream out;
  CHECK(!progress_bar(out, false).batch_end);
}

TEST_CASE("The bar shows how far the epoch is, its loss, the rate and the time left") {
  std::ostringstream out;
  Progress p = a_quarter();
  progress_bar(out, true).batch_end(p);
  CHECK(out.str() ==
        "\repoch 3/50 [======                  ] loss 0.5000  1000 samples/s  2 s left\033[K");
}

TEST_CASE("A bar at its end is full, and the epoch's line is drawn over it") {
  std::ostringstream out;
  Progress p = a_quarter();
  p.batches = 2;
  progress_bar(out, true).batch_end(p);
  CHECK(out.str() ==
        "\repoch 3/50 [========================] loss 0.5000  1000 samples/s  0 s left\033[K");
  CHECK(after_epoch(p, true) == "\r\033[Kepoch 3/50  loss 0.5000  0.50 s  1000 samples/s\n");
}

TEST_CASE("A bar is not drawn again at once, for that would cost more than a small step") {
  std::ostringstream out;
  Progress p = a_quarter();
  const Callback bar = progress_bar(out, true);
  bar.batch_end(p);
  const std::string drawn = out.str();
  bar.batch_end(p);
  CHECK(out.str() == drawn);
}

TEST_CASE("An epoch that took no time has a finite rate, and a loss that is none is written so") {
  Progress p{.epoch = 1, .epochs = 1, .batches = 1};
  p.add_batch(2, std::numeric_limits<double>::quiet_NaN(), 0, 0, {});
  CHECK(after_epoch(p, false) == "epoch 1/1  loss nan  0.00 s  2000000000 samples/s\n");
}
