// SPDX-License-Identifier: MIT
// What any compiler, build type and instruction set must give: the numbers here were written down
// once, and are compared in each build of these tests.
#include <eigencoder/training/trainer.hpp>

#include <eigencoder/core/permutation.hpp>
#include <eigencoder/losses/binary_crossentropy.hpp>

#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("any build starts from the same bits of weights") {
  auto model = autoencoder<float, 784, 32, Sigmoid>();
  model.initialize(7);
  const Eigen::VectorXf& weights = std::as_const(model).parameters();
  CHECK(weights(0) == 0x1.b34588p-6f);
  CHECK(weights(12'345) == -0x1.531a16p-4f);
  CHECK(weights(25'087) == 0x1.4f76eep-4f);
  CHECK(weights(25'120) == -0x1.855c12p-6f);
  CHECK(weights(50'000) == 0x1.10462ep-4f);
}

TEST_CASE("any build takes the samples in the same order") {
  std::vector<Index> order(10);
  std::iota(order.begin(), order.end(), Index{0});
  shuffle(order, RandomStream{derive_seed(7, Purpose::shuffling), 2});
  CHECK(order == std::vector<Index>{5, 0, 3, 7, 8, 6, 4, 9, 1, 2});
}

TEST_CASE("any build draws the same normal numbers, but for their last digits") {
  const RandomStream stream{.seed = 42, .step = 3, .draw = 1};
  const auto differs = [&](Index sample, Index feature, double expected) {
    return std::abs(stream.normal(sample, feature) - expected);
  };
  CHECK(differs(5, 0, 0.70923567975120205) < 1e-14);
  CHECK(differs(5, 3, -1.2352892871398731) < 1e-14);
  CHECK(differs(1000, 3, -0.033608582522244607) < 1e-14);
  CHECK(differs(1002, 3, -1.6888145507124153) < 1e-14);
}

namespace {

/// The length of the parameters after ten epochs of 20-6-20, from weights and data that are the
/// same in any build.
template <class Scalar>
double trained() {
  auto model = autoencoder<Scalar, 20, 6, Sigmoid>();
  model.initialize(7);
  const Eigen::MatrixX<Scalar> data = scattered<Scalar>(20, 300).cwiseAbs();
  Trainer trainer{model, Adam{.learning_rate = 0.02}, BinaryCrossentropy{}, {.seed = 7}};
  trainer.fit(data, {.epochs = 10, .batch_size = 16});
  return static_cast<double>(std::as_const(model).parameters().norm());
}

}  // namespace

TEST_CASE("any build trains to the same parameters, but for rounding") {
  CHECK(std::abs(trained<double>() - 4.5095704120555027) < 1e-11);
  CHECK(std::abs(trained<float>() - 4.5095704120555027) < 1e-4);
}
