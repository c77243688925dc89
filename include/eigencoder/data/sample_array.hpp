// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace eigencoder {

/// An array of any rank whose first axis counts the samples, as a file of samples holds it.
///
/// Sample s is column s; its features are in C order, the last axis fastest. So photographs in
/// shape {n, height, width} are a height * width x n matrix, row after row of the photograph.
template <class Scalar>
struct SampleArray {
  std::vector<Eigen::Index> shape;  ///< samples first
  Eigen::MatrixX<Scalar> columns;   ///< features x samples
};

namespace detail {

/// The product of the extents, each at least 0; nothing if those above 0 cannot be multiplied.
inline std::optional<Eigen::Index> element_count(std::span<const Eigen::Index> extents) {
  Eigen::Index count = 1;
  bool empty = false;
  for (const Eigen::Index extent : extents) {
    empty = empty || extent == 0;
    if (extent == 0) continue;
    if (count > std::numeric_limits<Eigen::Index>::max() / extent) return {};
    count *= extent;
  }
  return empty ? 0 : count;
}

}  // namespace detail

}  // namespace eigencoder
