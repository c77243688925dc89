// SPDX-License-Identifier: MIT
#pragma once

#include <benchmark/benchmark.h>
#include <eigencoder/data/idx.hpp>
#include <eigencoder/eigencoder.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

namespace eigencoder::testing {

/// Uniform numbers in [0, 1), features x count.
inline Eigen::MatrixXf samples(Index features, Index count) {
  const RandomStream random{0};
  return Eigen::MatrixXf::NullaryExpr(features, count, [&](Index feature, Index sample) {
    return static_cast<float>(random.uniform(sample, feature));
  });
}

/// Pictures of 28 x 28 bytes, as in the files of MNIST, at random.
inline Dataset<float> pictures(Index count) {
  const auto byte = [](auto number) { return static_cast<std::uint8_t>(number); };
  std::vector<std::uint8_t> file{0, 0, 8, 3, 0, 0, byte(count >> 8), byte(count)};
  file.insert(file.end(), {0, 0, 0, 28, 0, 0, 0, 28});
  const Eigen::MatrixXf pixels = 256 * samples(28 * 28, count);
  std::transform(pixels.data(), pixels.data() + pixels.size(), std::back_inserter(file), byte);
  return IdxImages(std::move(file), "pictures");
}

/// Samples a second in training.
template <class Model, class Optimizer, class Loss>
void train(benchmark::State& state, Model model, const Optimizer& optimizer, const Loss& loss,
           Index batch, const Dataset<float>& data, int threads) {
  Trainer trainer{model, optimizer, loss, {.threads = threads}};
  // Several epochs, as a call first looks at all data and takes its memory.
  const FitOptions<float> options{.epochs = 4, .batch_size = batch};
  trainer.fit(data, options);
  for (auto _ : state) trainer.fit(data, options);
  state.SetItemsProcessed(state.iterations() * options.epochs * data.samples());
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
