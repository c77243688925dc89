// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/packing.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;
using kernels::Nest;

namespace {

/// Lanes rows over 2 runs of `count` columns, packed from columns or from a transpose.
template <int Lanes, class Scalar>
void check_packing(Index count) {
  const Eigen::MatrixX<Scalar> all = scattered<Scalar>(Lanes, 3 * count);
  Eigen::MatrixX<Scalar> expected(Lanes, 2 * count), packed = 0 * expected;
  expected << all.leftCols(count), all.rightCols(count);

  const auto runs = [&](Index column) {
    return Nest{{}, {2, 0, 2 * count * column}, {count, 0, column}};
  };
  kernels::detail::pack<Lanes>(runs(Lanes), all.data(), Index{1}, packed.data());
  CHECK(packed == expected);

  const Eigen::MatrixX<Scalar> turned = all.transpose();
  packed.setZero();
  kernels::detail::pack<Lanes>(runs(1), turned.data(), 3 * count, packed.data());
  CHECK(packed == expected);

  const Eigen::MatrixX<Scalar> spread = turned.colwise().reverse();
  packed.setZero();
  kernels::detail::pack<Lanes>(runs(-1), spread.data() + 3 * count - 1, 3 * count, packed.data());
  CHECK(packed == expected);
}

}  // namespace

TEST_CASE("rows are packed side by side, from whatever strides") {
  for (const Index count : {1, 7, 8, 21}) {
    check_packing<16, float>(count);
    check_packing<8, float>(count);
    check_packing<1, float>(count);
    check_packing<8, double>(count);
    check_packing<2, double>(count);
  }
}
