// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/product.hpp>

#include <algorithm>
#include <tuple>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

template <class Scalar>
using Vector = Eigen::VectorX<Scalar>;
template <class Scalar>
using Matrix = Eigen::MatrixX<Scalar>;

/// The truth: start + a b in double, by three loops.
template <class Scalar>
Eigen::MatrixXd by_loops(const Matrix<Scalar>& a, const Matrix<Scalar>& b,
                         const Vector<Scalar>& start) {
  Eigen::MatrixXd out(a.rows(), b.cols());
  for (Index i = 0; i < a.rows(); ++i) {
    for (Index j = 0; j < b.cols(); ++j) {
      double sum = start.size() == 0 ? 0 : static_cast<double>(start(i));
      for (Index k = 0; k < a.cols(); ++k)
        sum += static_cast<double>(a(i, k)) * static_cast<double>(b(k, j));
      out(i, j) = sum;
    }
  }
  return out;
}

/// The kernel on contiguous operands.
template <class Scalar>
Matrix<Scalar> by_kernel(const Matrix<Scalar>& a, const Matrix<Scalar>& b,
                         const Vector<Scalar>& start, Threads* threads = nullptr) {
  Matrix<Scalar> out = Matrix<Scalar>::Constant(a.rows(), b.cols(), Scalar(77));
  kernels::product<Scalar>(threads, {a.data(), a.rows()}, {b.data(), b.rows()}, a.cols(),
                           {.data = out.data(),
                            .rows = a.rows(),
                            .columns = b.cols(),
                            .start = start.size() == 0 ? nullptr : start.data()});
  return out;
}

/// The largest error over columns 0 to 20, with and without a start.
template <class Scalar>
double largest_error(Index rows, Index depth) {
  const Matrix<Scalar> a = scattered<Scalar>(rows, depth, 1);
  double largest = 0;
  for (Index columns = 0; columns <= 20; ++columns) {
    const Matrix<Scalar> b = scattered<Scalar>(depth, columns, 2);
    for (const Vector<Scalar>& start :
         {Vector<Scalar>(), Vector<Scalar>(scattered<Scalar>(rows, 1, 3))}) {
      const Matrix<Scalar> got = by_kernel<Scalar>(a, b, start);
      largest = std::max(
          largest, largest_difference(got.template cast<double>(), by_loops<Scalar>(a, b, start)));
    }
  }
  return largest;
}

template <class Scalar>
void expect_right_for_all_sizes() {
  for (const Index rows : {0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 15, 16, 17, 23, 31, 32, 33, 37, 40}) {
    for (const Index depth : {0, 1, 2, 3, 7, 16, 19, 20}) {
      INFO(rows << " rows, depth " << depth);
      CHECK(largest_error<Scalar>(rows, depth) < tolerance<Scalar>);
    }
  }
}

}  // namespace

TEST_CASE("products of floats of all sizes are those of three loops") {
  expect_right_for_all_sizes<float>();
}

TEST_CASE("products of doubles of all sizes are those of three loops") {
  expect_right_for_all_sizes<double>();
}

TEST_CASE("a product adds to what is there or overwrites it") {
  const Eigen::MatrixXd a = scattered(13, 5, 1), b = scattered(5, 7, 2);
  Eigen::MatrixXd out = scattered(13, 7, 3);
  const Eigen::MatrixXd expected = out + a * b;
  kernels::Result<double> result{.data = out.data(), .rows = 13, .columns = 7, .add = true};
  kernels::product<double>(nullptr, {a.data(), 13}, {b.data(), 5}, 5, result);
  CHECK(largest_difference(out, expected) < 1e-14);
  result.add = false;
  kernels::product<double>(nullptr, {a.data(), 13}, {b.data(), 5}, 5, result);
  CHECK(largest_difference(out, a * b) < 1e-14);
}

TEST_CASE("operands may have any strides, and either may be a transpose") {
  for (const auto& [rows, columns, depth] :
       {std::tuple{13, 7, 5}, {37, 50, 300}, {100, 2, 517}, {32, 300, 300}}) {
    const Eigen::MatrixXd a = scattered(rows, depth, 1), b = scattered(depth, columns, 2);
    for (const bool left_turned : {false, true}) {
      for (const bool right_turned : {false, true}) {
        Strided left(left_turned ? Eigen::MatrixXd(a.transpose()) : a);
        Strided right(right_turned ? Eigen::MatrixXd(b.transpose()) : b);
        Eigen::MatrixXd out(rows, columns);
        kernels::product<double>(nullptr,
                                 {left.block().data(), left.block().outerStride(), left_turned},
                                 {right.block().data(), right.block().outerStride(), right_turned},
                                 depth, {.data = out.data(), .rows = rows, .columns = columns});
        CHECK(largest_difference(out, a * b) < 1e-12);
      }
    }
  }
}

TEST_CASE("each run of results is finished once") {
  const Eigen::MatrixXd a = scattered(300, 5, 1), b = scattered(5, 7, 2);
  Eigen::MatrixXd out(300, 7);
  kernels::product<double>(
      nullptr, {a.data(), 300}, {b.data(), 5}, 5, {.data = out.data(), .rows = 300, .columns = 7},
      {nullptr,
       [](const void*, double* run, Index size) { Eigen::Map<Eigen::ArrayXd>(run, size) += 1; }});
  CHECK(largest_difference(out, ((a * b).array() + 1).matrix()) < 1e-14);
}

TEST_CASE("a column has the same bits by itself and beside others") {
  for (const Index rows : {3, 16, 37, 100, 300, 517}) {
    const Eigen::MatrixXf a = scattered<float>(rows, 1100, 1), b = scattered<float>(1100, 70, 2);
    const Eigen::VectorXf start = a.col(0);
    const Eigen::MatrixXf together = by_kernel<float>(a, b, start);
    for (const Index count : {1, 2, 3, 5}) {
      CHECK(same_bits<float>(by_kernel<float>(a, b.leftCols(count), start),
                             together.leftCols(count)));
    }
  }
}

TEST_CASE("pieces of a sum over many pages have the same bits as the whole") {
  const Eigen::MatrixXf a = scattered<float>(32, 200, 1), b = scattered<float>(200, 300, 2);
  const Eigen::MatrixXf rows_of_b = b.transpose();  // 1,200 bytes from one step to the next
  Eigen::MatrixXf out(32, 300);
  kernels::product<float>(nullptr, {a.data(), 32}, {rows_of_b.data(), 300, true}, 200,
                          {.data = out.data(), .rows = 32, .columns = 300});
  CHECK(same_bits(out, by_kernel<float>(a, b, {})));
}

TEST_CASE("any number of threads gives the same bits") {
  const Eigen::MatrixXf a = scattered<float>(301, 203, 1), b = scattered<float>(203, 97, 2);
  const auto with = [&](Threads* threads) {
    return by_kernel<float>(a, b, Eigen::VectorXf(a.col(0)), threads);
  };
  const Eigen::MatrixXf alone = with(nullptr);
  for (const int count : {1, 2, 3}) {
    Threads threads(count);
    CHECK(same_bits(with(&threads), alone));
  }
}
