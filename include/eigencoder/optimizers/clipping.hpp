// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

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
    if (value > 0) {
      const auto limit = static_cast<Scalar>(value);
      gradient = gradient.cwiseMax(-limit).cwiseMin(limit);
    }
    if (norm > 0) {
      for (const auto& p : list) scale(gradient.segment(p.offset, p.size()), norm);
    }
    if (global_norm > 0) scale(gradient.head(gradient.size()), global_norm);
  }

 private:
  // In double: the squares of eight million floats are too many to sum in float.
  template <class Segment>
  static void scale(Segment gradient, double limit) {
    using Scalar = typename Segment::Scalar;
    const double length = std::sqrt(gradient.template cast<double>().squaredNorm());
    if (length > limit) gradient *= static_cast<Scalar>(limit / length);
  }
};

}  // namespace eigencoder
