// SPDX-License-Identifier: MIT
#include <eigencoder/training/options.hpp>

#include "catch.hpp"

using namespace eigencoder;

TEST_CASE("A fit has the defaults of Keras") {
  const FitOptions<float> options;
  CHECK(options.epochs == 1);
  CHECK(options.batch_size == 32);
  CHECK(options.shuffle);
  CHECK(options.validation.samples() == 0);
  CHECK(options.validation_fraction == 0);
  CHECK(options.callbacks.empty());
  CHECK(options.metrics.empty());
}

TEST_CASE("A trainer has one thread and clips no gradient unless told") {
  const TrainerOptions options;
  CHECK(options.seed == 0);
  CHECK(options.threads == 1);
  CHECK(options.clipping.value == 0);
  CHECK(options.clipping.norm == 0);
  CHECK(options.clipping.global_norm == 0);
}
