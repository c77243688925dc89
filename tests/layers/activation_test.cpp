// SPDX-License-Identifier: MIT
#include <eigencoder/layers/activation.hpp>

#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/encoder.hpp>
#include <eigencoder/models/summary.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("an activation as a layer gives what it gives inside another") {
  Encoder apart{Input<double, 4>{}, Dense<3>{}, Activation{Tanh{}}, Dense<2>{}};
  const Encoder inside{Input<double, 4>{}, Dense<3, Tanh>{}, Dense<2>{}};
  apart.parameters() = inside.parameters();
  const Eigen::MatrixXd x = scattered(4, 5);
  CHECK(same_bits<double>(apart(x), inside(x)));
}

TEST_CASE("an activation as a layer keeps the shape, and its settings") {
  const Encoder model{Input<double, 2, 3, 1>{}, Activation{LeakyRelu{0.5}}};
  CHECK(model.output_shape() == shape<2, 3, 1>());
  const Eigen::MatrixXd x = scattered(6, 4);
  CHECK(largest_difference(model(x), x.cwiseMax(x / 2)) == 0);
}

TEST_CASE("the summary says which activation a layer is") {
  const Encoder model{Input<float, 2>{}, Activation{Relu{}}};
  CHECK(summary(model).find("0.activation (relu)") != std::string::npos);
}

TEST_CASE("a loss finds the logit behind a sigmoid that is a layer") {
  const Encoder model{Input<double, 4>{}, Dense<3>{}, Activation{Sigmoid{}}};
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(4, 2);
  CHECK(model.apply(constant(workspace, x)).logit() != nullptr);
}
