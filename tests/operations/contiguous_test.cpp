// SPDX-License-Identifier: MIT
#include <eigencoder/operations/contiguous.hpp>

#include <eigencoder/autodiff/leaves.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("samples that lie side by side are not copied") {
  Tape<double> tape;
  const Eigen::MatrixXd x = scattered(3, 4);
  const auto v = variable(tape, x);
  CHECK(contiguous(v).data() == v.data());
  CHECK(contiguous(v).node() == v.node());
}

TEST_CASE("samples that lie apart become a constant whose samples do not") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(3, 4);
  Strided strided(x);
  const auto copy = contiguous(constant(workspace, strided.block()));
  CHECK(copy.contiguous());
  CHECK(copy.matrix() == x);
}
