// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

#include <eigencoder/core/error.hpp>

namespace eigencoder {

/// The codes that are closest to another, the closest first.
struct Neighbors {
  std::vector<Eigen::Index> indices = {};  ///< columns of the codes
  std::vector<double> distances = {};      ///< Euclidean, sqrt(sum_i (a_i - b_i)^2)
};

/// The k codes, columns of a features x samples matrix, that are closest to `code`; of equally
/// close ones the earlier. A code that is itself one of them comes first, at distance 0.
///
///   const Eigen::MatrixXf codes = model.encoder(images);
///   const Neighbors alike = nearest_neighbors(codes, codes.col(7), 10);
///   write_png("alike.png", image_grid({{images(Eigen::all, alike.indices), 28, 28}}));
///
/// Every code is looked at.
/// @throws ShapeError if the code has another number of features than the codes
/// @throws ValueError if k is negative, there are fewer than k codes, or a distance is NaN
template <class Codes, class Code>
Neighbors nearest_neighbors(const Eigen::MatrixBase<Codes>& codes,
                            const Eigen::MatrixBase<Code>& code, Eigen::Index k) {
  check_equal("nearest_neighbors", code.size(), codes.rows(), "features");
  check(0 <= k && k <= codes.cols(), "nearest_neighbors", text("k = ", k),
        text("0 to ", codes.cols(), ", the number of codes"));
  const Eigen::VectorXd target = code.reshaped().template cast<double>();
  Eigen::VectorXd distances(codes.cols());
  for (Eigen::Index j = 0; j < codes.cols(); ++j)
    distances[j] = (codes.col(j).template cast<double>() - target).norm();
  // A NaN would have no place in the order.
  check(!distances.hasNaN(), "nearest_neighbors", "a distance of NaN", "codes without NaN");
  std::vector<Eigen::Index> order(static_cast<std::size_t>(codes.cols()));
  std::iota(order.begin(), order.end(), Eigen::Index(0));
  std::partial_sort(order.begin(), order.begin() + k, order.end(), [&](auto a, auto b) {
    return std::pair(distances[a], a) < std::pair(distances[b], b);
  });
  order.resize(static_cast<std::size_t>(k));
  Neighbors nearest{.indices = order};
  for (const Eigen::Index index : order) nearest.distances.push_back(distances[index]);
  return nearest;
}

/// `steps` codes on the straight line from a to b, both included: features x steps.
///
///   (1 - t) a + t b, t = 0, 1 / (steps - 1), ..., 1
///
///   const Eigen::MatrixXf between = model.decoder(interpolate(codes.col(0), codes.col(1), 10));
///   write_png("between.png", image_grid({{between, 28, 28}}));
///
/// @throws ShapeError if a and b differ in length
/// @throws ValueError if steps are below 2
template <class A, class B>
auto interpolate(const Eigen::MatrixBase<A>& a, const Eigen::MatrixBase<B>& b, Eigen::Index steps) {
  using Scalar = typename A::Scalar;
  check_equal("interpolate", b.size(), a.size(), "features");
  check_at_least("interpolate, steps", steps, 2);
  Eigen::MatrixX<Scalar> codes(a.size(), steps);
  for (Eigen::Index i = 0; i < steps; ++i) {
    const Scalar t = Scalar(i) / Scalar(steps - 1);
    codes.col(i) = (1 - t) * a.reshaped() + t * b.reshaped();
  }
  return codes;
}

/// Codes of two numbers on a grid that fills a rectangle: 2 x (rows * columns), row after row, the
/// greatest y in the first row, as in a picture. A single row or column is in the middle.
///
///   const Eigen::Vector2f low(-3, -3), high(3, 3);
///   const Eigen::MatrixXf pictures = model.decoder(code_grid(low, high, 20, 20));
///   write_png("grid.png", image_grid(picture_rows({pictures, 28, 28}, 20)));
///
/// @param low   least x and y
/// @param high  greatest x and y
/// @throws ShapeError if a corner has not two numbers
/// @throws ValueError if rows or columns are below 1
template <class Low, class High>
auto code_grid(const Eigen::MatrixBase<Low>& low, const Eigen::MatrixBase<High>& high,
               Eigen::Index rows, Eigen::Index columns) {
  using Scalar = typename Low::Scalar;
  check_equal("code_grid, low", low.size(), Eigen::Index(2), "numbers");
  check_equal("code_grid, high", high.size(), Eigen::Index(2), "numbers");
  check_at_least("code_grid, rows", rows, 1);
  check_at_least("code_grid, columns", columns, 1);
  const Eigen::Vector2<Scalar> least = low.reshaped(), most = high.reshaped();
  const auto place = [&](Eigen::Index axis, Eigen::Index i, Eigen::Index count) {
    const Scalar t = count == 1 ? Scalar(0.5) : Scalar(i) / Scalar(count - 1);
    return (1 - t) * least[axis] + t * most[axis];
  };
  Eigen::MatrixX<Scalar> codes(2, rows * columns);
  for (Eigen::Index i = 0; i < codes.cols(); ++i)
    codes.col(i) << place(0, i % columns, columns), place(1, rows - 1 - i / columns, rows);
  return codes;
}

}  // namespace eigencoder
