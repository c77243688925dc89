// SPDX-License-Identifier: MIT
#include <eigencoder/operations/features.hpp>

#include <limits>

#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("concatenated and sliced features are PyTorch's") {
  expect_golden<Batch, Eigen::Matrix<double, 2, Dynamic>>(
      "concatenate", [](const auto& a, const auto& b) { return concatenate(a, b); });
  expect_golden<Batch>("slice", [](const auto& x) { return slice(x, 1, 2); });
  expect_golden<Batch>("slice", [](const auto& x) { return slice(x, 1, shape<2>()); });
}

TEST_CASE("extents stay in the type where they are known") {
  Workspace<double> workspace;
  const Batch x = scattered(3, 4);
  const auto v = constant(workspace, x);
  STATIC_REQUIRE(std::is_same_v<decltype(slice(v, 1, shape<2>()).shape()), const Shape<2>&>);
  STATIC_REQUIRE(std::is_same_v<decltype(concatenate(v, v).shape()), const Shape<6>&>);
}

TEST_CASE("features used by several slices and concatenations get every contribution") {
  const Eigen::MatrixXd x = scattered(3, 2);
  Eigen::MatrixXd counts(3, 2);
  counts << 2, 2, 3, 3, 3, 3;
  const auto f = [](const auto& v) { return sum(concatenate(concatenate(v, v), slice(v, 1, 2))); };
  CHECK(gradient(f, x) == counts);
}

TEST_CASE("all features and none are slices too") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(3, 2);
  CHECK(slice(constant(workspace, x), 0, 3).matrix() == x);
  CHECK(slice(constant(workspace, x), 3, 0).size() == 0);
}

TEST_CASE("strided features are copied as others are") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(3, 4);
  Strided strided(x);
  const auto v = constant(workspace, strided.block());
  CHECK(slice(v, 1, 2).matrix() == x.middleRows(1, 2));
  CHECK(concatenate(v, v).matrix().bottomRows(3) == x);
}

TEST_CASE("slices out of range and batches of other sizes are refused") {
  Workspace<double> workspace;
  const Eigen::MatrixXd a = scattered(3, 2), b = scattered(3, 5);
  const auto x = constant(workspace, a), y = constant(workspace, b);
  const std::string range = ", expected a range within 0 to 3";
  CHECK(message<ShapeError>([&] { slice(x, 2, 2); }) == "slice: got 2 features from 2 on" + range);
  CHECK(message<ShapeError>([&] { slice(x, -1, 2); }) ==
        "slice: got 2 features from -1 on" + range);
  CHECK(message<ShapeError>([&] { slice(x, 2, -1); }) ==
        "slice: got -1 features from 2 on" + range);
  const Index most = std::numeric_limits<Index>::max();
  CHECK_THROWS_AS(slice(x, most, 2), ShapeError);
  CHECK(message<ShapeError>([&] { concatenate(x, y); }) ==
        "concatenate: samples: got 5, expected 2");
}
