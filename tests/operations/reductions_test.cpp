// SPDX-License-Identifier: MIT
#include <eigencoder/operations/reductions.hpp>

#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("reductions to one number are PyTorch's") {
  expect_golden<Batch>("sum_over_all", [](const auto& x) { return sum(x); });
  expect_golden<Batch>("mean_over_all", [](const auto& x) { return mean(x); });
  expect_golden<Batch>("squared_norm", [](const auto& x) { return squared_norm(x); });
}

TEST_CASE("reductions over features and over the batch are PyTorch's") {
  expect_golden<Batch>("sum_over_features", [](const auto& x) { return sum_over_features(x); });
  expect_golden<Batch>("mean_over_features", [](const auto& x) { return mean_over_features(x); });
  expect_golden<Batch>("sum_over_batch", [](const auto& x) { return sum_over_batch(x); });
  expect_golden<Batch>("mean_over_batch", [](const auto& x) { return mean_over_batch(x); });
}

TEST_CASE("reductions of an empty batch are 0, in the shape of any other") {
  Workspace<double> workspace;
  const Eigen::MatrixXd none(3, 0);
  const auto x = constant(workspace, none);
  CHECK(sum(x).value() == 0);
  CHECK(mean(x).value() == 0);
  CHECK(squared_norm(x).value() == 0);
  CHECK(mean_over_batch(x).matrix() == Eigen::Vector3d::Zero());
  CHECK(sum_over_features(x).columns() == 0);
}

TEST_CASE("an empty batch has an empty gradient") {
  const Eigen::MatrixXd none(3, 0);
  CHECK(gradient([](const auto& x) { return mean(x); }, none).size() == 0);
  CHECK(gradient([](const auto& x) { return sum(mean_over_batch(x)); }, none).size() == 0);
}

TEST_CASE("sums over no features are 0 for each sample") {
  Workspace<double> workspace;
  const Eigen::MatrixXd none(0, 2);
  workspace.allocate<double>(2)[0] = 7;
  workspace.clear();
  CHECK(sum_over_features(constant(workspace, none)).matrix() == Eigen::RowVector2d(0, 0));
}

TEST_CASE("one sample and one feature are reduced as any other") {
  Workspace<double> workspace;
  const Eigen::MatrixXd row = scattered(1, 19), column = scattered(19, 1);
  CHECK(sum_over_features(constant(workspace, row)).matrix() == row);
  CHECK(mean_over_batch(constant(workspace, column)).matrix() == column);
  CHECK(sum(constant(workspace, row)).value() == Approx(row.sum()));
  CHECK(mean(constant(workspace, column)).value() == Approx(column.mean()));
}

namespace {

/// All reductions of x, one below the other.
template <class Scalar, class Derived>
Eigen::VectorX<Scalar> all_reductions(const Eigen::MatrixBase<Derived>& x) {
  Workspace<Scalar> workspace;
  const auto v = constant(workspace, x);
  Eigen::VectorX<Scalar> all(3 + x.cols() + x.rows());
  all << sum(v).value(), mean(v).value(), squared_norm(v).value(),
      sum_over_features(v).matrix().transpose(), mean_over_batch(v).matrix();
  return all;
}

}  // namespace

TEST_CASE("many pieces are reduced to what Eigen reduces them to") {
  const Eigen::MatrixXd x = scattered(5, 3001);
  Eigen::VectorXd expected(3 + 3001 + 5);
  expected << x.sum(), x.mean(), x.squaredNorm(), x.colwise().sum().transpose(), x.rowwise().mean();
  CHECK(largest_difference(all_reductions<double>(x), expected) < 1e-12);
}

TEST_CASE("strided matrices and rows are reduced as their copies") {
  const Eigen::MatrixXd x = scattered(37, 5);
  Strided strided(x);
  CHECK(largest_difference(all_reductions<double>(strided.block()), all_reductions<double>(x)) <
        1e-13);
  const Eigen::MatrixXd row = x.row(4);
  CHECK(all_reductions<double>(x.row(4)) == all_reductions<double>(row));
}

TEST_CASE("a mean of many floats keeps its digits") {
  const Eigen::MatrixXf x = Eigen::MatrixXf::Constant(1000, 1001, 0.1F);
  CHECK(all_reductions<float>(x)(1) == Approx(0.1F).epsilon(1e-5));
}
