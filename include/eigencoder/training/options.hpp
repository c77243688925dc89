// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <eigencoder/data/dataset.hpp>
#include <eigencoder/optimizers/clipping.hpp>
#include <eigencoder/training/history.hpp>
#include <eigencoder/training/metrics.hpp>

namespace eigencoder {

/// What holds for the whole life of a trainer.
struct TrainerOptions {
  std::uint64_t seed = 0;  ///< of the order of the samples; the same seed gives the same bits
  int threads = 1;         ///< in all; any number gives the same bits
  GradientClipping clipping{};
};

/// How to fit. The defaults are Keras's.
template <class Scalar>
struct FitOptions {
  Eigen::Index epochs = 1;
  Eigen::Index batch_size = 32;  ///< the last batch of an epoch may be smaller
  bool shuffle = true;           ///< a new order each epoch
  /// Batches that an epoch trains on at most, of the first samples in its order; 0 for all.
  Eigen::Index batches_per_epoch = 0;
  Dataset<Scalar> validation{};  ///< evaluated after each epoch
  /// This part of the data, its last samples before any shuffling, is kept for validation.
  double validation_fraction = 0;
  std::vector<Callback> callbacks{};
  /// Called after each epoch, when callbacks are done: the moment at which `Trainer::state()` is
  /// all that another program needs to go on.
  std::function<void()> checkpoint{};
  std::vector<Metric<Scalar>> metrics{};  ///< of training and validation data, each epoch
};

namespace detail {

/// Where a fit with so many samples begins.
template <class Scalar>
Progress progress_of(const FitOptions<Scalar>& options, Eigen::Index samples) {
  const Eigen::Index all = 1 + (samples - 1) / options.batch_size;
  const Eigen::Index limit = options.batches_per_epoch > 0 ? options.batches_per_epoch : all;
  Progress progress{.epochs = options.epochs, .batches = std::min(all, limit)};
  for (const auto& metric : options.metrics) progress.metric_names.push_back(metric.name);
  progress.metrics.resize(options.metrics.size());
  return progress;
}

}  // namespace detail

}  // namespace eigencoder
