// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/grid_product.hpp>
#include <eigencoder/kernels/vector_product.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

enum class From { zero, start, result };

/// The product of a matrix of rows x depth within a larger one and every second number of a vector,
/// by the kernel and by that for many columns.
template <class Scalar>
void check_product(Index rows, Index depth, From from) {
  using Vector = Eigen::VectorX<Scalar>;
  const Index column = rows + 3;
  const Eigen::MatrixX<Scalar> matrix = scattered<Scalar>(column, depth + 1, 1);
  const Vector vector = scattered<Scalar>(2 * depth + 1, 1, 2),
               start = scattered<Scalar>(rows, 1, 3);
  Vector result = scattered<Scalar>(rows + 1, 1, 4), expected = result;
  const Scalar* begin = from == From::start ? start.data() : nullptr;
  const bool add = from == From::result;
  kernels::vector_product<Scalar>(
      {matrix.data(), column, vector.data(), 2, result.data(), rows, depth, begin, add});
  kernels::grid_product<Scalar>({.left = matrix.data(),
                                 .right = vector.data(),
                                 .result = expected.data(),
                                 .rows = rows,
                                 .depth = {{}, {}, {depth, 2, column}},
                                 .columns = {},
                                 .start = begin,
                                 .add = add});
  INFO(rows << " x " << depth);
  CHECK(same_bits<Scalar>(result, expected));
}

}  // namespace

TEMPLATE_TEST_CASE("a matrix times a vector has the bits of a column among others", "", float,
                   double) {
  for (const From from : {From::zero, From::start, From::result}) {
    for (Index rows = 1; rows <= 40; ++rows) check_product<TestType>(rows, 37, from);
    for (const Index rows : {128, 255, 256, 515}) check_product<TestType>(rows, 37, from);
    for (const Index depth : {0, 1, 1100}) check_product<TestType>(77, depth, from);
  }
}

TEST_CASE("a matrix without columns, which may be nowhere, gives the start") {
  const Eigen::VectorXf start = scattered<float>(300, 1, 1);
  Eigen::VectorXf result(300);
  kernels::vector_product<float>(
      {nullptr, 300, nullptr, 1, result.data(), 300, 0, start.data(), false});
  CHECK(same_bits<float>(result, start));
}
