// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/functions.hpp>
#include <eigencoder/operations/reductions.hpp>

namespace eigencoder {

/// The mean over features and batch, with slope 0 where the two are equal:
///
///   L = 1 / (d n) sum_ij |y_ij - t_ij|
struct MeanAbsoluteError {
  static constexpr bool averages_samples = true;
  auto operator()(const auto& reconstruction, const auto& target) const {
    return mean(abs(reconstruction - target));
  }
};

}  // namespace eigencoder
