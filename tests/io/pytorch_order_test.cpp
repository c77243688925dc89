// SPDX-License-Identifier: MIT
#include <eigencoder/io/pytorch_order.hpp>

#include "catch.hpp"

using namespace eigencoder;
using detail::PyTorchOrder;

namespace {

using Extents = std::vector<Index>;

ParameterInfo info(const Extents& rows, const Extents& columns) {
  ParameterInfo p;
  p.rows = p.columns = 1;
  p.row_extents = rows, p.column_extents = columns;
  for (const Index extent : rows) p.rows *= extent;
  for (const Index extent : columns) p.columns *= extent;
  return p;
}

/// Of each number in PyTorch's order, where it is in ours.
Extents places(const PyTorchOrder& order) {
  Extents all;
  order.for_each([&](Index theirs, Index ours) {
    CHECK(theirs == static_cast<Index>(all.size()));
    all.push_back(ours);
  });
  return all;
}

}  // namespace

TEST_CASE("of a dense kernel PyTorch has the rows first") {
  const PyTorchOrder order(info({2}, {3}));
  CHECK(order.shape == Extents{2, 3});
  CHECK(places(order) == Extents{0, 2, 4, 1, 3, 5});
}

TEST_CASE("of a convolution's kernel PyTorch has filters, channels, and then the places") {
  const PyTorchOrder order(info({2}, {1, 2, 3}));  // 2 filters, 1 x 2 pixels of 3 channels
  CHECK(order.shape == Extents{2, 3, 1, 2});
  CHECK(places(order) == Extents{0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11});
}

TEST_CASE("of a depthwise kernel PyTorch has one input a channel") {
  const PyTorchOrder order(info({3, 1}, {1, 2}));
  CHECK(order.shape == Extents{3, 1, 1, 2});
  CHECK(places(order) == Extents{0, 3, 1, 4, 2, 5});
}

TEST_CASE("a bias is the same in PyTorch's order") {
  const PyTorchOrder order(info({3}, {}));
  CHECK(order.shape == Extents{3});
  CHECK(places(order) == Extents{0, 1, 2});
}
