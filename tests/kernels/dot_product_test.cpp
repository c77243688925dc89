// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/dot_product.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("the lanes along the rows or along the sum give the same product") {
  const Index rows = 3, depth = 29, columns = 21;
  const Eigen::MatrixXd left = scattered(rows, depth, 1), right = scattered(depth, columns, 2);
  const Eigen::MatrixXd turned = left.transpose();
  Eigen::MatrixXd by_rows(rows, columns), by_depth(rows, columns);
  kernels::GridProduct<double> p{left.data(),
                                 right.data(),
                                 by_rows.data(),
                                 rows,
                                 {{}, {}, {depth, 1, rows}},
                                 {{}, {}, {columns, depth, rows}}};
  kernels::grid_product(p);
  p.left = turned.data();
  p.result = by_depth.data();
  p.depth.inner.other = 1;
  p.left_row = depth;
  kernels::dot_product(p);
  CHECK(largest_difference(by_rows, left * right) < 1e-13);
  CHECK(largest_difference(by_depth, left * right) < 1e-13);
}
