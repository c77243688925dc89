// SPDX-License-Identifier: MIT
#include <eigencoder/operations/affine.hpp>

#include <eigencoder/operations/stop_gradient.hpp>

#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// The golden cases have the input first.
template <class Activation = Linear>
auto affine_of(const Activation& activation = {}) {
  return [=](const auto& x, const auto& w, const auto& b) { return affine(w, x, b, activation); };
}

template <class F>
auto expect_golden_doubles(std::string_view name, const F& f) {
  return expect_golden_values<Eigen::MatrixXd, Eigen::MatrixXd, Eigen::VectorXd>(name, f);
}

}  // namespace

TEST_CASE("affine is PyTorch's, in float, in double and with static extents") {
  expect_golden_values<Eigen::MatrixXf, Eigen::MatrixXf, Eigen::VectorXf>("affine", affine_of());
  expect_same_bits(expect_golden_values<Batch, Eigen::Matrix<double, 2, 3>, Eigen::Vector2d>(
                       "affine", affine_of()),
                   expect_golden_doubles("affine", affine_of()));
}

TEST_CASE("affine with an activation is PyTorch's") {
  expect_golden_doubles("affine_relu", affine_of(Relu{}));
  expect_golden_doubles("affine_sigmoid", affine_of(Sigmoid{}));
  expect_golden_doubles("affine_tanh", affine_of(Tanh{}));
}

namespace {

template <class Activation>
void expect_affine_gradient(const Activation& activation) {
  const Eigen::VectorXd bias = scattered(4, 1, 3);
  expect_gradient(affine_of(activation), scattered(4, 5), scattered(3, 5, 1), scattered(4, 3, 2),
                  bias);
}

}  // namespace

TEST_CASE("the gradients of affine agree with finite differences") {
  expect_affine_gradient(Linear{});
  expect_affine_gradient(Tanh{});
  expect_affine_gradient(Sigmoid{});
}

TEST_CASE("a fused activation gives what it gives on the result") {
  Workspace<double> workspace;
  const Eigen::MatrixXd kernel = scattered(19, 7), batch = scattered(7, 5, 1);
  const Eigen::VectorXd bias = scattered(19, 1, 2);
  const auto w = constant(workspace, kernel), x = constant(workspace, batch);
  const auto b = constant(workspace, bias);
  CHECK(affine(w, x, b, Relu{}).matrix() == relu(affine(w, x, b)).matrix());
  CHECK(largest_difference(affine(w, x, b, Tanh{}).matrix(), tanh(affine(w, x, b)).matrix()) <
        1e-15);
}

TEST_CASE("affine remembers the logit of a Sigmoid") {
  Workspace<double> workspace;
  const Eigen::MatrixXd kernel = scattered(2, 3), batch = scattered(3, 4, 1);
  const Eigen::VectorXd bias = scattered(2, 1, 2);
  const auto y = affine(constant(workspace, kernel), constant(workspace, batch),
                        constant(workspace, bias), Sigmoid{});
  REQUIRE(y.logit() != nullptr);
  CHECK(largest_difference(y.logit()->matrix(), (kernel * batch).colwise() + bias) < 1e-15);
}

TEST_CASE("an empty batch gives an empty batch and gradients of 0") {
  const Eigen::MatrixXd kernel = scattered(2, 3), none(3, 0);
  const Eigen::VectorXd bias = scattered(2, 1);
  const auto f = [](const auto& w, const auto& x, const auto& b) { return sum(affine(w, x, b)); };
  const auto result = value_and_gradients(f, kernel, none, bias);
  CHECK(result.value == 0);
  CHECK(result.gradients[0] == Eigen::MatrixXd::Zero(2, 3));
  CHECK(result.gradients[2] == Eigen::Vector2d::Zero());
}

