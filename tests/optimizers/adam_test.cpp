// SPDX-License-Identifier: MIT
#include <eigencoder/optimizers/adam.hpp>

#include <limits>

#include "catch.hpp"
#include "optimizers/steps.hpp"

using eigencoder::Adam;
using namespace eigencoder::testing;

TEST_CASE("Adam's presets walk as their originals do") {
  CHECK(error_of_golden_steps(Adam::keras(), "adam_keras") < 1e-12);
  CHECK(error_of_golden_steps(Adam::tensorflow1(), "adam_tensorflow1") < 1e-12);
  CHECK(error_of_golden_steps(Adam::torch(), "adam_torch") < 1e-12);
}

TEST_CASE("Adam has the defaults of Keras") {
  CHECK(error_of_golden_steps(Adam{}, "adam_keras") < 1e-12);
  CHECK(error_of_golden_steps(Adam{}, "adam_torch") > 1e-6);
}

TEST_CASE("Adam takes a float for its learning rate") {
  CHECK(Adam{.learning_rate = 1e-3f}.learning_rate == Approx(1e-3));
}

TEST_CASE("Adam's first step is the learning rate, whatever the gradient's size") {
  Eigen::ArrayXd gradient(3);
  gradient << 1, -50, 2000;
  Trained<Adam, double> trained(Eigen::ArrayXd::Zero(3));
  trained.step(Adam{.learning_rate = 0.25, .epsilon = 1e-12}, 1, gradient, 0, 3);
  CHECK(trained.parameters(0) == Approx(-0.25));
  CHECK(trained.parameters(1) == Approx(0.25));
  CHECK(trained.parameters(2) == Approx(-0.25));
}

TEST_CASE("Adam leaves parameters alone whose gradients have been zero") {
  Trained<Adam, float> trained(Eigen::ArrayXf::Constant(9, 0.3f));
  trained.step(Adam{}, 1, Eigen::ArrayXf::Zero(9), 0, 9);
  CHECK((trained.parameters == 0.3f).all());
}

TEST_CASE("Adam says which hyper-parameter is out of range") {
  CHECK_NOTHROW(Adam{}.check());
  CHECK_THROWS_AS(Adam{.learning_rate = -1}.check(), eigencoder::ValueError);
  CHECK_THROWS_WITH(Adam{.learning_rate = -1}.check(),
                    "Adam: learning_rate: got -1, expected a number above 0");
  CHECK_THROWS_WITH(Adam{.learning_rate = std::numeric_limits<double>::quiet_NaN()}.check(),
                    "Adam: learning_rate: got nan, expected a number above 0");
  CHECK_THROWS_WITH(Adam{.beta1 = 1}.check(), "Adam: beta1: got 1, expected a number in [0, 1)");
  CHECK_THROWS_WITH(Adam{.beta2 = -0.1}.check(),
                    "Adam: beta2: got -0.1, expected a number in [0, 1)");
  CHECK_THROWS_WITH(Adam{.epsilon = 0}.check(), "Adam: epsilon: got 0, expected a number above 0");
}
