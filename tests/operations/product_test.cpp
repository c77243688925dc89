// SPDX-License-Identifier: MIT
#include <eigencoder/operations/product.hpp>

#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

// In double only: a product takes long to compile, and those of floats are checked in affine_test
// and in kernels/product_test.
TEST_CASE("the matrix product is PyTorch's") {
  const auto f = [](const auto& a, const auto& b) { return a * b; };
  expect_same_bits(expect_golden_values<Batch, Eigen::Matrix<double, 4, Dynamic>>("product", f),
                   expect_golden_values<Eigen::MatrixXd, Eigen::MatrixXd>("product", f));
  expect_gradient(f, scattered(3, 2, 2), scattered(3, 4), scattered(4, 2, 1));
}

TEST_CASE("a square times itself gets both contributions") {
  const Eigen::MatrixXd x = scattered(5, 5), weights = scattered(5, 5, 1);
  const Outcome<double> squared =
      on_tape([](const auto& a) { return a * a; }, weights, std::tuple{x});
  CHECK(largest_difference(squared.value, x * x) < 1e-14);
  const Eigen::MatrixXd expected = weights * x.transpose() + x.transpose() * weights;
  CHECK(largest_difference(squared.gradients[0], expected) < 1e-14);
}

TEST_CASE("a product over no depth is 0") {
  Workspace<double> workspace;
  const Eigen::MatrixXd a(3, 0), b(0, 2);
  CHECK((constant(workspace, a) * constant(workspace, b)).matrix() == Eigen::MatrixXd::Zero(3, 2));
}

TEST_CASE("a batch without samples gives a product without samples and a gradient of 0") {
  const Eigen::MatrixXd a = scattered(3, 4), none(4, 0);
  const auto result =
      value_and_gradients([](const auto& x, const auto& y) { return sum(x * y); }, a, none);
  CHECK(result.value == 0);
  CHECK(result.gradients[0] == Eigen::MatrixXd::Zero(3, 4));
  CHECK(result.gradients[1].size() == 0);
}

namespace {

/// The gradient of sum(square of v b) by v, with constants of any stride.
template <class B>
Eigen::MatrixXd gradient_of_left(const Eigen::MatrixXd& v, const B& b) {
  return gradient([&](const auto& x) { return squared_norm(x * constant(x.context(), b)); }, v);
}

template <class A>
Eigen::MatrixXd gradient_of_right(const A& a, const Eigen::MatrixXd& v) {
  return gradient([&](const auto& x) { return squared_norm(constant(x.context(), a) * x); }, v);
}

}  // namespace

TEST_CASE("strided operands give what their copies give") {
  const Eigen::MatrixXd a = scattered(13, 7), b = scattered(7, 5, 1);
  Strided left(a), right(b);
  CHECK(same_bits(gradient_of_left(a, b), gradient_of_left(a, right.block())));
  CHECK(same_bits(gradient_of_right(a, b), gradient_of_right(left.block(), b)));
}

TEST_CASE("operands that do not fit are refused") {
  Workspace<double> workspace;
  const Eigen::MatrixXd a = scattered(3, 4), b = scattered(5, 2);
  CHECK(message<ShapeError>([&] { constant(workspace, a) * constant(workspace, b); }) ==
        "a * b: columns of a, rows of b: got 5, expected 4");
}
