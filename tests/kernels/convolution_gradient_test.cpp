// SPDX-License-Identifier: MIT
// The gradients of weights are tested beside the convolution, in convolution_test.cpp.
#include <eigencoder/kernels/convolution_gradient.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("the sum of pixels is that of their columns, whatever the threads") {
  const Eigen::MatrixXd pixels = scattered(13, 100'003);
  Eigen::MatrixXd scratch(13, kernels::parts_of(pixels.cols())), sum(13, 1), again(13, 1);
  Threads two(2);
  kernels::sum_of_pixels(nullptr, pixels.data(), Index{13}, pixels.cols(), scratch.data(),
                         sum.data(), false);
  kernels::sum_of_pixels(&two, pixels.data(), Index{13}, pixels.cols(), scratch.data(),
                         again.data(), false);
  CHECK(largest_difference(sum, pixels.rowwise().sum()) < 1e-9);
  CHECK(same_bits(sum, again));
}
