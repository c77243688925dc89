// SPDX-License-Identifier: MIT
#include <eigencoder/training/trainer.hpp>

#include <eigencoder/layers/activity_penalty.hpp>
#include <eigencoder/losses/binary_crossentropy.hpp>
#include <eigencoder/optimizers/adadelta.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "catch.hpp"
#include "golden/dense_traces.hpp"
#include "training/digits.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// Feature f of image i, plus scattered(784 i + f) - 0.5, clipped to [0, 1].
struct NoisyDigits {
  static Index samples() { return digits().samples(); }
  static Index features() { return digits().features(); }
  static void gather(std::span<const Index> which, double* out) {
    digits().gather(which, out);
    for (const Index image : which) {
      auto i = static_cast<std::uint64_t>(784 * image);
      for (const double* end = out + 784; out != end; ++out)
        *out = std::clamp(*out + (golden::scattered(i++) - 0.5), 0.0, 1.0);
    }
  }
};

/// Trains as tests/golden/trace.py does, on its digits in its order.
/// @return the larger relative error, of the losses or of the last parameters
template <class Optimizer_>
double error_of_training(auto& model, const Optimizer_& optimizer, const golden::Trace& expected,
                         Index batch_size = 256, const Dataset<double>& data = digits()) {
  Trainer trainer{model, optimizer, BinaryCrossentropy{}};
  std::vector<double> losses;
  while (losses.size() < expected.losses.size())
    losses.push_back(trainer.step(data, digits_of_step(trainer.steps(), batch_size)));
  return std::max(error_of(losses, expected.losses),
                  error_of(model.parameters(), expected.snapshots.back()));
}

auto deep_autoencoder() {
  Autoencoder model{
      Encoder{Input<double, 784>{}, Dense<128, Relu>{}, Dense<64, Relu>{}, Dense<32, Relu>{}},
      Decoder{Input<double, 32>{}, Dense<64, Relu>{}, Dense<128, Relu>{}, Dense<784, Sigmoid>{}}};
  set_golden_start(model, 0.3);
  return model;
}

/// A code of two numbers, and no activation anywhere: the loss clips the output.
auto linear_autoencoder() {
  Autoencoder model{Encoder{Input<double, 784>{}, Dense<2>{}},
                    Decoder{Input<double, 2>{}, Dense<784>{}}};
  set_golden_start(model, 0.1);
  return model;
}

}  // namespace

TEST_CASE("The sparse autoencoder walks PyTorch's way, penalty included") {
  Autoencoder model{Encoder{Input<double, 784>{}, Dense<32, Relu>{}, ActivityL1{1e-4}},
                    Decoder{Input<double, 32>{}, Dense<784, Sigmoid>{}}};
  set_golden_start(model, 0.1);
  CHECK(error_of_training(model, Adadelta::keras2(), golden::sparse_trace) < 1e-12);
}

TEST_CASE("The deep autoencoder walks PyTorch's way with Adam") {
  auto model = deep_autoencoder();
  CHECK(error_of_training(model, Adam{}, golden::deep_trace) < 1e-12);
}

TEST_CASE("The deep autoencoder walks PyTorch's way from noisy digits to clean ones") {
  auto model = deep_autoencoder();
  const Dataset<double> data{NoisyDigits{}, digits()};
  CHECK(error_of_training(model, Adadelta::keras2(), golden::denoising_trace, 256, data) < 1e-12);
}

TEST_CASE("A linear autoencoder walks PyTorch's way where outputs are clipped and where not") {
  auto model = linear_autoencoder();
  auto bias = model.parameter("decoder.0.dense.bias");
  bias.setConstant(0.5);
  for (Index i = 1; i < 784; i += 2) bias(i) = i % 4 == 1 ? -0.5 : 1.5;
  CHECK(error_of_training(model, Adam{}, golden::code2d_trace, 32) < 1e-12);
}

TEST_CASE("A linear autoencoder takes PyTorch's first steps from biases of zero") {
  auto model = linear_autoencoder();
  CHECK(error_of_training(model, Adam{}, golden::code2d_from_zero_trace, 32) < 1e-9);
}
