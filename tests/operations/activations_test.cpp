// SPDX-License-Identifier: MIT
#include <eigencoder/operations/activations.hpp>

#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("activations with a kink are PyTorch's") {
  expect_golden<Batch>("relu", [](const auto& x) { return relu(x); });
  expect_golden<Batch>("leaky_relu_0.3", [](const auto& x) { return LeakyRelu{}(x); });
  expect_golden<Batch>("leaky_relu_0.01", [](const auto& x) { return leaky_relu(x, 0.01); });
  expect_golden<Batch>("elu", [](const auto& x) { return elu(x); });
}

TEST_CASE("smooth activations are PyTorch's") {
  expect_golden<Batch>("tanh", [](const auto& x) { return tanh(x); });
  expect_golden<Batch>("sigmoid", [](const auto& x) { return sigmoid(x); });
  expect_golden<Batch>("softplus", [](const auto& x) { return softplus(x); });
  expect_golden<Batch>("silu", [](const auto& x) { return silu(x); });
  expect_golden<Batch>("gelu", [](const auto& x) { return gelu(x); });
}

namespace {

template <class Scalar>
void expect_golden_extremes() {
  using Dynamics = Eigen::MatrixX<Scalar>;
  expect_golden_values<Dynamics>("tanh_extreme", [](const auto& x) { return Tanh{}(x); });
  expect_golden_values<Dynamics>("sigmoid_extreme", [](const auto& x) { return Sigmoid{}(x); });
  expect_golden_values<Dynamics>("elu_extreme", [](const auto& x) { return Elu{}(x); });
  expect_golden_values<Dynamics>("softplus_extreme", [](const auto& x) { return Softplus{}(x); });
  expect_golden_values<Dynamics>("silu_extreme", [](const auto& x) { return Silu{}(x); });
  expect_golden_values<Dynamics>("gelu_extreme", [](const auto& x) { return Gelu{}(x); });
}

/// The slope of f at x.
template <class F>
double slope(const F& f, double x) {
  return gradient([&](const auto& v) { return sum(f(v)); }, Eigen::VectorXd::Constant(1, x))(0);
}

}  // namespace

TEST_CASE("activations of numbers up to 1000 are finite and right") {
  expect_golden_extremes<float>();
  expect_golden_extremes<double>();
}

TEST_CASE("the slope at a kink is the one below it, but elu has none") {
  CHECK(slope(Relu{}, 0) == 0);
  CHECK(slope(LeakyRelu{.slope_below = 0.25}, 0) == 0.25);
  CHECK(slope(Elu{}, 0) == 1);
}

TEST_CASE("Linear gives what it is given") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(3, 2);
  CHECK(Linear{}(constant(workspace, x)).data() == x.data());
}

TEST_CASE("a sigmoid remembers its logit until an operation makes a new value of it") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(3, 2);
  const auto z = constant(workspace, x);
  REQUIRE(sigmoid(z).logit() != nullptr);
  CHECK(sigmoid(z).logit()->data() == x.data());
  CHECK((1. * sigmoid(z)).logit() == nullptr);
  CHECK(z.logit() == nullptr);
}

namespace {

struct Rounded {
  auto operator()(const auto& x) const { return x; }
};

}  // namespace

TEST_CASE("activations whose slope follows from the output are fused, others are not") {
  STATIC_REQUIRE(FusedActivation<Relu>);
  STATIC_REQUIRE(FusedActivation<LeakyRelu>);
  STATIC_REQUIRE(FusedActivation<Tanh>);
  STATIC_REQUIRE(FusedActivation<Elu>);
  STATIC_REQUIRE_FALSE(FusedActivation<Sigmoid>);
  STATIC_REQUIRE_FALSE(FusedActivation<Rounded>);
}

TEST_CASE("a leaky relu that rises below 0 is refused") {
  Workspace<double> workspace;
  const Eigen::Vector2d x(-1, 1);
  CHECK(message<ValueError>([&] { leaky_relu(constant(workspace, x), -0.5); }) ==
        "LeakyRelu: slope_below: got -0.5, expected at least 0");
}
