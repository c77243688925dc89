// SPDX-License-Identifier: MIT
#include <eigencoder/optimizers/adamw.hpp>

#include "catch.hpp"
#include "optimizers/steps.hpp"

using eigencoder::AdamW;
using namespace eigencoder::testing;

TEST_CASE("AdamW walks as PyTorch does, by its defaults") {
  CHECK(error_of_golden_steps(AdamW{}, "adamw_torch") < 1e-12);
}

TEST_CASE("AdamW without decay is PyTorch's Adam") {
  CHECK(error_of_golden_steps(AdamW{.weight_decay = 0}, "adam_torch") < 1e-12);
}

TEST_CASE("AdamW shrinks parameters that have no gradient") {
  Trained<AdamW, double> trained(Eigen::ArrayXd::Constant(1, 8));
  trained.step(AdamW{.learning_rate = 0.5, .weight_decay = 0.5}, 1, Eigen::ArrayXd::Zero(1), 0, 1);
  CHECK(trained.parameters(0) == 6);
}

TEST_CASE("AdamW says which hyper-parameter is out of range") {
  CHECK_NOTHROW(AdamW{}.check());
  CHECK_THROWS_WITH(AdamW{.learning_rate = -1}.check(),
                    "AdamW: learning_rate: got -1, expected a number above 0");
  CHECK_THROWS_WITH(AdamW{.beta1 = 1}.check(), "AdamW: beta1: got 1, expected a number in [0, 1)");
  CHECK_THROWS_WITH(AdamW{.beta2 = 2}.check(), "AdamW: beta2: got 2, expected a number in [0, 1)");
  CHECK_THROWS_WITH(AdamW{.epsilon = 0}.check(),
                    "AdamW: epsilon: got 0, expected a number above 0");
  CHECK_THROWS_WITH(AdamW{.weight_decay = -0.01}.check(),
                    "AdamW: weight_decay: got -0.01, expected at least 0");
}
