// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>

namespace eigencoder::detail {

/// Asks for memory that is read next, up to what a cache holds beside all else: the samples of a
/// batch lie far apart, and the machine would begin to fetch one only when that before is copied.
template <class T>
void prefetch(const T* data, Eigen::Index count) {
  constexpr Eigen::Index line = 64 / sizeof(T), most = 256 * line;
  for (Eigen::Index i = 0; i < std::min(count, most); i += line)
    Eigen::internal::prefetch(data + i);
}

}  // namespace eigencoder::detail
