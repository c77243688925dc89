// SPDX-License-Identifier: MIT
#include <eigencoder/operations/binary_crossentropy.hpp>

#include <array>
#include <cmath>

#include "golden/losses.hpp"
#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// f(reconstruction, target) of a golden loss is PyTorch's, and inference gives the same bits.
template <class Scalar, class F>
void expect_golden_loss(std::string_view name, const F& f) {
  INFO(name << " with " << 8 * sizeof(Scalar) << " bits");
  const golden::OperationCase& c = golden::named(golden::losses, name);
  const Eigen::MatrixX<Scalar> target = golden::to_eigen<Scalar>(c.inputs[1]);
  const auto loss = [&](const auto& p) { return f(p, constant(p.context(), target)); };
  const std::tuple<Eigen::MatrixX<Scalar>> input{golden::to_eigen<Scalar>(c.inputs[0])};
  const auto outcome = on_tape(loss, golden::to_eigen<Scalar>(c.weights), input);
  expect_golden_numbers(outcome, c);
  CHECK(same_bits(outcome.value, on_workspace<Scalar>(loss, input)));
}

template <class Scalar>
void expect_golden_losses() {
  const auto of_probability = [](const auto& p, const auto& t) {
    return binary_crossentropy(p, t);
  };
  expect_golden_loss<Scalar>("binary_crossentropy", of_probability);
  expect_golden_loss<Scalar>("binary_crossentropy_logits", [](const auto& z, const auto& t) {
    return binary_crossentropy_with_logits(z, t);
  });
  expect_golden_loss<Scalar>("sigmoid_binary_crossentropy", [](const auto& z, const auto& t) {
    return binary_crossentropy(sigmoid(z), t);
  });
}

}  // namespace

TEST_CASE("binary cross-entropies of probabilities and of logits are PyTorch's") {
  expect_golden_losses<float>();
  expect_golden_losses<double>();
}

TEST_CASE("probabilities outside the clip are PyTorch's") {
  expect_golden_loss<double>("binary_crossentropy_clipped", [](const auto& p, const auto& t) {
    return binary_crossentropy(p, t);
  });
}

TEST_CASE("the gradients by logit, probability and target agree with finite differences") {
  const Eigen::MatrixXd z = 3 * scattered(3, 4);
  const Eigen::MatrixXd t = (scattered(3, 4, 1).array() + 1) / 2;
  const Eigen::MatrixXd p = (scattered(3, 4, 2).array() + 2) / 4;
  const Eigen::MatrixXd one = Eigen::MatrixXd::Ones(1, 1);
  expect_gradient([](const auto& x, const auto& y) { return binary_crossentropy(sigmoid(x), y); },
                  one, z, t);
  expect_gradient([](const auto& x, const auto& y) { return binary_crossentropy(x, y); }, one, p,
                  t);
}

TEST_CASE("a sigmoid's loss is finite and exact at +-40 in float") {
  const Eigen::Vector4f z(40, -40, 40, -40), t(0, 0, 1, 1);
  const auto loss = [](const auto& x, const auto& y) { return binary_crossentropy(sigmoid(x), y); };
  const auto result = value_and_gradients(loss, z, t);
  CHECK(result.value == 20.F);
  CHECK(largest_difference(result.gradients[0].cast<double>(), Eigen::Vector4d(0.25, 0, 0, -0.25)) <
        1e-15);
  CHECK(on_workspace<float>(loss, std::tuple{z, t})(0) == 20.F);
}

TEST_CASE("the gradient of the logit is (sigmoid(z) - t) / (d n)") {
  const Eigen::MatrixXd z = 5 * scattered(3, 4), t = scattered(3, 4, 1).cwiseAbs();
  const auto loss = [](const auto& x, const auto& y) {
    return binary_crossentropy_with_logits(x, y);
  };
  const Eigen::MatrixXd expected = (1 / (1 + (-z.array()).exp()) - t.array()) / 12;
  CHECK(largest_difference(value_and_gradients(loss, z, t).gradients[0], expected) < 1e-15);
}

TEST_CASE("after another operation the sigmoid is a probability like any, and is clipped") {
  const Eigen::VectorXd z = Eigen::VectorXd::Constant(1, 40), t = Eigen::VectorXd::Zero(1);
  const auto loss = [](const auto& x, const auto& y) {
    return binary_crossentropy(1 * sigmoid(x), y);
  };
  const auto result = value_and_gradients(loss, z, t);
  CHECK(result.value == Approx(-std::log(1e-7)));
  CHECK(result.gradients[0](0) == 0);
}

namespace {

double crossentropy(const Eigen::MatrixXd& z, const Eigen::MatrixXd& t) {
  Workspace<double> workspace;
  return binary_crossentropy_with_logits(constant(workspace, z), constant(workspace, t)).value();
}

double plain_crossentropy(const Eigen::ArrayXXd& z, const Eigen::ArrayXXd& t) {
  return (z.max(0) - z * t + (-z.abs()).exp().log1p()).mean();
}

}  // namespace

TEST_CASE("an empty batch has no cross-entropy") {
  CHECK(crossentropy(Eigen::MatrixXd(3, 0), Eigen::MatrixXd(3, 0)) == 0);
}

TEST_CASE("every length agrees with the plain formula, across vectors, blocks and pieces") {
  for (const Eigen::Index length : {1, 15, 16, 17, 1023, 1024, 1025, 4097, 12005}) {
    INFO(length << " elements");
    const Eigen::MatrixXd z = 30 * scattered(length, 1), t = scattered(length, 1, 1).cwiseAbs();
    CHECK(crossentropy(z, t) == Approx(plain_crossentropy(z.array(), t.array())).epsilon(1e-12));
  }
}

TEST_CASE("strided targets and logits give what their copies give") {
  const Eigen::MatrixXd z = scattered(37, 5), t = scattered(37, 5, 1).cwiseAbs();
  Strided logits(z), target(t);
  Workspace<double> workspace;
  const auto strided = binary_crossentropy_with_logits(constant(workspace, logits.block()),
                                                       constant(workspace, target.block()));
  CHECK(strided.value() == Approx(crossentropy(z, t)).epsilon(1e-14));
}

TEST_CASE("reconstructions and targets of different shapes are refused") {
  Workspace<double> workspace;
  const Eigen::MatrixXd a = scattered(3, 4), b = scattered(2, 4), c = scattered(3, 5);
  const auto z = constant(workspace, a);
  CHECK(message<ShapeError>([&] { binary_crossentropy(sigmoid(z), constant(workspace, b)); }) ==
        "binary_crossentropy: got 2, expected 3");
  CHECK(message<ShapeError>([&] { binary_crossentropy(sigmoid(z), constant(workspace, c)); }) ==
        "binary_crossentropy: samples: got 5, expected 4");
  CHECK(message<ShapeError>([&] { binary_crossentropy(z, constant(workspace, b)); }) ==
        "binary_crossentropy: got 2, expected 3");
}
