// SPDX-License-Identifier: MIT
#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/squared_error.hpp>

#include "support/matrices.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("a squared error is the squared norm of the difference, with its gradients") {
  const Eigen::MatrixXd y = scattered(5, 7, 1), t = scattered(5, 7, 2);
  const auto error = [](const auto& a, const auto& b) { return squared_error(a, b, 0.25); };
  const auto norm = [](const auto& a, const auto& b) { return 0.25 * squared_norm(a - b); };
  const auto towards = [](const auto& f, const Eigen::MatrixXd& other) {
    return [&f, other](const auto& x) { return f(x, constant(x.context(), other)); };
  };
  const auto from = [](const auto& f, const Eigen::MatrixXd& other) {
    return [&f, other](const auto& x) { return f(constant(x.context(), other), x); };
  };
  CHECK(gradient(towards(error, t), y).isApprox(gradient(towards(norm, t), y), 1e-14));
  CHECK(gradient(from(error, y), t).isApprox(gradient(from(norm, y), t), 1e-14));
  CHECK(check_gradient(towards(error, t), y).error < 1e-8);
  CHECK(check_gradient(from(error, y), t).error < 1e-8);
  Workspace<double> workspace;
  CHECK(error(constant(workspace, y), constant(workspace, t)).value() ==
        Approx(0.25 * (y - t).squaredNorm()).epsilon(1e-14));
}

TEST_CASE("a value compared with itself has no error and no gradient") {
  const Eigen::MatrixXd y = scattered(5, 7, 1);
  const Eigen::MatrixXd g = gradient([](const auto& x) { return squared_error(x, x, 1); }, y);
  CHECK(g == Eigen::MatrixXd::Zero(5, 7));
}
