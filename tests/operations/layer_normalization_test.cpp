// SPDX-License-Identifier: MIT
#include <eigencoder/operations/layer_normalization.hpp>

#include "support/errors.hpp"
#include "support/normalizations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

constexpr auto normalized = [](const auto& x, const auto& gamma, const auto& beta) {
  return layer_normalization(x, gamma, beta, 1e-3);
};

}  // namespace

TEST_CASE("layer_normalization is PyTorch's, of features and of the channels of images") {
  expect_normalization<4>("layer_features", normalized);
  expect_normalization<1, 1, 4>("layer_features", normalized);
  expect_normalization<2, 2, 3>("layer_images", normalized);
}

TEST_CASE("layer_normalization of numbers far from 0 loses nothing of their spread") {
  expect_normalization_in_double<2, 2, 3>("layer_far_from_zero", normalized);
}

TEST_CASE("layer_normalization of a single channel leaves beta alone") {
  expect_normalization<2, 3, 1>("layer_one_channel", normalized);
}

TEST_CASE("a normalized sample has mean 0 and variance 1") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = (5 * scattered(300, 2)).array() + 7;
  const Eigen::VectorXd ones = Eigen::VectorXd::Ones(300), zero = Eigen::VectorXd::Zero(300);
  const Eigen::ArrayXXd y = layer_normalization(constant(workspace, x), constant(workspace, ones),
                                                constant(workspace, zero), 1e-9)
                                .matrix();
  CHECK(std::abs(y.col(0).mean()) < 1e-14);
  CHECK(y.col(1).square().mean() == Approx(1));
}

TEST_CASE("layer_normalization has the same bits with 1, 2 and 3 threads") {
  expect_same_bits_with_threads<5, 7, 3>(normalized);
  expect_same_bits_with_threads<1, 1, 300>(normalized);
}

TEST_CASE("an empty batch is normalized to an empty one, with gradients of 0") {
  const Eigen::MatrixXd none(12, 0);
  const Eigen::Vector3d gamma(1, 2, 3), beta(4, 5, 6);
  const auto f = [](const auto& x, const auto&... p) {
    return sum(over<2, 2, 3>(normalized)(x, p...));
  };
  const auto result = value_and_gradients(f, none, gamma, beta);
  CHECK(result.value == 0);
  CHECK(result.gradients[1] == Eigen::Vector3d::Zero());
  CHECK(result.gradients[2] == Eigen::Vector3d::Zero());
}

TEST_CASE("a strided batch is normalized as its copy is") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(6, 5);
  const Eigen::VectorXd gamma = scattered(6, 1, 1), beta = scattered(6, 1, 2);
  Strided strided(x);
  const auto g = constant(workspace, gamma), b = constant(workspace, beta);
  CHECK(same_bits<double>(normalized(constant(workspace, strided.block()), g, b).matrix(),
                          normalized(constant(workspace, x), g, b).matrix()));
}

TEST_CASE("layer_normalization refuses another number of channels") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(6, 5);
  const Eigen::VectorXd five = scattered(5, 1), six = scattered(6, 1);
  const auto call = [&](const Eigen::VectorXd& gamma, const Eigen::VectorXd& beta) {
    normalized(constant(workspace, x), constant(workspace, gamma), constant(workspace, beta));
  };
  CHECK(message<ShapeError>([&] { call(five, six); }) ==
        "layer_normalization: channels: got 5, expected 6");
  CHECK(message<ShapeError>([&] { call(six, five); }) ==
        "layer_normalization: channels: got 5, expected 6");
}
