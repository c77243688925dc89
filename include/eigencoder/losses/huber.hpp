// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/extrema.hpp>
#include <eigencoder/operations/functions.hpp>
#include <eigencoder/operations/reductions.hpp>

namespace eigencoder {

/// Quadratic for small errors and linear for large ones (Huber 1964), the mean over features and
/// batch:
///
///   L = 1 / (d n) sum_ij [ q^2 / 2 + delta (|e_ij| - q) ],  q = min(|e_ij|, delta),  e = y - t
///
/// delta is where the one becomes the other; it must be positive.
struct Huber {
  static constexpr bool averages_samples = true;
  double delta = 1;

  auto operator()(const auto& reconstruction, const auto& target) const {
    check_positive("Huber: delta", delta);
    const auto error = abs(reconstruction - target);
    const auto quadratic = clamp(error, 0, delta);
    return mean(0.5 * square(quadratic) + delta * (error - quadratic));
  }
};

}  // namespace eigencoder
