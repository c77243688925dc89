// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/transpose.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("a transpose is Eigen's, for sizes around its blocks and strided columns") {
  for (const Index rows : {0, 1, 15, 16, 17, 40}) {
    for (const Index columns : {0, 1, 16, 33}) {
      const Eigen::MatrixXd x = scattered(rows, columns);
      Strided strided(x);
      Eigen::MatrixXd turned(columns, rows);
      kernels::transpose(rows, columns, strided.block().data(), strided.block().outerStride(),
                         turned.data());
      CHECK(turned == x.transpose());
    }
  }
}
