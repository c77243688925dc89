// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/block_taps.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::kernels;
using namespace eigencoder::testing;

TEST_CASE("over blocks of two a tap of the sides stands alone and the others in pairs") {
  const Eigen::Vector3d kernel(1, 10, 100);
  Eigen::Vector4d over;
  double scratch = 0;
  sum_block_taps<double>({1, 1}, {3, 2}, {1, 3}, {1, 4}, 1, 1, kernel.data(), &scratch,
                         over.data());
  CHECK(over == Eigen::Vector4d(100, 110, 11, 1));
}

TEST_CASE("over blocks of one pixel a kernel is itself, read backwards and transposed") {
  const Eigen::MatrixXd kernel = scattered(3, 2 * 5);  // two taps of 3 x 5
  Eigen::MatrixXd over(5, 2 * 3);
  Eigen::VectorXd scratch(15);
  sum_block_taps<double>({2, 1}, {1, 1}, {2, 1}, {2, 1}, 3, 5, kernel.data(), scratch.data(),
                         over.data());
  CHECK(over.leftCols(3) == kernel.rightCols(5).transpose());
  CHECK(over.rightCols(3) == kernel.leftCols(5).transpose());
}

TEST_CASE("the way back is the transpose of the way there") {
  const BlockAxis height{3, 2}, width{2, 4};
  const Taps own{3, 2}, over{height.taps(), width.taps()};
  const Index rows = 3, columns = 5, tap = rows * columns;
  const Eigen::VectorXd a = scattered(own.height * own.width * tap, 1, 1);
  const Eigen::VectorXd b = scattered(over.height * over.width * tap, 1, 2);
  Eigen::VectorXd there(b.size()), back(a.size()), scratch(tap);
  sum_block_taps(height, width, own, over, rows, columns, a.data(), scratch.data(), there.data());
  sum_block_taps(height, width, over, own, columns, rows, b.data(), scratch.data(), back.data());
  CHECK(std::abs(there.dot(b) - a.dot(back)) < 1e-13);
}
