// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include <eigencoder/training/batches.hpp>
#include <eigencoder/training/metrics.hpp>

namespace eigencoder {

/// What to work out beside the loss.
template <class Scalar>
struct EvaluationOptions {
  std::vector<Metric<Scalar>> metrics{};
  bool penalties = false;  ///< count the penalties that layers add in training
};

/// A loss, and metrics in the order in which they were asked for.
struct Evaluation {
  double loss = 0;
  double penalty = 0;  ///< of the loss
  std::vector<double> metrics{};
};

/// Runs a model over the samples of a dataset, batch by batch in their order, and keeps its memory
/// between calls.
template <class Scalar>
class Evaluator {
 public:
  /// @param threads     the team to use, or nullptr
  /// @param batch_size  samples at a time; the loss of a batch-wise sum depends on it
  /// @throws ValueError if batch_size < 1
  explicit Evaluator(Threads* threads = nullptr, Index batch_size = 256)
      : workspace_(threads), which_(checked(batch_size)) {}

  /// Loss and metrics of samples [first, last): the means of the batches', each by its number of
  /// samples.
  template <class Model, class Loss>
  Evaluation evaluate(const Model& model, const Loss& loss, const Dataset<Scalar>& data,
                      Index first, Index last, const EvaluationOptions<Scalar>& options = {}) {
    Evaluation mean;
    mean.metrics.resize(options.metrics.size());
    std::vector<double> metrics(options.metrics.size());
    workspace_.want_penalties(options.penalties);
    for_each_batch(data, first, last, [&](std::span<const Index> which) {
      const auto x = batch_.inputs(workspace_, model.input_shape());
      const auto t = batch_.targets(workspace_, model.output_shape());
      const auto stages = detail::stages(model, x);
      const double share = static_cast<double>(which.size()) / static_cast<double>(last - first);
      const double data_loss = static_cast<double>(loss(stages.output, t).value());
      mean.loss += share * (data_loss + workspace_.penalty());
      mean.penalty += share * workspace_.penalty();
      detail::measure(options.metrics, x, t, stages, metrics);
      for (std::size_t i = 0; i < metrics.size(); ++i) mean.metrics[i] += share * metrics[i];
    });
    return mean;
  }

  /// What the model makes of all samples, one a column.
  template <class Model>
  Eigen::MatrixX<Scalar> predict(const Model& model, const Dataset<Scalar>& data) {
    const Index features = model.output_shape().size();
    Eigen::MatrixX<Scalar> results(features, data.samples());
    for_each_batch(data, 0, data.samples(), [&](std::span<const Index> which) {
      const detail::WithoutLogits numbers_alone(workspace_);
      const auto y = model.apply(batch_.inputs(workspace_, model.input_shape()));
      results.middleCols(which.front(), y.columns()) = y.matrix();
    });
    return results;
  }

 private:
  static std::size_t checked(Index batch_size) {
    check_at_least("batch_size", batch_size, Index{1});
    return static_cast<std::size_t>(batch_size);
  }

  template <class F>
  void for_each_batch(const Dataset<Scalar>& data, Index first, Index last, const F& f) {
    const auto size = static_cast<Index>(which_.size());
    for (; first < last; first += size) {
      const std::span which(which_.data(), static_cast<std::size_t>(std::min(size, last - first)));
      std::iota(which.begin(), which.end(), first);
      workspace_.clear();
      // The same random numbers each time, of a step that no training reaches.
      batch_.gather(workspace_.threads(), data, which, RandomStream{0, 0xFFFFFFFF});
      f(which);
    }
  }

  Workspace<Scalar> workspace_;
  detail::Batch<Scalar> batch_;
  std::vector<Index> which_;
};

}  // namespace eigencoder
