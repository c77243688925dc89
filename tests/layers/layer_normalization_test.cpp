// SPDX-License-Identifier: MIT
#include <eigencoder/layers/layer_normalization.hpp>

#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/encoder.hpp>
#include <eigencoder/models/summary.hpp>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("LayerNormalization keeps the shape and has a gamma and a beta for each channel") {
  constexpr LayerNormalization layer{};
  STATIC_REQUIRE(layer.output(shape<8, 6, 3>()) == shape<8, 6, 3>());
  const auto [gamma, beta] = layer.parameters(shape<8, 6, 3>());
  CHECK(gamma.name == "gamma");
  CHECK(gamma.rows == shape<3>());
  CHECK(gamma.initializer == constant(1));
  CHECK(beta.name == "beta");
  CHECK(beta.rows == shape<3>());
  CHECK(beta.initializer == zeros);
}

TEST_CASE("LayerNormalization of features has a gamma and a beta for each") {
  const Encoder model{Input<float, 4>{}, Dense<7>{}, LayerNormalization{}};
  CHECK(model.parameter("1.layer_normalization.gamma") == Eigen::VectorXf::Ones(7));
  CHECK(model.parameter("1.layer_normalization.beta") == Eigen::VectorXf::Zero(7));
  CHECK(model.weights().trainable() == 35 + 14);
}

TEST_CASE("LayerNormalization takes its epsilon from Keras or from the caller") {
  const Encoder keras{Input<double, 2>{}, LayerNormalization{}};
  const Encoder large{Input<double, 2>{}, LayerNormalization{.epsilon = 3}};
  const Eigen::Vector2d x(-1, 1);
  CHECK(keras(x)(1) == Approx(1 / std::sqrt(1.001)));
  CHECK(large(x)(1) == Approx(0.5));
}

TEST_CASE("LayerNormalization refuses an epsilon that is not above 0") {
  CHECK(message<ValueError>([] {
          Encoder{Input<float, 2>{}, LayerNormalization{.epsilon = 0}};
        }) == "LayerNormalization: epsilon: got 0, expected a number above 0");
}
