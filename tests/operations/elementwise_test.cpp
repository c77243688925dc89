// SPDX-License-Identifier: MIT
#include <eigencoder/operations/elementwise.hpp>

#include <eigencoder/operations/binary_crossentropy.hpp>
#include <eigencoder/operations/broadcast.hpp>
#include <eigencoder/operations/softmax.hpp>

#include <array>

#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

detail::Pieces cut(const Eigen::MatrixXd& x) {
  Workspace<double> workspace;
  return detail::pieces(constant(workspace, x));
}

detail::Pieces cut_strided(const Eigen::MatrixXd& x) {
  Workspace<double> workspace;
  Strided strided(x);
  return detail::pieces(constant(workspace, strided.block()));
}

}  // namespace

TEST_CASE("what is contiguous is cut into runs of 4096, all else into columns") {
  CHECK(cut(scattered(64, 64)).count() == 1);
  CHECK(cut(scattered(17, 241)).count() == 2);
  CHECK(cut_strided(scattered(64, 64)).count() == 64);
  CHECK(cut_strided(scattered(64, 1)).count() == 1);
  CHECK(cut(Eigen::MatrixXd(5, 0)).count() == 0);
  CHECK(cut(Eigen::MatrixXd(0, 5)).count() == 0);
}

TEST_CASE("long batches are computed as in Eigen, the last piece included") {
  const Eigen::MatrixXd a = scattered(5, 3001), b = scattered(5, 3001, 1);
  const auto outcome = on_tape([](const auto& x, const auto& y) { return product(x, y) - x; },
                               scattered(5, 3001, 2), std::tuple{a, b});
  CHECK(largest_difference(outcome.value, a.cwiseProduct(b) - a) < 1e-15);
  const Eigen::MatrixXd w = scattered(5, 3001, 2);
  CHECK(largest_difference(outcome.gradients[0], w.cwiseProduct(b) - w) < 1e-15);
  CHECK(outcome.gradients[1] == w.cwiseProduct(a));
}

TEST_CASE("empty batches, one sample and one feature are computed as any other") {
  for (const auto& [rows, columns] : {std::array{3, 0}, {3, 1}, {1, 5}, {1, 1}}) {
    const Eigen::MatrixXd x = scattered(rows, columns), ones = Eigen::MatrixXd::Ones(rows, columns);
    const auto outcome =
        on_tape([](const auto& v) { return 2 * product(v, v); }, ones, std::tuple{x});
    CHECK(outcome.value == 2 * x.cwiseProduct(x));
    CHECK(outcome.gradients[0] == 4 * x);
  }
}

namespace {

/// The value of a mixed expression, and its gradient by another operand than the constant x.
template <class Derived>
auto with_constant(const Eigen::MatrixBase<Derived>& x) {
  const auto f = [&](const auto& v) {
    const auto c = constant(v.context(), x);
    return product(v, c) + quotient(c, v + 3) - max(v, exp(c));
  };
  const Eigen::MatrixXd other = scattered(x.rows(), x.cols(), 1);
  return on_tape(f, scattered(x.rows(), x.cols(), 2), std::tuple{other});
}

void expect_close(const Outcome<double>& a, const Outcome<double>& b) {
  CHECK(largest_difference(a.value, b.value) < 1e-14);
  CHECK(largest_difference(a.gradients[0], b.gradients[0]) < 1e-14);
}

}  // namespace

TEST_CASE("blocks of a taller matrix give what their copies give") {
  const Eigen::MatrixXd x = scattered(37, 5);
  Strided strided(x);
  expect_close(with_constant(strided.block()), with_constant(x));
}

TEST_CASE("row vectors and rows of a matrix give what their copies give") {
  const Eigen::MatrixXd x = scattered(4, 37), copy = x.row(2);
  const Eigen::RowVectorXd row = copy;
  expect_close(with_constant(x.row(2)), with_constant(copy));
  expect_close(with_constant(row), with_constant(copy));
}

TEST_CASE("an image keeps its shape through operations, on values and on variables") {
  const Eigen::MatrixXd numbers = scattered(12, 5);
  Workspace<double> workspace;
  const View image(workspace, numbers.data(), shape<2, 3, 2>(), Shape<Dynamic>{5}, Index{12});
  const auto y = exp(image + image);
  STATIC_REQUIRE(std::is_same_v<decltype(y.shape()), const Shape<2, 3, 2>&>);
  CHECK(largest_difference(y.matrix(), (2 * numbers.array()).exp().matrix()) < 1e-14);
}

namespace {

/// Every kind of operation but products, on batches so long that threads divide them.
Outcome<float> long_expression(int count) {
  Threads threads(count);
  const auto f = [](const auto& x, const auto& b) {
    const auto p = softmax(add_column(tanh(x), b));
    return mean(log_sum_exp(p)) + binary_crossentropy(sigmoid(x), stop_gradient(p)) +
           sum(mean_over_batch(product(p, x))) + mean(sum_over_features(clamp(x, -0.5, 0.5)));
  };
  const Eigen::VectorXf b = scattered<float>(5, 1, 1);
  return on_tape(f, Eigen::MatrixXf(Eigen::MatrixXf::Ones(1, 1)),
                 std::tuple{scattered<float>(5, 40001), b}, &threads);
}

}  // namespace

TEST_CASE("values and gradients have the same bits with 1, 2 and 3 threads") {
  const Outcome<float> alone = long_expression(1);
  expect_same_bits(long_expression(2), alone);
  expect_same_bits(long_expression(3), alone);
}
