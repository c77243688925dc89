// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include <eigencoder/training/batches.hpp>

namespace eigencoder {

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

  /// The loss of samples [first, last): the mean of the batches', each by its number of samples.
  template <class Model, class Loss>
  double loss(const Model& model, const Loss& loss, const Dataset<Scalar>& data, Index first,
              Index last) {
    double sum = 0;
    for_each_batch(data, first, last, [&](std::span<const Index> which) {
      const auto x = batch_.inputs(workspace_, model.input_shape());
      const auto t = batch_.targets(workspace_, model.output_shape());
      sum +=
          static_cast<double>(loss(model.apply(x), t).value()) * static_cast<double>(which.size());
    });
    return sum / static_cast<double>(last - first);
  }

  /// What the model makes of all samples, one a column.
  template <class Model>
  Eigen::MatrixX<Scalar> predict(const Model& model, const Dataset<Scalar>& data) {
    const Index features = model.output_shape().size();
    Eigen::MatrixX<Scalar> results(features, data.samples());
    for_each_batch(data, 0, data.samples(), [&](std::span<const Index> which) {
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
      batch_.gather(workspace_.threads(), data, which);
      f(which);
    }
  }

  Workspace<Scalar> workspace_;
  detail::Batch<Scalar> batch_;
  std::vector<Index> which_;
};

}  // namespace eigencoder
