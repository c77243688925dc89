// SPDX-License-Identifier: MIT
#include <eigencoder/operations/batch_normalization.hpp>

#include <eigencoder/operations/functions.hpp>

#include "support/errors.hpp"
#include "support/normalizations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

constexpr auto normalized = [](const auto& x, const auto& gamma, const auto& beta) {
  return batch_normalization(x, gamma, beta, 1e-3).output;
};

}  // namespace

TEST_CASE("batch_normalization is PyTorch's, of features and of the channels of images") {
  expect_normalization<4>("batch_features", normalized);
  expect_normalization<1, 1, 4>("batch_features", normalized);
  expect_normalization<2, 2, 3>("batch_images", normalized);
  expect_normalization<2, 3, 1>("batch_one_channel", normalized);
}

TEST_CASE("batch_normalization of numbers far from 0 loses nothing of their spread") {
  expect_normalization_in_double<2, 2, 3>("batch_far_from_zero", normalized);
}

namespace {

/// Mean and variance of images of three channels, whatever their size.
void expect_statistics(Index pixels) {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(3, pixels).array() + 1;
  const Eigen::Vector3d gamma(1, 2, 3), beta(4, 5, 6);
  const auto batch = batch_normalization(constant(workspace, x), constant(workspace, gamma),
                                         constant(workspace, beta), 1e-3);
  const Eigen::VectorXd mean = x.rowwise().mean();
  const Eigen::MatrixXd centered = x.colwise() - mean;
  CHECK(largest_difference(batch.mean.matrix(), mean) < 1e-14);
  CHECK(largest_difference(batch.variance.matrix(), centered.rowwise().squaredNorm() / pixels) <
        1e-14);
}

}  // namespace

TEST_CASE("the statistics are those of the whole batch, of a pixel and of many pieces") {
  for (const Index pixels : {1, 2, 85, 86, 87, 2752, 2753, 10'000}) expect_statistics(pixels);
}

TEST_CASE("the statistics are constants") {
  Tape<double> tape;
  const auto x = variable(tape, scattered(3, 4));
  const Eigen::Vector3d column(1, 2, 3);
  const auto batch = batch_normalization(x, variable(tape, column), variable(tape, column), 1e-3);
  CHECK(batch.output.node() != nullptr);
  CHECK(batch.mean.node() == nullptr);
  CHECK(batch.variance.node() == nullptr);
}

TEST_CASE("batch_normalization has the same bits with 1, 2 and 3 threads") {
  expect_same_bits_with_threads<5, 7, 3>(normalized);
  expect_same_bits_with_threads<5, 7, 1>(normalized);
  expect_same_bits_with_threads<1, 1, 300>(normalized);
}

TEST_CASE("an empty batch has statistics and gradients of 0") {
  const Eigen::MatrixXd none(3, 0);
  const Eigen::Vector3d gamma(1, 2, 3), beta(4, 5, 6);
  const auto f = [](const auto& x, const auto&... p) { return sum(normalized(x, p...)); };
  const auto result = value_and_gradients(f, none, gamma, beta);
  CHECK(result.value == 0);
  CHECK(result.gradients[1] == Eigen::Vector3d::Zero());
  expect_statistics(1);
}

TEST_CASE("a channel that does not vary becomes beta, and has a finite gradient") {
  const Eigen::MatrixXf x = Eigen::MatrixXf::Constant(1, 100, 0.3f);
  const Eigen::Matrix<float, 1, 1> gamma(2), beta(0.5f);
  const auto f = [](const auto& a, const auto&... p) { return sum(square(normalized(a, p...))); };
  const auto result = value_and_gradients(f, x, gamma, beta);
  CHECK(result.value == Approx(25));
  CHECK(result.gradients[0].cwiseAbs().maxCoeff() < 1e-3f);
}

TEST_CASE("batch_normalization refuses another number of channels") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(6, 5);
  const Eigen::VectorXd five = scattered(5, 1);
  const auto column = constant(workspace, five);
  CHECK(message<ShapeError>([&] { normalized(constant(workspace, x), column, column); }) ==
        "batch_normalization: channels: got 5, expected 6");
}
