// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/data/dataset.hpp>
#include <eigencoder/data/mnist.hpp>

/// The first of so many equal parts of the training digits, for a quick look; of one part all of
/// them, as the bytes that they are.
inline eigencoder::Dataset<float> part_of_training(const eigencoder::Mnist& mnist,
                                                   Eigen::Index parts) {
  if (parts == 1) return mnist.train;
  return mnist.train.columns<float>(0, mnist.train.samples() / parts);
}
