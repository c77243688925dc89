// SPDX-License-Identifier: MIT
#include <eigencoder/models/codes.hpp>

#include <cmath>
#include <vector>

#include "catch.hpp"

using eigencoder::code_grid;
using eigencoder::interpolate;
using eigencoder::nearest_neighbors;
using eigencoder::Neighbors;
using eigencoder::ShapeError;
using eigencoder::ValueError;
using Indices = std::vector<Eigen::Index>;
using Distances = std::vector<double>;

TEMPLATE_TEST_CASE("Neighbours are the closest codes by Euclidean distance, closest first", "",
                   float, double) {
  const Eigen::MatrixX<TestType> codes{{9, 3, 0, 0}, {9, 4, 1, 0}};
  const Neighbors nearest = nearest_neighbors(codes, codes.col(3), 3);
  CHECK(nearest.indices == Indices{3, 2, 1});
  CHECK(nearest.distances == Distances{0, 1, 5});
}

TEST_CASE("Of equally close codes the earlier comes first") {
  const Eigen::RowVectorXf codes{{2, 0, 1, -1, 1}};
  CHECK(nearest_neighbors(codes, Eigen::VectorXf::Zero(1), 4).indices == Indices{1, 2, 3, 4});
}

TEST_CASE("One code has itself as neighbour, none has none") {
  const Eigen::Vector2d code(1, 2);
  CHECK(nearest_neighbors(code, code, 1).indices == Indices{0});
  CHECK(nearest_neighbors(Eigen::MatrixXd(2, 0), code, 0).indices.empty());
  CHECK(nearest_neighbors(code, code, 0).distances.empty());
}

TEST_CASE("More neighbours than codes, another length and NaN are refused") {
  const Eigen::MatrixXd codes{{1, 2}, {3, std::nan("")}};
  const auto first = codes.leftCols(1);
  CHECK_THROWS_AS(nearest_neighbors(first, first, 2), ValueError);
  CHECK_THROWS_WITH(nearest_neighbors(first, first, 2),
                    "nearest_neighbors: got k = 2, expected 0 to 1, the number of codes");
  CHECK_THROWS_WITH(nearest_neighbors(first, first, -1),
                    "nearest_neighbors: got k = -1, expected 0 to 1, the number of codes");
  CHECK_THROWS_AS(nearest_neighbors(codes, Eigen::Vector3d(1, 2, 3), 1), ShapeError);
  CHECK_THROWS_WITH(nearest_neighbors(codes, Eigen::Vector3d(1, 2, 3), 1),
                    "nearest_neighbors: got 3 features, expected 2 features");
  CHECK_THROWS_WITH(nearest_neighbors(codes, codes.col(0), 1),
                    "nearest_neighbors: got a distance of NaN, expected codes without NaN");
}

TEMPLATE_TEST_CASE("Interpolation goes from one code to the other in equal steps", "", float,
                   double) {
  const Eigen::Vector2<TestType> a(0, 10), b(4, 2);
  CHECK(interpolate(a, b, 5) == Eigen::MatrixX<TestType>{{0, 1, 2, 3, 4}, {10, 8, 6, 4, 2}});
}

TEST_CASE("The ends of an interpolation are the codes, to the bit") {
  const Eigen::Vector3f a(0.1f, 1e-7f, 7), b(0.7f, 1e7f, 7);
  const Eigen::MatrixXf codes = interpolate(a, b, 4);
  CHECK(codes.col(0) == a);
  CHECK(codes.col(3) == b);
}

TEST_CASE("An interpolation of one step, or between codes that differ in length, is refused") {
  const Eigen::VectorXd a{{0, 1}}, longer{{1, 2, 3}};
  CHECK_THROWS_AS(interpolate(a, a, 1), ValueError);
  CHECK_THROWS_WITH(interpolate(a, a, 1), "interpolate, steps: got 1, expected at least 2");
  CHECK_THROWS_AS(interpolate(a, longer, 2), ShapeError);
  CHECK_THROWS_WITH(interpolate(a, longer, 2), "interpolate: got 3 features, expected 2 features");
}

TEMPLATE_TEST_CASE("A grid of codes goes row after row, the greatest y first", "", float, double) {
  const Eigen::Vector2<TestType> low(0, -1), high(2, 1);
  CHECK(code_grid(low, high, 2, 3) ==
        Eigen::MatrixX<TestType>{{0, 1, 2, 0, 1, 2}, {1, 1, 1, -1, -1, -1}});
}

TEST_CASE("A single row or column of a grid is in the middle") {
  const Eigen::RowVector2f low(0, 0), high(2, 4);
  CHECK(code_grid(low, high, 1, 1) == Eigen::Vector2f(1, 2));
  CHECK(code_grid(low, high, 1, 2) == Eigen::Matrix2f{{0, 2}, {2, 2}});
}

TEST_CASE("A grid of no codes, or between corners that are not two numbers, is refused") {
  const Eigen::VectorXf low{{0, 0}}, high{{1, 1}}, longer{{0, 0, 0}};
  CHECK_THROWS_AS(code_grid(low, high, 0, 1), ValueError);
  CHECK_THROWS_WITH(code_grid(low, high, 0, 1), "code_grid, rows: got 0, expected at least 1");
  CHECK_THROWS_WITH(code_grid(low, high, 1, 0), "code_grid, columns: got 0, expected at least 1");
  CHECK_THROWS_AS(code_grid(longer, high, 1, 1), ShapeError);
  CHECK_THROWS_WITH(code_grid(low, longer, 1, 1),
                    "code_grid, high: got 3 numbers, expected 2 numbers");
}
