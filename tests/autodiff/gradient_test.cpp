// SPDX-License-Identifier: MIT
#include <eigencoder/autodiff/gradient.hpp>

#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/functions.hpp>
#include <eigencoder/operations/product.hpp>
#include <eigencoder/operations/reductions.hpp>

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("the gradient of a quadratic form is (A + A^T) x") {
  const Eigen::Matrix3d a = scattered(3, 3);
  const Eigen::Vector3d x(1, -2, 3);
  const auto form = [&](const auto& v) { return sum(product(v, constant(v.context(), a) * v)); };
  CHECK(largest_difference(gradient(form, x), (a + a.transpose()) * x) < 1e-15);
}

TEST_CASE("value and gradients come together, one for each argument") {
  const auto result =
      value_and_gradients([](const auto& x, const auto& y) { return sum(product(x, y)); },
                          Eigen::Vector2f(1, 2), Eigen::Vector2f(3, 4));
  CHECK(result.value == 11);
  CHECK(result.gradients[0] == Eigen::Vector2f(3, 4));
  CHECK(result.gradients[1] == Eigen::Vector2f(1, 2));
}

TEST_CASE("an argument that is not used has a gradient of 0 in its shape") {
  const auto result = value_and_gradients([](const auto& x, const auto&) { return sum(x); },
                                          Eigen::Vector2d(1, 2), Eigen::MatrixXd(scattered(2, 3)));
  CHECK(result.gradients[1] == Eigen::MatrixXd::Zero(2, 3));
}

TEST_CASE("expressions and row-major matrices are arguments too") {
  const Eigen::Matrix<double, Dynamic, Dynamic, Eigen::RowMajor> x = scattered(2, 3);
  const auto squares = [](const auto& v) { return squared_norm(v); };
  CHECK(gradient(squares, x) == 2 * x);
  CHECK(gradient(squares, x + x) == 4 * x);
}

namespace {

/// exp with a pullback of its own: slope(y).
template <class Slope>
auto exp_with(const Slope& slope) {
  return [=](const auto& x) {
    return sum(detail::map(
        x, [](auto a) { return a.exp(); }, [=](auto g, auto, auto y) { return g * slope(y); }));
  };
}

}  // namespace

TEST_CASE("a right pullback passes the check") {
  const Eigen::MatrixXd x = scattered(3, 2);
  CHECK(check_gradient(exp_with([](auto y) { return y; }), x).error < 1e-9);
}

TEST_CASE("a pullback wrong by a millionth is found, with its place") {
  const auto f = [](const auto& x, const auto& y) {
    const auto wrong = [](auto e) { return (e > 1).select(e * (1 + 1e-6), e); };
    return sum(x) + exp_with(wrong)(y);
  };
  const GradientCheck worst = check_gradient(f, Eigen::Vector2d(1, 2), Eigen::RowVector2d(-1, 1));
  CHECK(worst.error == Approx(1e-6).epsilon(0.01));
  CHECK(worst.argument == 1);
  CHECK(worst.row == 0);
  CHECK(worst.column == 1);
  CHECK(worst.gradient == Approx(std::exp(1)));
  CHECK(worst.difference == Approx(std::exp(1)));
}

TEST_CASE("a pullback that gives NaN is found") {
  const auto nan = [](auto y) { return y * std::numeric_limits<double>::quiet_NaN(); };
  CHECK(std::isnan(check_gradient(exp_with(nan), Eigen::Vector2d(1, 2)).error));
}
