// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/data/mnist.hpp>

#include <algorithm>
#include <vector>

namespace eigencoder::testing {

inline const IdxImages& digits() {
  static const IdxImages images = read_mnist(EIGENCODER_MNIST).train;
  return images;
}

/// The digits of a step, from 0, of the epoch of tests/golden/trace.py; the last batch is smaller.
inline std::vector<Eigen::Index> digits_of_step(Eigen::Index step, Eigen::Index batch_size = 256) {
  constexpr Eigen::Index all = 60'000;
  std::vector<Eigen::Index> which;
  for (Eigen::Index n = batch_size * step; n < std::min(all, batch_size * (step + 1)); ++n)
    which.push_back(n * 7919 % all);
  return which;
}

}  // namespace eigencoder::testing
