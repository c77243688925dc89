// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include <eigencoder/autodiff/leaves.hpp>
#include <eigencoder/core/apply.hpp>

namespace eigencoder {

/// A function's value and its derivatives by each of its arguments.
template <class Scalar, std::size_t Arguments>
struct ValueAndGradients {
  Scalar value;
  std::array<Eigen::MatrixX<Scalar>, Arguments> gradients;
};

namespace detail {

template <class Scalar, class F, class... Derived>
auto differentiate(Tape<Scalar>& tape, const F& f, const Eigen::MatrixBase<Derived>&... x) {
  const std::tuple variables{variable(tape, x)...};
  const auto y = detail::apply(f, variables);
  tape.reverse(y);
  const Scalar value = y.value() + static_cast<Scalar>(tape.penalty());
  return detail::apply(
      [&](const auto&... v) {
        return ValueAndGradients<Scalar, sizeof...(Derived)>{value, {v.adjoint()...}};
      },
      variables);
}

}  // namespace detail

/// f(x...) and its derivative by every element of every x; penalties that layers add count too.
///
/// f takes views, calls operations on them and returns a single number (1 x 1). An argument whose
/// type fixes an extent has it fixed inside f too. Layers that draw noise draw none.
template <class F, class First, class... Rest>
auto value_and_gradients(const F& f, const Eigen::MatrixBase<First>& x,
                         const Eigen::MatrixBase<Rest>&... rest) {
  Tape<typename First::Scalar> tape;
  return detail::differentiate(tape, f, x, rest...);
}

/// The derivative of f(x), a single number, by every element of x; of the shape of x.
template <class F, class Derived>
auto gradient(const F& f, const Eigen::MatrixBase<Derived>& x) {
  return std::move(value_and_gradients(f, x).gradients[0]);
}

/// Likewise, where layers that draw noise draw it from the stream's seed and step.
template <class F, class Derived>
auto gradient(const F& f, const Eigen::MatrixBase<Derived>& x, const RandomStream& random) {
  Tape<typename Derived::Scalar> tape;
  tape.set_random(random.seed, random.step);
  return std::move(detail::differentiate(tape, f, x).gradients[0]);
}

/// Where a gradient and finite differences differ most.
struct GradientCheck {
  double error = 0;  ///< |gradient - difference| / max(|gradient|, |difference|, 0.001)
  std::size_t argument = 0;
  Index row = 0;
  Index column = 0;
  double gradient = 0;    ///< by reverse-mode autodiff
  double difference = 0;  ///< by finite differences of f on values
};

namespace detail {

template <class F, class... Matrices>
double evaluate(const F& f, const std::tuple<Matrices...>& arguments) {
  Workspace<double> workspace;
  workspace.want_penalties(true);
  const auto y =
      detail::apply([&](const auto&... x) { return f(constant(workspace, x)...); }, arguments);
  return y.value() + workspace.penalty();
}

/// The fourth-order central difference of f by one number, which is put back.
template <class F, class Arguments>
double central_difference(const F& f, const Arguments& arguments, double& x) {
  const double centre = x, h = 1e-3 * std::max(1., std::abs(centre));
  const auto at = [&](double offset) {
    x = centre + offset * h;
    return evaluate(f, arguments);
  };
  const double slope = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
  x = centre;
  return slope;
}

}  // namespace detail

/// Compares the gradient of f with finite differences at x..., in double.
///
/// f is called with variables for the one and with values for the other, so it also shows that the
/// two agree. Stay away from kinks by more than 0.002 max(1, |x|).
/// @return where the two differ most; an error below 1e-7 is what a right pullback gives
template <class F, class... Derived>
GradientCheck check_gradient(const F& f, const Eigen::MatrixBase<Derived>&... x) {
  static_assert((... && std::is_same_v<typename Derived::Scalar, double>),
                "eigencoder: check_gradient: float has too few digits for finite differences; "
                "pass double");
  const auto exact = value_and_gradients(f, x...).gradients;
  std::tuple<typename Derived::PlainObject...> arguments{x.derived()...};
  GradientCheck worst;
  const auto compare = [&](auto& matrix, std::size_t argument) {
    for (Index column = 0; column < matrix.cols(); ++column) {
      for (Index row = 0; row < matrix.rows(); ++row) {
        const double a = exact[argument](row, column);
        const double b = detail::central_difference(f, arguments, matrix(row, column));
        const double error = std::abs(a - b) / std::max({std::abs(a), std::abs(b), 1e-3});
        // A NaN is an error too, so the comparison is turned round.
        if (!(error <= worst.error)) worst = {error, argument, row, column, a, b};
      }
    }
  };
  detail::apply(
      [&](auto&... matrix) {
        std::size_t argument = 0;
        (compare(matrix, argument++), ...);
      },
      arguments);
  return worst;
}

}  // namespace eigencoder
