// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include <Eigen/Core>

#include <eigencoder/core/error.hpp>

namespace eigencoder {

/// Limits on the gradient before each step, as Keras has them; 0 is none, and one at most is set.
///
///   value        every element is clipped to [-value, value]
///   norm         the gradient of a parameter whose Euclidean norm is larger is scaled to it
///   global_norm  likewise the whole gradient (Pascanu et al. 2013, algorithm 1)
struct GradientClipping {
  double value = 0;
  double norm = 0;
  double global_norm = 0;

  /// @throws ValueError for a negative limit, or more than one
  void check() const {
    check_at_least("GradientClipping: value", value, 0.);
    check_at_least("GradientClipping: norm", norm, 0.);
    check_at_least("GradientClipping: global_norm", global_norm, 0.);
    const int limits = (value > 0) + (norm > 0) + (global_norm > 0);
    eigencoder::check(limits <= 1, "GradientClipping", text(limits, " limits"), "one");
  }

  /// Clips a flat gradient, of which `list` says what lies where.
  template <class Scalar, class List>
  void operator()(Eigen::VectorX<Scalar>& gradient, const List& list) const {
    const std::span<Scalar> numbers(gradient.data(), static_cast<std::size_t>(gradient.size()));
    if (value > 0) {
      const auto limit = static_cast<Scalar>(value);
      for (Scalar& g : numbers) g = std::clamp(g, -limit, limit);
    }
    if (norm > 0) {
      for (const auto& p : list) {
        scale(
            numbers.subspan(static_cast<std::size_t>(p.offset), static_cast<std::size_t>(p.size())),
            norm);
      }
    }
    if (global_norm > 0) scale(numbers, global_norm);
  }

 private:
  // In double: the squares of eight million floats are too many to sum in float.
  template <class Scalar>
  static void scale(std::span<Scalar> gradient, double limit) {
    double squares = 0;
    for (const double g : gradient) squares += g * g;
    const double length = std::sqrt(squares);
    if (!(length > limit)) return;
    for (Scalar& g : gradient) g *= static_cast<Scalar>(limit / length);
  }
};

}  // namespace eigencoder
