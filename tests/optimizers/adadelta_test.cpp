// SPDX-License-Identifier: MIT
#include <eigencoder/optimizers/adadelta.hpp>

#include "catch.hpp"
#include "optimizers/steps.hpp"

using eigencoder::Adadelta;
using namespace eigencoder::testing;

TEST_CASE("Adadelta's presets walk as their originals do") {
  CHECK(error_of_golden_steps(Adadelta::zeiler(), "adadelta_zeiler") < 1e-12);
  CHECK(error_of_golden_steps(Adadelta::keras1(), "adadelta_keras1") < 1e-12);
  CHECK(error_of_golden_steps(Adadelta::keras2(), "adadelta_keras2") < 1e-12);
  CHECK(error_of_golden_steps(Adadelta::keras3(), "adadelta_keras3") < 1e-12);
  CHECK(error_of_golden_steps(Adadelta::torch(), "adadelta_torch") < 1e-12);
}

TEST_CASE("Adadelta has the defaults of Keras 2") {
  CHECK(error_of_golden_steps(Adadelta{}, "adadelta_keras2") < 1e-12);
  CHECK(error_of_golden_steps(Adadelta{}, "adadelta_zeiler") > 1e-6);
}

TEST_CASE("Adadelta remembers its changes before the learning rate scales them") {
  const Eigen::ArrayXd gradient = Eigen::ArrayXd::Constant(1, 3);
  Trained<Adadelta, double> whole(Eigen::ArrayXd::Zero(1)), half(Eigen::ArrayXd::Zero(1));
  for (int step = 1; step <= 5; ++step) {
    whole.step(Adadelta{.learning_rate = 1}, step, gradient, 0, 1);
    half.step(Adadelta{.learning_rate = 0.5}, step, gradient, 0, 1);
  }
  CHECK(half.moments[1](0) == whole.moments[1](0));
  CHECK(half.parameters(0) == Approx(whole.parameters(0) / 2));
}

TEST_CASE("Adadelta says which hyper-parameter is out of range") {
  CHECK_NOTHROW(Adadelta{}.check());
  CHECK_THROWS_WITH(Adadelta{.learning_rate = 0}.check(),
                    "Adadelta: learning_rate: got 0, expected a number above 0");
  CHECK_THROWS_WITH(Adadelta{.rho = 1}.check(),
                    "Adadelta: rho: got 1, expected a number in [0, 1)");
  CHECK_THROWS_WITH(Adadelta{.epsilon = -1e-6}.check(),
                    "Adadelta: epsilon: got -1e-06, expected a number above 0");
}
