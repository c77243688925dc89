// SPDX-License-Identifier: MIT
#include <eigencoder/training/trainer.hpp>

#include <eigencoder/losses/binary_crossentropy.hpp>
#include <eigencoder/optimizers/adadelta.hpp>

#include <vector>

#include "catch.hpp"
#include "golden/vanilla_trace.hpp"
#include "support/matrices.hpp"
#include "training/digits.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// The losses and the parameters on the way through an epoch of digits.
struct Run {
  std::vector<double> losses;
  std::vector<Eigen::VectorXd> snapshots;
};

/// Trains until the last of these numbers of steps.
template <class Model>
Run train_vanilla(Model model, const std::vector<int>& snapshots, int threads = 1) {
  set_golden_start(model, 0.1);
  Trainer trainer{model, Adadelta::keras2(), BinaryCrossentropy{}, {.threads = threads}};
  Run run;
  for (const int last : snapshots) {
    while (trainer.steps() < last)
      run.losses.push_back(trainer.step(digits(), digits_of_step(trainer.steps())));
    run.snapshots.push_back(model.parameters().template cast<double>());
  }
  return run;
}

double mean_of_epoch(const std::vector<double>& losses) {
  double sum = 0;
  for (std::size_t step = 0; step < losses.size(); ++step)
    sum += losses[step] * static_cast<double>(digits_of_step(static_cast<Index>(step)).size());
  return sum / 60'000;
}

}  // namespace

TEST_CASE("The vanilla autoencoder in double walks PyTorch's way through an epoch of digits") {
  const golden::Trace& expected = golden::vanilla_trace;
  const Run run = train_vanilla(autoencoder<double, 784, 32, Sigmoid>(), {20, 235}, 2);
  CHECK(error_of(run.losses, expected.losses) < 1e-13);
  CHECK(error_of(run.snapshots[0], expected.snapshots[0]) < 1e-13);
  CHECK(relative_error(run.losses.back(), expected.last_loss) < 1e-13);
  CHECK(relative_error(mean_of_epoch(run.losses), expected.epoch_losses[0]) < 1e-13);
  CHECK(error_of(run.snapshots[1], expected.snapshots[1]) < 1e-13);
}

TEST_CASE("In float the vanilla autoencoder stays within rounding of PyTorch's double run") {
  const Run run = train_vanilla(autoencoder<float, 784, 32, Sigmoid>(), {20});
  CHECK(error_of(run.losses, golden::vanilla_trace.losses) < 1e-5);
  CHECK(error_of(run.snapshots[0], golden::vanilla_trace.snapshots[0]) < 1e-5);
}

TEST_CASE("784 features of the run train to the same bits as 784 of the type, in double") {
  const Run fixed = train_vanilla(autoencoder<double, 784, 32, Sigmoid>(), {3});
  const Run dynamic = train_vanilla(dynamic_autoencoder<double, Sigmoid>(784, 32), {3});
  CHECK(fixed.losses == dynamic.losses);
  CHECK(same_bits<double>(fixed.snapshots[0], dynamic.snapshots[0]));
}
