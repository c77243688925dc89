// SPDX-License-Identifier: MIT
#include <eigencoder/autodiff/view.hpp>

#include <eigencoder/autodiff/leaves.hpp>

#include <type_traits>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("a view has the numbers and the extents of its matrix") {
  Workspace<double> workspace;
  const Eigen::Matrix<double, 3, Dynamic> x = scattered(3, 4);
  const auto v = constant(workspace, x);
  STATIC_REQUIRE(std::is_same_v<decltype(v), const Value<double, Shape<3>>>);
  CHECK(v.matrix() == x);
  CHECK(v.data() == x.data());
  CHECK(v.rows() == 3);
  CHECK(v.columns() == 4);
  CHECK(v.size() == 12);
}

TEST_CASE("a view of an image keeps the shape of a sample") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(12, 2);
  const View image(workspace, x.data(), shape<2, 3, 2>(), Shape<Dynamic>{2}, Index{12});
  CHECK(image.shape() == shape<2, 3, 2>());
  STATIC_REQUIRE(std::is_same_v<decltype(image.rows()), Shape<12>>);
  CHECK(image.matrix() == x);
}

TEST_CASE("a view of a block steps over what is between its columns") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(3, 4);
  Strided strided(x);
  const auto v = constant(workspace, strided.block());
  CHECK(v.matrix() == x);
  CHECK(v.stride() == 6);
  CHECK_FALSE(v.contiguous());
  CHECK(constant(workspace, strided.block().leftCols(1)).contiguous());
}

TEST_CASE("views are passed by value at no cost") {
  STATIC_REQUIRE(std::is_trivially_copyable_v<Value<float, Shape<28, 28, 1>>>);
  STATIC_REQUIRE(std::is_trivially_copyable_v<Variable<float, Shape<Dynamic>>>);
}

TEST_CASE("views are told from other types") {
  STATIC_REQUIRE(is_view<Value<float, Shape<3>>>);
  STATIC_REQUIRE(is_view<Variable<float, Shape<3>>>);
  STATIC_REQUIRE_FALSE(is_view<Eigen::MatrixXf>);
}

TEST_CASE("only 1 x 1 in the type is a number") {
  STATIC_REQUIRE(Value<float, Shape<1>, Shape<1>>::is_number);
  STATIC_REQUIRE_FALSE(Value<float, Shape<1>>::is_number);
  STATIC_REQUIRE_FALSE(Value<float, Shape<Dynamic>, Shape<1>>::is_number);
  Workspace<double> workspace;
  const Eigen::Matrix<double, 1, 1> one(2.5);
  CHECK(constant(workspace, one).value() == 2.5);
}
