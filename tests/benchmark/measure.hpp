// SPDX-License-Identifier: MIT
#pragma once

#include <benchmark/benchmark.h>
#include <eigencoder/eigencoder.hpp>

namespace eigencoder::testing {

/// Uniform numbers in [0, 1), features x count.
inline Eigen::MatrixXf samples(Index features, Index count) {
  const RandomStream random{0};
  return Eigen::MatrixXf::NullaryExpr(features, count, [&](Index feature, Index sample) {
    return static_cast<float>(random.uniform(sample, feature));
  });
}

/// Samples a second in training, in epochs of so many.
template <class Model, class Optimizer, class Loss>
void train(benchmark::State& state, Model model, const Optimizer& optimizer, const Loss& loss,
           Index batch, Index epoch, int threads) {
  const Eigen::MatrixXf data = samples(model.input_shape().size(), epoch);
  Trainer trainer{model, optimizer, loss, {.threads = threads}};
  // Several epochs, as a call first looks at all data and takes its memory.
  const FitOptions<float> options{.epochs = 4, .batch_size = batch};
  trainer.fit(data, options);
  for (auto _ : state) trainer.fit(data, options);
  state.SetItemsProcessed(state.iterations() * options.epochs * epoch);
}

/// Samples a second in inference of a batch, in a workspace that is used again.
template <class Model>
void infer(benchmark::State& state, const Model& model, Index batch, int threads_in_all) {
  const Eigen::MatrixXf data = samples(model.input_shape().size(), batch);
  Threads threads(threads_in_all);
  Workspace<float> workspace(&threads);
  for (auto _ : state) {
    workspace.clear();
    benchmark::DoNotOptimize(model(data, workspace).data());
  }
  state.SetItemsProcessed(state.iterations() * batch);
}

}  // namespace eigencoder::testing
