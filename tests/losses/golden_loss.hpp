// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <tuple>

#include "golden/losses.hpp"
#include "support/operations.hpp"

namespace eigencoder::testing {

/// A loss against a fixed target, as a function of the reconstruction.
template <class Loss, class Scalar>
auto against(const Loss& loss, const Eigen::MatrixX<Scalar>& target) {
  return [loss, &target](const auto& y) { return loss(y, constant(y.context(), target)); };
}

/// Value and gradient are PyTorch's, and evaluation gives the same bits as training.
template <class Scalar, class Loss>
void expect_golden_loss_in(std::string_view name, const Loss& loss) {
  INFO(name << " with " << 8 * sizeof(Scalar) << " bits");
  const golden::OperationCase& c = golden::named(golden::losses, name);
  const auto target = golden::to_eigen<Scalar>(c.inputs[1]);
  const auto f = against(loss, target);
  const std::tuple inputs{golden::to_eigen<Scalar>(c.inputs[0])};
  const auto outcome = on_tape(f, golden::to_eigen<Scalar>(c.weights), inputs);
  expect_golden_numbers(outcome, c);
  CHECK(same_bits(outcome.value, on_workspace<Scalar>(f, inputs)));
}

/// Likewise in float and in double, and the gradient is also that of finite differences.
template <class Loss>
void expect_golden_loss(std::string_view name, const Loss& loss) {
  expect_golden_loss_in<float>(name, loss);
  expect_golden_loss_in<double>(name, loss);
  const golden::OperationCase& c = golden::named(golden::losses, name);
  const auto target = golden::to_eigen(c.inputs[1]);
  expect_gradient(against(loss, target), golden::to_eigen(c.weights),
                  golden::to_eigen(c.inputs[0]));
}

/// The loss of a reconstruction and a target.
template <class Loss, class Scalar>
Scalar loss_of(const Loss& loss, const Eigen::MatrixX<Scalar>& reconstruction,
               const Eigen::MatrixX<Scalar>& target) {
  Workspace<Scalar> workspace;
  return loss(constant(workspace, reconstruction), constant(workspace, target)).value();
}

}  // namespace eigencoder::testing
