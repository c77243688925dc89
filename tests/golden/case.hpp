// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace eigencoder::golden {

/// Numbers of another implementation, `rows x columns`, column after column (one sample a column).
struct Matrix {
  int rows;
  int columns;
  std::vector<double> values;
};

/// An operation or a loss: its value, and the gradients of sum(value .* weights).
///
/// A loss has inputs {reconstruction, target}, a 1 x 1 value, weight 1, and the gradient of the
/// reconstruction alone.
struct OperationCase {
  std::string name;
  std::vector<Matrix> inputs;
  Matrix value;
  Matrix weights;
  std::vector<Matrix> gradients;
};

/// An optimizer: column k of `parameters` is what it has made of the start after k + 1 steps.
struct OptimizerCase {
  std::string name;
  double learning_rate;
  Matrix parameters;
};

/// The flat parameter vector after `step` updates: sums over all of it, and some single elements.
struct Snapshot {
  int step;
  double sum;
  double sum_of_squares;
  std::vector<int> indices;
  std::vector<double> parameters;
};

/// A training run. Losses are those of the batch before its update.
struct Trace {
  std::vector<double> losses;        ///< of the first steps
  std::vector<double> epoch_losses;  ///< mean over the samples of each epoch
  double last_loss;                  ///< of the last step
  std::vector<Snapshot> snapshots;
};

/// Matrices from a flat list: how many, then of each its rows, its columns and its values.
inline std::vector<Matrix> unpack_matrices(const double*& next) {
  std::vector<Matrix> matrices(static_cast<std::size_t>(*next++));
  for (Matrix& matrix : matrices) {
    matrix.rows = static_cast<int>(*next++);
    matrix.columns = static_cast<int>(*next++);
    const double* end = next + matrix.rows * matrix.columns;
    matrix.values.assign(next, end);
    next = end;
  }
  return matrices;
}

/// Cases from a flat list: inputs, {value, weights}, gradients of each name. Flat, because a
/// compiler takes seconds over thousands of numbers in nested vectors.
inline std::vector<OperationCase> unpack(std::initializer_list<const char*> names,
                                         std::initializer_list<double> numbers) {
  std::vector<OperationCase> cases;
  const double* next = numbers.begin();
  for (const char* name : names) {
    std::vector<Matrix> inputs = unpack_matrices(next);
    std::vector<Matrix> value = unpack_matrices(next);
    cases.push_back({name, inputs, value[0], value[1], unpack_matrices(next)});
  }
  return cases;
}

/// The matrix as Eigen's.
template <typename Scalar = double>
Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> to_eigen(const Matrix& matrix) {
  return Eigen::Map<const Eigen::MatrixXd>(matrix.values.data(), matrix.rows, matrix.columns)
      .cast<Scalar>();
}

/// The case of that name. @throws std::out_of_range if there is none
template <typename Case>
const Case& named(const std::vector<Case>& cases, std::string_view name) {
  for (const Case& candidate : cases)
    if (candidate.name == name) return candidate;
  throw std::out_of_range("golden: no case named " + std::string(name));
}

/// Number i of the sequence in [0, 1) from which scripts and tests both make weights and data:
/// ((i * 2654435761 + 12345) mod 2^32) / 2^32, exact in double.
inline double scattered(std::uint64_t i) {
  return static_cast<double>((i * 2654435761U + 12345U) % 4294967296U) / 4294967296.0;
}

}  // namespace eigencoder::golden
