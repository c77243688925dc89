// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/packing.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;
using kernels::Nest;

namespace {

/// `rows` rows over 2 runs of `count` columns, packed from columns or from a transpose.
template <int Lanes, class Scalar>
void check_packing(Index rows, Index count) {
  const Eigen::MatrixX<Scalar> all = scattered<Scalar>(rows, 3 * count);
  Eigen::MatrixX<Scalar> expected = Eigen::MatrixX<Scalar>::Zero(Lanes, 2 * count);
  expected.topRows(rows) << all.leftCols(count), all.rightCols(count);
  Eigen::MatrixX<Scalar> packed = Eigen::MatrixX<Scalar>::Constant(Lanes, 2 * count, 9);

  const auto runs = [&](Index column) {
    return Nest{{}, {2, 0, 2 * count * column}, {count, 0, column}};
  };
  kernels::detail::pack<Lanes>(runs(rows), all.data(), Index{1}, rows, packed.data());
  CHECK(packed == expected);

  const Eigen::MatrixX<Scalar> turned = all.transpose();
  packed.setConstant(9);
  kernels::detail::pack<Lanes>(runs(1), turned.data(), 3 * count, rows, packed.data());
  CHECK(packed == expected);

  const Eigen::MatrixX<Scalar> spread = turned.colwise().reverse();
  packed.setConstant(9);
  kernels::detail::pack<Lanes>(runs(-1), spread.data() + 3 * count - 1, 3 * count, rows,
                               packed.data());
  CHECK(packed == expected);
}

}  // namespace

TEMPLATE_TEST_CASE("rows are packed side by side, from whatever strides, with zeros below", "",
                   float, double) {
  using Tile = kernels::detail::Tile<TestType>;
  constexpr int packet = Tile::packet, narrowest = Tile::narrowest;
  for (const Index count : {1, 7, 8, 21}) {
    for (Index rows = 1; rows <= narrowest; ++rows) check_packing<narrowest, TestType>(rows, count);
    check_packing<packet, TestType>(packet, count);
    check_packing<2 * packet, TestType>(2 * packet, count);
    check_packing<8 * packet, TestType>(8 * packet, count);
  }
}