TEST_CASE("a strided batch gives what its copy gives") {
  const Eigen::MatrixXd kernel = scattered(13, 7), batch = scattered(7, 5, 1);
  const Eigen::VectorXd bias = scattered(13, 1, 2);
  Strided strided(batch);
  const auto gradients = [&](const auto& x) {
    return value_and_gradients(
               [&](const auto& w, const auto& b) {
                 return squared_norm(affine(w, constant(w.context(), x), b, Relu{}));
               },
               kernel, bias)
        .gradients;
  };
  CHECK(gradients(batch) == gradients(strided.block()));
}

namespace {

/// The loss and the gradients of an autoencoder, with that many threads.
Outcome<float> network(int count) {
  Threads threads(count);
  const auto loss = [](const auto& x, const auto& w, const auto& a, const auto& v, const auto& b) {
    return squared_norm(affine(v, tanh(affine(w, x, a, Relu{})), b) - stop_gradient(x));
  };
  const Eigen::VectorXf a = scattered<float>(70, 1, 4), b = scattered<float>(50, 1, 5);
  const std::tuple inputs{scattered<float>(50, 301), scattered<float>(70, 50, 2), a,
                          scattered<float>(50, 70, 3), b};
  return on_tape(loss, Eigen::MatrixXf(Eigen::MatrixXf::Ones(1, 1)), inputs, &threads);
}

}  // namespace

TEST_CASE("a network's loss and gradients have the same bits with 1, 2 and 3 threads") {
  const Outcome<float> alone = network(1);
  CHECK(alone.value(0) > 0);
  expect_same_bits(network(2), alone);
  expect_same_bits(network(3), alone);
}

TEST_CASE("kernel, batch and bias that do not fit are refused") {
  Workspace<double> workspace;
  const Eigen::MatrixXd kernel = scattered(2, 3), batch = scattered(4, 5);
  const Eigen::VectorXd bias = scattered(6, 1);
  const auto w = constant(workspace, kernel), x = constant(workspace, batch);
  const auto b = constant(workspace, bias);
  CHECK(message<ShapeError>([&] { affine(w, x, b); }) ==
        "affine: columns of w, rows of x: got 4, expected 3");
  const Eigen::MatrixXd fitting = scattered(3, 5);
  CHECK(message<ShapeError>([&] { affine(w, constant(workspace, fitting), b); }) ==
        "affine: rows of w, rows of b: got 6, expected 2");
}

namespace {

/// The activation called with arrays, where it takes packets.
template <class A>
struct ByArrays : A {
  static constexpr bool takes_packets = false;
};

template <class A, class Scalar>
void expect_same_by_packets(const A& activation) {
  const ByArrays<A> by_arrays{activation};
  const Eigen::MatrixX<Scalar> w = Eigen::MatrixX<Scalar>::Identity(5, 5);
  const Eigen::VectorX<Scalar> b = Eigen::VectorX<Scalar>::Zero(5);
  const Eigen::MatrixX<Scalar> x = scattered(5, 13).template cast<Scalar>();
  const auto with = [&](const auto& a) {
    return [&](const auto& v) {
      return affine(constant(v.context(), w), v, constant(v.context(), b), a);
    };
  };
  Workspace<Scalar> workspace;
  const auto input = constant(workspace, x);
  CHECK(
      (with(activation)(input).matrix().array() == with(by_arrays)(input).matrix().array()).all());
  const auto slopes = [&](const auto& a) {
    return gradient([&](const auto& v) { return squared_norm(with(a)(v)); }, x);
  };
  CHECK(slopes(activation) == slopes(by_arrays));
}

}  // namespace

TEMPLATE_TEST_CASE("activations that take packets give the bits of arrays", "", float, double) {
  STATIC_REQUIRE(detail::TakesPackets<Relu>);
  STATIC_REQUIRE_FALSE(detail::TakesPackets<ByArrays<Relu>>);
  STATIC_REQUIRE(FusedActivation<ByArrays<Relu>>);
  expect_same_by_packets<Relu, TestType>({});
  expect_same_by_packets<LeakyRelu, TestType>({.slope_below = 0.3});
}
