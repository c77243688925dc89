// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/grid_product.hpp>

#include <eigencoder/kernels/dot_product.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;
using kernels::Loop;
using kernels::Nest;

namespace {

/// The offsets of a nest, in order, side by side.
Eigen::MatrixXi offsets(const Nest& nest) {
  Eigen::MatrixXi all(2, nest.size());
  kernels::detail::Walk walk(nest);
  for (Index i = 0; i < nest.size(); ++i, walk.next()) {
    all(0, i) = static_cast<int>(walk.right());
    all(1, i) = static_cast<int>(walk.other());
  }
  return all;
}

}  // namespace

TEST_CASE("a walk goes through the innermost loop first") {
  const Nest nest{{2, 100, 1000}, {1, 7, 7}, {3, 1, 10}};
  Eigen::MatrixXi expected(2, 6);
  expected << 0, 1, 2, 100, 101, 102, 0, 10, 20, 1000, 1010, 1020;
  CHECK(offsets(nest) == expected);
}

TEST_CASE("merged loops are fewer and have the same offsets") {
  const Nest whole = Nest{{2, 12, 24}, {3, 4, 8}, {4, 1, 2}}.merged();
  CHECK(whole.inner.count == 24);
  CHECK(offsets(whole) == offsets({{2, 12, 24}, {3, 4, 8}, {4, 1, 2}}));

  const Nest parts = Nest{{2, 50, 24}, {3, 4, 8}, {4, 1, 2}}.merged();
  CHECK(parts.inner.count == 12);
  CHECK(offsets(parts) == offsets({{2, 50, 24}, {3, 4, 8}, {4, 1, 2}}));

  const Nest single = Nest{{2, 50, 24}, {3, -4, 8}, {1, 1, 2}}.merged();
  CHECK(single.inner.count == 3);
  CHECK(offsets(single) == offsets({{2, 50, 24}, {3, -4, 8}, {1, 1, 2}}));
}

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
  kernels::dot_product(p, 1);
  CHECK(result == start);
}
