// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include <eigencoder/core/error.hpp>
#include <eigencoder/core/shape.hpp>
#include <eigencoder/data/dataset.hpp>
#include <eigencoder/training/options.hpp>

// What training refuses before it begins.
namespace eigencoder::detail {

/// @throws ShapeError if the samples or their targets do not fit the model
template <class Model, class Scalar>
void check_shapes(std::string_view where, const Model& model, const Dataset<Scalar>& data) {
  const Index in = model.input_shape().size(), out = model.output_shape().size();
  check_equal(where, data.features(), in, "features");
  if (data.target_features() == out) return;  // a text takes memory, and each step asks
  check_equal(text(where, ", targets"), data.target_features(), out, "features");
}

/// @throws ValueError if there are no samples or a number is not finite, ShapeError if the samples
///         or their targets do not fit the model
template <class Model, class Scalar>
void check_data(std::string_view where, const Model& model, const Dataset<Scalar>& data) {
  if (data.samples() == 0) fail<ValueError>(where, "0 samples", "at least 1");
  check_shapes(where, model, data);
  data.check_finite(where);
}

/// @throws ValueError unless there is a sample chosen and all that are exist
inline void check_chosen(std::string_view where, std::span<const Index> which, Index samples) {
  if (which.empty()) fail<ValueError>(where, "0 samples", "at least 1");
  for (const Index i : which) {
    if (i < 0 || i >= samples) {
      fail<ValueError>(where, text("sample ", i), text("one of 0 to ", samples - 1));
    }
  }
}

/// @throws ValueError if two metrics have one name, or a name has a line break: names stand in
///         lines of progress and in the headers of logs
template <class Scalar>
void check_names(const std::vector<Metric<Scalar>>& metrics) {
  for (auto m = metrics.begin(); m != metrics.end(); ++m) {
    check(m->name.find_first_of("\r\n") == m->name.npos, "fit: metrics", "a line break in a name",
          "names on one line");
    const auto is_same = [&](const auto& other) { return other.name == m->name; };
    check(std::none_of(metrics.begin(), m, is_same), "fit: metrics",
          text("\"", m->name, "\" twice"), "a name of its own for each");
  }
}

/// @return how many samples, the first ones, a fraction for validation leaves to train on
/// @throws ValueError unless some are on both sides
inline Index training_samples(Index samples, double validation_fraction) {
  if (validation_fraction == 0) return samples;
  const auto training =
      static_cast<Index>(static_cast<double>(samples) * (1 - validation_fraction));
  if (training == 0 || training == samples) {
    fail<ValueError>("fit: validation_fraction",
                     text(validation_fraction, " of ", samples, " samples"),
                     "samples on both sides of the split");
  }
  return training;
}

/// @throws ValueError or ShapeError if `fit` cannot train the model so
template <class Model, class Scalar>
void check_fit(const Model& model, const Dataset<Scalar>& data, const FitOptions<Scalar>& options) {
  check_data("fit", model, data);
  check_at_least("fit: epochs", options.epochs, Index{0});
  check_at_least("fit: batch_size", options.batch_size, Index{1});
  check_at_least("fit: batches_per_epoch", options.batches_per_epoch, Index{0});
  check_fraction("fit: validation_fraction", options.validation_fraction);
  check_names(options.metrics);
  if (!options.validation.given()) return;
  check_data("fit: validation", model, options.validation);
  check(options.validation_fraction == 0, "fit: validation", "data and a fraction",
        "one of the two");
}

}  // namespace eigencoder::detail
