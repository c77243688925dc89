// SPDX-License-Identifier: MIT
#include <eigencoder/optimizers/rmsprop.hpp>

#include "catch.hpp"
#include "optimizers/steps.hpp"

using eigencoder::RMSprop;
using namespace eigencoder::testing;

TEST_CASE("RMSprop walks as PyTorch does") {
  CHECK(error_of_golden_steps(RMSprop{}, "rmsprop") < 1e-12);
}

TEST_CASE("RMSprop with momentum repeats a share of the step before") {
  Eigen::ArrayXd start(1), gradient(1);
  start << 1;
  gradient << 2;
  Trained<RMSprop, double> trained(start);
  const RMSprop optimizer{.learning_rate = 0.1, .rho = 0, .momentum = 0.5, .epsilon = 1e-300};
  trained.step(optimizer, 1, gradient, 0, 1);  // rho 0: g / |g| = 1
  CHECK(trained.parameters(0) == Approx(0.9));
  trained.step(optimizer, 2, gradient, 0, 1);  // 0.5 * 1 + 1
  CHECK(trained.parameters(0) == Approx(0.75));
}

TEST_CASE("RMSprop has the defaults of Keras") {
  const RMSprop rmsprop;
  CHECK(rmsprop.learning_rate == 1e-3);
  CHECK(rmsprop.rho == 0.9);
  CHECK(rmsprop.momentum == 0);
  CHECK(rmsprop.epsilon == 1e-7);
}

TEST_CASE("RMSprop says which hyper-parameter is out of range") {
  CHECK_NOTHROW(RMSprop{}.check());
  CHECK_THROWS_WITH(RMSprop{.learning_rate = -1}.check(),
                    "RMSprop: learning_rate: got -1, expected a number above 0");
  CHECK_THROWS_WITH(RMSprop{.rho = 1.5}.check(),
                    "RMSprop: rho: got 1.5, expected a number in [0, 1)");
  CHECK_THROWS_WITH(RMSprop{.momentum = -0.5}.check(),
                    "RMSprop: momentum: got -0.5, expected a number in [0, 1)");
  CHECK_THROWS_WITH(RMSprop{.epsilon = 0}.check(),
                    "RMSprop: epsilon: got 0, expected a number above 0");
}
