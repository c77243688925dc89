// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/nest.hpp>

#include "catch.hpp"

using namespace eigencoder;
using kernels::Nest;

namespace {

/// The offsets of a nest, in order, side by side; so many are taken at once.
template <int AtOnce = 1>
Eigen::MatrixXi offsets(const Nest& nest) {
  Eigen::MatrixXi all(2, nest.size());
  kernels::detail::Walk walk(nest);
  while (walk.remaining() > 0) {
    const Index first = nest.size() - walk.remaining();
    walk.next<AtOnce>([&](Index i, Index right, Index other) {
      all(0, first + i) = static_cast<int>(right);
      all(1, first + i) = static_cast<int>(other);
    });
  }
  return all;
}

}  // namespace

TEST_CASE("a walk goes through the innermost loop first") {
  const Nest nest{{2, 100, 1000}, {1, 7, 7}, {3, 1, 10}};
  Eigen::MatrixXi expected(2, 6);
  expected << 0, 1, 2, 100, 101, 102, 0, 10, 20, 1000, 1010, 1020;
  CHECK(offsets(nest) == expected);
  CHECK(offsets<2>(nest) == expected);
  CHECK(offsets<6>(nest) == expected);
}

TEST_CASE("the pieces of a nest are its places in order, none longer than the limit") {
  const Nest nest{{3, 1000, 5}, {7, 100, 50}, {11, 1, 500}};
  for (const Index limit : {1, 4, 11, 30, 80, 200, 1000}) {
    Index done = 0;
    kernels::for_each_piece(nest, limit, [&](const Nest& piece, Index right, Index other) {
      CHECK(piece.size() <= limit);
      const Eigen::Vector2i first(static_cast<int>(right), static_cast<int>(other));
      CHECK(offsets(piece).colwise() + first == offsets(nest).middleCols(done, piece.size()));
      done += piece.size();
    });
    CHECK(done == nest.size());
  }
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
