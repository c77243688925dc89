// SPDX-License-Identifier: MIT
#include <eigencoder/layers/dense.hpp>

#include <eigencoder/models/encoder.hpp>

#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// How far Dense with an activation is from plain Eigen with f on each element.
template <class Activation, class F>
double difference_from_eigen(const F& f) {
  Encoder model{Input<double, 3>{}, Dense<4, Activation>{}};
  model.parameter("0.dense.kernel") = scattered(4, 3, 1);
  model.parameter("0.dense.bias") = scattered(4, 1, 2);
  const Eigen::MatrixXd x = scattered(3, 5, 3);
  const Eigen::VectorXd bias = scattered(4, 1, 2);
  const Eigen::MatrixXd expected = ((scattered(4, 3, 1) * x).colwise() + bias).unaryExpr(f);
  return largest_difference(model(x), expected);
}

constexpr auto logistic = [](double z) { return 1 / (1 + std::exp(-z)); };

}  // namespace

TEST_CASE("Dense is Eigen's product, a bias and a fused activation") {
  CHECK(difference_from_eigen<Linear>([](double z) { return z; }) < 1e-12);
  CHECK(difference_from_eigen<Relu>([](double z) { return std::max(z, 0.); }) < 1e-12);
  CHECK(difference_from_eigen<LeakyRelu>([](double z) { return z > 0 ? z : 0.3 * z; }) < 1e-12);
  CHECK(difference_from_eigen<Tanh>([](double z) { return std::tanh(z); }) < 1e-12);
  CHECK(difference_from_eigen<Elu>([](double z) { return z > 0 ? z : std::expm1(z); }) < 1e-12);
}

TEST_CASE("Dense is Eigen's product, a bias and an activation that is not fused") {
  CHECK(difference_from_eigen<Sigmoid>(logistic) < 1e-12);
  CHECK(difference_from_eigen<Softplus>([](double z) { return std::log1p(std::exp(z)); }) < 1e-12);
  CHECK(difference_from_eigen<Silu>([](double z) { return z * logistic(z); }) < 1e-12);
  CHECK(difference_from_eigen<Gelu>([](double z) { return z * std::erfc(-z / std::sqrt(2)) / 2; }) <
        1e-12);
}

TEST_CASE("Dense gives its units and has a kernel and a bias") {
  constexpr Dense<32, Relu> layer{};
  STATIC_REQUIRE(layer.output(shape<784>()) == shape<32>());
  const auto [kernel, bias] = layer.parameters(shape<784>());
  CHECK(kernel.name == "kernel");
  CHECK(kernel.rows == shape<32>());
  CHECK(kernel.columns == shape<784>());
  CHECK(kernel.initializer == glorot_uniform);
  CHECK(bias.name == "bias");
  CHECK(bias.rows == shape<32>());
  CHECK(bias.columns == shape<1>());
  CHECK(bias.initializer == zeros);
}

TEST_CASE("the initializers of Dense are members") {
  const Encoder model{Input<float, 4>{}, Dense<8, Relu>{.kernel_initializer = constant(0.5),
                                                        .bias_initializer = constant(-1)}};
  CHECK(model.parameter("0.dense.kernel") == Eigen::MatrixXf::Constant(8, 4, 0.5f));
  CHECK(model.parameter("0.dense.bias") == Eigen::VectorXf::Constant(8, -1));
  const Encoder he{Input<float, 4>{}, Dense<8, Relu>{.kernel_initializer = he_normal}};
  CHECK(he.parameter_list()[0].initializer == he_normal);
}

TEST_CASE("the activation of Dense may have a member of its own") {
  Encoder model{Input<double, 1>{}, Dense<1, LeakyRelu>{.activation = {.slope_below = 0.25}}};
  model.parameter("0.dense.kernel")(0, 0) = 1;
  CHECK(model(Eigen::VectorXd::Constant(1, -8.))(0) == -2);
}

TEST_CASE("Dense with a number of units known at run time gives the bits of a static one") {
  const Encoder fixed{Input<float, 784>{}, Dense<32, Sigmoid>{}};
  const Encoder dynamic{Input<float, Dynamic>{784}, Dense<Dynamic, Sigmoid>{32}};
  const Eigen::MatrixXf x = scattered<float>(784, 9);
  CHECK(dynamic.parameters() == fixed.parameters());
  CHECK(same_bits<float>(dynamic(x), fixed(x)));
}

TEST_CASE("Dense refuses to have no units") {
  CHECK(message<ValueError>([] {
          Encoder{Input<float, 3>{}, Dense<Dynamic>{0}};
        }) == "Dense: units: got 0, expected at least 1");
  CHECK(message<ValueError>([] {
          Encoder{Input<float, 3>{}, Dense<Dynamic>{-2}};
        }) == "Dense: units: got -2, expected at least 1");
  CHECK_NOTHROW(Encoder{Input<float, 3>{}, Dense<Dynamic>{1}});
}
