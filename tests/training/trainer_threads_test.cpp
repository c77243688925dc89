// SPDX-License-Identifier: MIT
#include <eigencoder/training/trainer.hpp>

#include <eigencoder/losses/binary_crossentropy.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

struct Trained {
  Eigen::VectorXf parameters;
  History history;
};

/// Two epochs of 784-32-784 on 300 samples in three batches, the last smaller.
Trained train(int threads) {
  const Eigen::MatrixXf data = scattered<float>(784, 300).cwiseAbs();
  auto model = autoencoder<float, 784, 32, Sigmoid>();
  Trainer trainer{model, Adam{}, BinaryCrossentropy{}, {.seed = 1, .threads = threads}};
  const History history =
      trainer.fit(data, {.epochs = 2, .batch_size = 128, .validation_fraction = 0.1});
  return {model.parameters(), history};
}

}  // namespace

TEST_CASE("One, two and three threads train a model of 784 features to the same bits") {
  const Trained one = train(1);
  CHECK(one.history.loss[1] < one.history.loss[0]);
  for (const int threads : {2, 3}) {
    const Trained several = train(threads);
    CHECK(same_bits<float>(several.parameters, one.parameters));
    CHECK(several.history.batch_loss == one.history.batch_loss);
    CHECK(several.history.loss == one.history.loss);
    CHECK(several.history.validation_loss == one.history.validation_loss);
  }
}
