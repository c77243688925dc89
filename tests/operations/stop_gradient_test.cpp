// SPDX-License-Identifier: MIT
#include <eigencoder/operations/stop_gradient.hpp>

#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("x times stopped x has PyTorch's gradient") {
  const auto f = [](const auto& x) { return product(x, stop_gradient(x)); };
  expect_golden_values<Eigen::MatrixXf>("stop_gradient", f);
  expect_golden_values<Batch>("stop_gradient", f);
}

TEST_CASE("nothing flows back where everything is stopped") {
  const Eigen::MatrixXd x = scattered(3, 2);
  CHECK(gradient([](const auto& v) { return sum(stop_gradient(v)); }, x) ==
        Eigen::MatrixXd::Zero(3, 2));
}

TEST_CASE("stopping copies no number, of a strided matrix neither") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(3, 4);
  Strided strided(x);
  const auto v = constant(workspace, strided.block());
  CHECK(stop_gradient(v).data() == v.data());
  CHECK(stop_gradient(v).matrix() == x);
}
