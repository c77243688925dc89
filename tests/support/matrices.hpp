// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <cstring>

#include "golden/case.hpp"

namespace eigencoder::testing {

/// Numbers in (-1, 1) that look random; another seed gives others.
template <class Scalar = double>
Eigen::MatrixX<Scalar> scattered(Eigen::Index rows, Eigen::Index columns, std::uint64_t seed = 0) {
  std::uint64_t i = 1000003 * seed;
  return Eigen::MatrixX<Scalar>::NullaryExpr(
      rows, columns, [&] { return static_cast<Scalar>(2 * golden::scattered(i++) - 1); });
}

/// Whether two matrices have the same size and the same bits, those of NaN and -0 included.
template <class Scalar>
bool same_bits(const Eigen::MatrixX<Scalar>& a, const Eigen::MatrixX<Scalar>& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
  const auto bytes = static_cast<std::size_t>(a.size()) * sizeof(Scalar);
  return bytes == 0 || std::memcmp(a.data(), b.data(), bytes) == 0;
}

/// A matrix in the middle of a larger one, so that its columns do not follow each other.
template <class Matrix>
class Strided {
 public:
  using Scalar = typename Matrix::Scalar;

  explicit Strided(const Matrix& matrix)
      : larger_(Eigen::MatrixX<Scalar>::Constant(matrix.rows() + 3, matrix.cols() + 1, Scalar(99))),
        rows_(matrix.rows()) {
    block() = matrix;
  }

  auto block() { return larger_.block(1, 0, rows_, larger_.cols() - 1); }

 private:
  Eigen::MatrixX<Scalar> larger_;
  Eigen::Index rows_;
};

}  // namespace eigencoder::testing
