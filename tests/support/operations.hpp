// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/autodiff/gradient.hpp>
#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/reductions.hpp>

#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "golden/operations.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

namespace eigencoder::testing {

/// What an operation gives, and the gradients of sum(value .* weights) by its arguments.
template <class Scalar>
struct Outcome {
  Eigen::MatrixX<Scalar> value;
  std::vector<Eigen::MatrixX<Scalar>> gradients;
};

template <class F, class Scalar, class... Inputs>
Outcome<Scalar> on_tape(const F& f, const Eigen::MatrixX<Scalar>& weights,
                        const std::tuple<Inputs...>& inputs, Threads* threads = nullptr) {
  Tape<Scalar> tape(threads);
  const auto variables =
      std::apply([&](const auto&... x) { return std::tuple{variable(tape, x)...}; }, inputs);
  const auto y = std::apply(f, variables);
  tape.reverse(sum(product(y, constant(tape, weights))));
  return std::apply(
      [&](const auto&... v) {
        return Outcome<Scalar>{y.matrix(), {v.adjoint()...}};
      },
      variables);
}

/// What the operation gives as inference computes it.
template <class Scalar, class F, class... Inputs>
Eigen::MatrixX<Scalar> on_workspace(const F& f, const std::tuple<Inputs...>& inputs,
                                    Threads* threads = nullptr) {
  Workspace<Scalar> workspace(threads);
  return std::apply([&](const auto&... x) { return f(constant(workspace, x)...).matrix(); },
                    inputs);
}

/// The gradient of sum(f(x) .* weights) agrees with finite differences.
template <class F, class... Inputs>
void expect_gradient(const F& f, const Eigen::MatrixXd& weights, const Inputs&... x) {
  const auto loss = [&](const auto& first, const auto&... rest) {
    return sum(product(f(first, rest...), constant(first.context(), weights)));
  };
  const GradientCheck worst = check_gradient(loss, x...);
  INFO("argument " << worst.argument << " (" << worst.row << ", " << worst.column << "): gradient "
                   << worst.gradient << ", difference " << worst.difference);
  CHECK(worst.error < 1e-7);
}

template <class Scalar>
void expect_golden_numbers(const Outcome<Scalar>& got, const golden::OperationCase& expected) {
  CHECK(largest_difference(got.value.template cast<double>(), golden::to_eigen(expected.value)) <=
        tolerance<Scalar>);
  REQUIRE(got.gradients.size() == expected.gradients.size());
  for (std::size_t i = 0; i < got.gradients.size(); ++i) {
    INFO("argument " << i);
    CHECK(largest_difference(got.gradients[i].template cast<double>(),
                             golden::to_eigen(expected.gradients[i])) <= tolerance<Scalar>);
  }
}

template <class Scalar>
void expect_same_bits(const Outcome<Scalar>& a, const Outcome<Scalar>& b) {
  CHECK(same_bits(a.value, b.value));
  REQUIRE(a.gradients.size() == b.gradients.size());
  for (std::size_t i = 0; i < a.gradients.size(); ++i)
    CHECK(same_bits(a.gradients[i], b.gradients[i]));
}

/// The inputs of a case, as matrices of these types.
template <class... Inputs>
std::tuple<Inputs...> inputs_of(const golden::OperationCase& c) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return std::tuple<Inputs...>{Inputs(golden::to_eigen<typename Inputs::Scalar>(c.inputs[I]))...};
  }
  (std::index_sequence_for<Inputs...>{});
}

/// The matrix type with another scalar and rows known only at run time.
template <class Scalar, class Matrix>
using WithoutRows = Eigen::Matrix<Scalar, Dynamic, Matrix::ColsAtCompileTime == 1 ? 1 : Dynamic>;

/// Value and gradients are PyTorch's, and inference gives the same bits as training.
template <class... Inputs, class F>
auto expect_golden_values(std::string_view name, const F& f) {
  using Scalar = std::common_type_t<typename Inputs::Scalar...>;
  INFO(name << " with " << 8 * sizeof(Scalar) << " bits");
  const golden::OperationCase& c = golden::named(golden::operations, name);
  const auto inputs = inputs_of<Inputs...>(c);
  const Outcome<Scalar> outcome = on_tape(f, golden::to_eigen<Scalar>(c.weights), inputs);
  expect_golden_numbers(outcome, c);
  CHECK(same_bits(outcome.value, on_workspace<Scalar>(f, inputs)));
  return outcome;
}

/// The same in float and in double, with extents of the type or of the run alike, and the gradient
/// agrees with finite differences too. The inputs are given as static types in double.
template <class... Inputs, class F>
void expect_golden(std::string_view name, const F& f) {
  expect_golden_values<WithoutRows<float, Inputs>...>(name, f);
  expect_same_bits(expect_golden_values<Inputs...>(name, f),
                   expect_golden_values<WithoutRows<double, Inputs>...>(name, f));
  const golden::OperationCase& c = golden::named(golden::operations, name);
  const auto check = [&](const auto&... x) {
    expect_gradient(f, golden::to_eigen(c.weights), x...);
  };
  std::apply(check, inputs_of<WithoutRows<double, Inputs>...>(c));
}

/// A batch of three features, as the golden cases have.
using Batch = Eigen::Matrix<double, 3, Dynamic>;

}  // namespace eigencoder::testing
