// SPDX-License-Identifier: MIT
#include <eigencoder/optimizers/sgd.hpp>

#include "catch.hpp"
#include "optimizers/steps.hpp"

using eigencoder::SGD;
using eigencoder::testing::error_of_golden_steps;

TEST_CASE("SGD walks as PyTorch does, plain, with momentum and with Nesterov's") {
  CHECK(error_of_golden_steps(SGD{.learning_rate = 0.1}, "sgd") < 1e-12);
  CHECK(error_of_golden_steps(SGD{.learning_rate = 0.1, .momentum = 0.9}, "sgd_momentum") < 1e-12);
  CHECK(error_of_golden_steps(SGD{.learning_rate = 0.1, .momentum = 0.9, .nesterov = true},
                              "sgd_nesterov") < 1e-12);
}

TEST_CASE("SGD has the defaults of Keras") {
  const SGD sgd;
  CHECK(sgd.learning_rate == 0.01);
  CHECK(sgd.momentum == 0);
  CHECK_FALSE(sgd.nesterov);
}

TEST_CASE("SGD says which hyper-parameter is out of range") {
  CHECK_NOTHROW(SGD{}.check());
  CHECK_THROWS_WITH(SGD{.learning_rate = 0}.check(),
                    "SGD: learning_rate: got 0, expected a number above 0");
  CHECK_THROWS_WITH(SGD{.momentum = 1}.check(),
                    "SGD: momentum: got 1, expected a number in [0, 1)");
  CHECK_THROWS_WITH(SGD{.nesterov = true}.check(),
                    "SGD: momentum with nesterov: got 0, expected a number above 0");
}
