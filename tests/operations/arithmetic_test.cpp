// SPDX-License-Identifier: MIT
#include <eigencoder/operations/arithmetic.hpp>

#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("sums and differences of batches are PyTorch's") {
  expect_golden<Batch, Batch>("add", [](const auto& a, const auto& b) { return a + b; });
  expect_golden<Batch, Batch>("subtract", [](const auto& a, const auto& b) { return a - b; });
  expect_golden<Batch>("negate", [](const auto& x) { return -x; });
}

TEST_CASE("element-wise products and quotients are PyTorch's") {
  expect_golden<Batch, Batch>("elementwise_product",
                              [](const auto& a, const auto& b) { return product(a, b); });
  expect_golden<Batch, Batch>("elementwise_quotient",
                              [](const auto& a, const auto& b) { return quotient(a, b); });
  expect_golden<Batch>("scale", [](const auto& x) { return 0.7 * x; });
}

namespace {

/// f of the 1 x 2 batch (2, -3), and the gradient of its sum.
template <class F>
Outcome<double> of_two_numbers(const F& f) {
  return on_tape(f, Eigen::MatrixXd(Eigen::MatrixXd::Ones(1, 2)),
                 std::tuple{Eigen::MatrixXd(Eigen::RowVector2d(2, -3))});
}

}  // namespace

TEST_CASE("a number is added to and taken from every element, from either side") {
  CHECK(of_two_numbers([](const auto& x) { return x + 1; }).value == Eigen::RowVector2d(3, -2));
  CHECK(of_two_numbers([](const auto& x) { return 1 + x; }).value == Eigen::RowVector2d(3, -2));
  CHECK(of_two_numbers([](const auto& x) { return x - 1; }).value == Eigen::RowVector2d(1, -4));
  const auto difference = of_two_numbers([](const auto& x) { return 1 - x; });
  CHECK(difference.value == Eigen::RowVector2d(-1, 4));
  CHECK(difference.gradients[0] == Eigen::RowVector2d(-1, -1));
}

TEST_CASE("an unsigned number is taken from every element as any other") {
  CHECK(of_two_numbers([](const auto& x) { return x - 1U; }).value == Eigen::RowVector2d(1, -4));
}

TEST_CASE("a number multiplies from either side and divides") {
  CHECK(of_two_numbers([](const auto& x) { return x * 3; }).value == Eigen::RowVector2d(6, -9));
  const auto halves = of_two_numbers([](const auto& x) { return x / 2; });
  CHECK(halves.value == Eigen::RowVector2d(1, -1.5));
  CHECK(halves.gradients[0] == Eigen::RowVector2d(0.5, 0.5));
}

TEST_CASE("an operand on both sides gets both contributions") {
  const auto doubled = of_two_numbers([](const auto& x) { return x + x; });
  CHECK(doubled.gradients[0] == Eigen::RowVector2d(2, 2));
  CHECK(of_two_numbers([](const auto& x) { return x - x; }).gradients[0].isZero(0));
  CHECK(of_two_numbers([](const auto& x) { return product(x, x); }).gradients[0] ==
        Eigen::RowVector2d(4, -6));
}

namespace {

std::string sum_of(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  Workspace<double> workspace;
  return message<ShapeError>([&] { constant(workspace, a) + constant(workspace, b); });
}

std::string product_of(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  Workspace<double> workspace;
  return message<ShapeError>([&] { product(constant(workspace, a), constant(workspace, b)); });
}

}  // namespace

TEST_CASE("batches of other features or other samples are refused") {
  CHECK(sum_of(scattered(3, 2), scattered(4, 2)) == "a + b: got 4, expected 3");
  CHECK(sum_of(scattered(3, 2), scattered(3, 5)) == "a + b: got 5, expected 2");
  CHECK(product_of(scattered(3, 2), scattered(1, 2)) == "product(a, b): got 1, expected 3");
}
