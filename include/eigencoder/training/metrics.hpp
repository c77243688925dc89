// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

namespace eigencoder {

/// What a metric sees of a batch, one sample a column: what the model was given, what it should
/// make of it, what it made, and the code between (of a model that has none, its output).
template <class Scalar>
struct BatchResult {
  using Matrix = Eigen::Map<const Eigen::MatrixX<Scalar>, 0, Eigen::OuterStride<>>;
  Matrix inputs;
  Matrix targets;
  Matrix outputs;
  Matrix codes;
};

/// A number that training shows beside the loss: a name, and a function of a batch whose mean over
/// the samples is taken. Made of any object with a `name` and a call:
///
///   struct LargestError {
///     std::string name = "largest error";
///     double operator()(const auto& batch) const {
///       return (batch.outputs - batch.targets).cwiseAbs().maxCoeff();
///     }
///   };
template <class Scalar>
struct Metric {
  std::string name;
  std::function<double(const BatchResult<Scalar>&)> value;

  template <class M>
  requires requires(const M& metric, const BatchResult<Scalar>& batch) {
    { metric(batch) } -> std::convertible_to<double>;
    std::string{metric.name};
  }
  Metric(M metric) : name(metric.name), value(std::move(metric)) {}
};

namespace detail {

/// All metrics of a batch.
template <class Scalar>
void measure(const std::vector<Metric<Scalar>>& metrics, const BatchResult<Scalar>& batch,
             std::vector<double>& results) {
  for (std::size_t i = 0; i < metrics.size(); ++i) results[i] = metrics[i].value(batch);
}
/// Likewise, from the views that a step made.
template <class Scalar>
void measure(const std::vector<Metric<Scalar>>& metrics, const auto& inputs, const auto& targets,
             const auto& stages, std::vector<double>& results) {
  measure<Scalar>(metrics,
                  {inputs.matrix(), targets.matrix(), stages.output.matrix(), stages.code.matrix()},
                  results);
}

/// Copies of what metrics see, for a batch that is computed in parts.
template <class Scalar>
class KeptBatch {
 public:
  /// Room for so many samples of a model, which learns its own inputs or targets of their own.
  template <class Model>
  void prepare(const Model& model, Eigen::Index samples, bool reconstructs) {
    const Eigen::Index out = model.output_shape().size();
    samples_ = samples;
    reconstructs_ = reconstructs;
    prepare(inputs_, model.input_shape().size());
    prepare(outputs_, out);
    if (!reconstructs) prepare(targets_, out);
    if constexpr (requires { model.code_shape(); }) {
      prepare(codes_, model.code_shape().size());
    } else {
      prepare(codes_, out);
    }
  }

  /// The views of a part, whose first sample has this number; parts may be kept at the same time.
  void keep(Eigen::Index first, const auto& inputs, const auto& targets, const auto& stages) {
    const Eigen::Index count = inputs.columns();
    copy(inputs.data(), inputs.stride(), count, inputs_, first);
    if (!reconstructs_) copy(targets.data(), targets.stride(), count, targets_, first);
    copy(stages.output.data(), stages.output.stride(), count, outputs_, first);
    copy(stages.code.data(), stages.code.stride(), count, codes_, first);
  }

  BatchResult<Scalar> batch() const {
    const auto of = [&](const Eigen::MatrixX<Scalar>& all) {
      return typename BatchResult<Scalar>::Matrix(all.data(), all.rows(), samples_,
                                                  Eigen::OuterStride<>(all.rows()));
    };
    return {of(inputs_), of(reconstructs_ ? inputs_ : targets_), of(outputs_), of(codes_)};
  }

 private:
  /// By columns, one function for views of any shape: Eigen's assignments take long to compile.
  static void copy(const Scalar* from, Eigen::Index stride, Eigen::Index count,
                   Eigen::MatrixX<Scalar>& to, Eigen::Index first) {
    for (Eigen::Index j = 0; j < count; ++j)
      std::copy_n(from + j * stride, to.rows(), to.data() + (first + j) * to.rows());
  }

  /// A smaller batch, such as the last of an epoch, takes no memory.
  void prepare(Eigen::MatrixX<Scalar>& numbers, Eigen::Index rows) const {
    if (numbers.rows() != rows || numbers.cols() < samples_) numbers.resize(rows, samples_);
  }

  Eigen::MatrixX<Scalar> inputs_, targets_, outputs_, codes_;
  Eigen::Index samples_ = 0;
  bool reconstructs_ = true;
};

}  // namespace detail

/// The part of numbers where the target equals, exactly, the output compared with 0.5, as Keras's
/// `binary_accuracy` has it: a grey target never matches, so MNIST stays near 0.81.
struct BinaryAccuracy {
  std::string name = "binary accuracy";

  template <class Batch>
  double operator()(const Batch& batch) const {
    using Scalar = typename Batch::Matrix::Scalar;
    const auto one = (batch.outputs.array() > Scalar(0.5)).template cast<Scalar>();
    return (batch.targets.array() == one).template cast<double>().mean();
  }
};

/// The part of numbers where target and output lie on the same side of 0.5.
struct PixelAccuracy {
  std::string name = "pixel accuracy";

  template <class Batch>
  double operator()(const Batch& batch) const {
    using Scalar = typename Batch::Matrix::Scalar;
    return ((batch.outputs.array() > Scalar(0.5)) == (batch.targets.array() > Scalar(0.5)))
        .template cast<double>()
        .mean();
  }
};

/// The part of samples whose output is largest where the target is: what Keras calls `accuracy` of
/// an output of more than one feature (categorical accuracy).
struct CategoricalAccuracy {
  std::string name = "accuracy";

  double operator()(const auto& batch) const {
    Eigen::Index right = 0, output = 0, target = 0;
    for (Eigen::Index j = 0; j < batch.outputs.cols(); ++j) {
      batch.outputs.col(j).maxCoeff(&output);
      batch.targets.col(j).maxCoeff(&target);
      right += output == target;
    }
    return static_cast<double>(right) / static_cast<double>(batch.outputs.cols());
  }
};

/// The mean over features and samples of the squared difference of output and target.
struct SquaredError {
  std::string name = "mean squared error";

  double operator()(const auto& batch) const {
    return static_cast<double>((batch.outputs - batch.targets).array().square().mean());
  }
};

/// The mean of all numbers of the codes.
struct MeanCode {
  std::string name = "mean code";

  double operator()(const auto& batch) const { return static_cast<double>(batch.codes.mean()); }
};

/// The part of the codes' numbers that are above a threshold.
struct ActiveUnits {
  std::string name = "active units";
  double threshold = 0;

  template <class Batch>
  double operator()(const Batch& batch) const {
    using Scalar = typename Batch::Matrix::Scalar;
    return (batch.codes.array() > static_cast<Scalar>(threshold)).template cast<double>().mean();
  }
};

}  // namespace eigencoder
