// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <limits>

namespace eigencoder::testing {

/// How far a result may be from the truth: absolutely up to 1, relatively beyond.
template <class Scalar>
inline constexpr double tolerance = 1e-12;
template <>
inline constexpr double tolerance<float> = 1e-5;

/// The largest |a - b| / max(1, |b|); infinite if the sizes differ or a number is NaN.
inline double largest_difference(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return std::numeric_limits<double>::infinity();
  double largest = 0;
  for (Eigen::Index i = 0; i < a.size(); ++i) {
    const double difference = std::abs(a(i) - b(i)) / std::max(1., std::abs(b(i)));
    if (!(difference <= largest)) largest = difference;
    if (std::isnan(largest)) return std::numeric_limits<double>::infinity();
  }
  return largest;
}

}  // namespace eigencoder::testing
