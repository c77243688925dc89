// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/layers/dense.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>
#include <eigencoder/models/autoencoder.hpp>
#include <eigencoder/optimizers/adam.hpp>
#include <eigencoder/training/trainer.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

#include "golden/case.hpp"

namespace eigencoder::testing {

/// One hidden layer of `Code` units with extents of the type; Last as the tests need it.
template <class Scalar, Index Features, Index Code, class Last = Linear>
auto autoencoder() {
  return Autoencoder{Encoder{Input<Scalar, Features>{}, Dense<Code, Relu>{}},
                     Decoder{Input<Scalar, Code>{}, Dense<Features, Last>{}}};
}

/// The same with extents of the run.
template <class Scalar, class Last = Linear>
auto dynamic_autoencoder(Index features, Index code) {
  return Autoencoder{Encoder{Input<Scalar, Dynamic>{features}, Dense<Dynamic, Relu>{code}},
                     Decoder{Input<Scalar, Dynamic>{code}, Dense<Dynamic, Last>{features}}};
}

/// The least that can be trained, quick to compile: two features in, two out, six parameters.
using Small = Encoder<Input<double, 2>, Dense<2>>;
inline Small small_model() { return Small(Input<double, 2>{}, Dense<2>{}); }

/// A small model and its trainer.
template <class Optimizer_ = Adam, class Loss = MeanSquaredError>
struct SmallRun {
  Small model = small_model();
  Trainer<Small, Optimizer_, Loss> trainer;

  explicit SmallRun(const Optimizer_& optimizer = {}, TrainerOptions options = {},
                    const Loss& loss = {})
      : trainer(model, optimizer, loss, options) {}

  /// A copy.
  Eigen::VectorXd parameters() const { return model.parameters(); }
};

/// Parameters of a run of tests/golden/trace.py before its first step.
void set_golden_start(auto& model, double scale) {
  auto values = model.parameters();
  using Scalar = typename std::decay_t<decltype(model)>::Scalar;
  for (Index i = 0; i < values.size(); ++i) {
    values[i] =
        static_cast<Scalar>((golden::scattered(static_cast<std::uint64_t>(i)) - 0.5) * scale);
  }
  for (const ParameterInfo& p : model.parameter_list()) {
    if (p.name.ends_with("bias")) values.segment(p.offset, p.size()).setZero();
  }
}

/// |a - b| / |b|
inline double relative_error(double a, double b) { return std::abs(a - b) / std::abs(b); }

/// How far the parameters are from a snapshot: relative for the sums, and for single parameters
/// relative to the largest of them.
template <class Vector>
double error_of(const Vector& parameters, const golden::Snapshot& expected) {
  const Eigen::VectorXd values = parameters.template cast<double>();
  double largest = 0, error = 0;
  for (const double p : expected.parameters) largest = std::max(largest, std::abs(p));
  for (std::size_t i = 0; i < expected.indices.size(); ++i) {
    error =
        std::max(error, std::abs(values[expected.indices[i]] - expected.parameters[i]) / largest);
  }
  return std::max({error, relative_error(values.sum(), expected.sum),
                   relative_error(values.squaredNorm(), expected.sum_of_squares)});
}

/// The largest relative error of the losses that are expected.
inline double error_of(std::span<const double> losses, const std::vector<double>& expected) {
  if (losses.size() < expected.size()) return std::numeric_limits<double>::infinity();
  double error = 0;
  for (std::size_t i = 0; i < expected.size(); ++i)
    error = std::max(error, relative_error(losses[i], expected[i]));
  return error;
}

/// Samples of two features, (0, 0.1), (0.01, 0.11), ..., that remember which of them were read.
class ReadSamples {
 public:
  explicit ReadSamples(Index samples) : samples_(samples) {}

  Index samples() const { return samples_; }
  Index features() const { return 2; }
  void gather(std::span<const Index> which, double* out) const {
    for (const Index i : which) {
      read.push_back(i);
      *out++ = 0.01 * static_cast<double>(i);
      *out++ = 0.01 * static_cast<double>(i) + 0.1;
    }
  }

  mutable std::vector<Index> read;

 private:
  Index samples_;
};

}  // namespace eigencoder::testing
