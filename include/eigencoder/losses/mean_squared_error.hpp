// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/operations/squared_error.hpp>

namespace eigencoder {

/// The mean over features and batch, as Keras and PyTorch have it:
///
///   L = 1 / (d n) sum_ij (y_ij - t_ij)^2
struct MeanSquaredError {
  static constexpr bool averages_samples = true;
  auto operator()(const auto& reconstruction, const auto& target) const {
    return squared_error(reconstruction, target, detail::reciprocal(reconstruction.size()));
  }
};

/// Summed over the features of a sample, averaged over the batch:
///
///   L = 1 / n sum_ij (y_ij - t_ij)^2
struct SumSquaredError {
  static constexpr bool averages_samples = true;
  auto operator()(const auto& reconstruction, const auto& target) const {
    return squared_error(reconstruction, target, detail::reciprocal(reconstruction.columns()));
  }
};

/// Half the sum of squares over features and batch, not divided by anything, as TensorFlow's
/// `l2_loss`; so its size and its gradient grow with the batch.
///
///   L = 1 / 2 sum_ij (y_ij - t_ij)^2
struct HalfSquaredError {
  auto operator()(const auto& reconstruction, const auto& target) const {
    return squared_error(reconstruction, target, 0.5);
  }
};

}  // namespace eigencoder
