// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/grid_product.hpp>

#include <eigencoder/kernels/dot_product.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("nothing to sum leaves the start, or what is there") {
  const Eigen::VectorXd left = scattered(3, 1), right = scattered(1, 1), start = scattered(3, 1, 2);
  Eigen::VectorXd result = scattered(3, 1, 4), before = result;
  kernels::GridProduct<double> p{left.data(),         right.data(), result.data(), 3,
                                 {{}, {}, {0, 1, 3}}, {},           nullptr,       true};
  kernels::grid_product(p);
  CHECK(result == before);
  p.start = start.data();
  p.add = false;
  kernels::grid_product(p);
  CHECK(result == start);
  result = before;
  kernels::dot_product(p);
  CHECK(result == start);
}
