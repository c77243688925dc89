// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/functions.hpp>
#include <eigencoder/operations/reductions.hpp>

namespace eigencoder {

/// The mean over features and batch, as Keras and PyTorch have it:
///
///   L = 1 / (d n) sum_ij (y_ij - t_ij)^2
struct MeanSquaredError {
  auto operator()(const auto& reconstruction, const auto& target) const {
    const auto error = reconstruction - target;
    return detail::reciprocal(error.size()) * squared_norm(error);
  }
};

/// Summed over the features of a sample, averaged over the batch:
///
///   L = 1 / n sum_ij (y_ij - t_ij)^2
struct SumSquaredError {
  auto operator()(const auto& reconstruction, const auto& target) const {
    const auto error = reconstruction - target;
    return detail::reciprocal(error.columns()) * squared_norm(error);
  }
};

/// Half the sum of squares over features and batch, not divided by anything, as TensorFlow's
/// `l2_loss`; so its size and its gradient grow with the batch.
///
///   L = 1 / 2 sum_ij (y_ij - t_ij)^2
struct HalfSquaredError {
  auto operator()(const auto& reconstruction, const auto& target) const {
    return 0.5 * squared_norm(reconstruction - target);
  }
};

}  // namespace eigencoder
