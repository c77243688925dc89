// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/product.hpp>

#include <algorithm>

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
using Any = Shape<Dynamic>;

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

/// The kernel on contiguous operands, with the rows and depth of these shapes.
template <class Scalar, class Rows, class Depth>
Matrix<Scalar> by_kernel(const Rows& rows, const Depth& depth, const Matrix<Scalar>& a,
                         const Matrix<Scalar>& b, const Vector<Scalar>& start,
                         Threads* threads = nullptr) {
  Matrix<Scalar> out = Matrix<Scalar>::Constant(a.rows(), b.cols(), Scalar(77));
  const kernels::Left<Scalar, Rows> left{a.data(), rows};
  const kernels::Right<Scalar, Shape<1>, Depth> right{b.data(), {}, depth};
  const Scalar* first = start.size() == 0 ? nullptr : start.data();
  kernels::product(threads, rows, b.cols(), depth, left, right, first, out.data(),
                   kernels::Store{false});
  return out;
}

/// The largest error over columns 0 to 20 and some depths, with and without a start.
template <class Scalar, class Rows, class Depth>
double largest_error(const Rows& rows, const Depth& depth) {
  const Matrix<Scalar> a = scattered<Scalar>(rows, depth, 1);
  double largest = 0;
  for (Index columns = 0; columns <= 20; ++columns) {
    const Matrix<Scalar> b = scattered<Scalar>(depth, columns, 2);
    for (const Vector<Scalar>& start : {Vector<Scalar>(), Vector<Scalar>(a.rowwise().sum())}) {
      const Matrix<Scalar> got = by_kernel<Scalar>(rows, depth, a, b, start);
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
      CHECK(largest_error<Scalar>(Any{rows}, Any{depth}) < tolerance<Scalar>);
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

namespace {

/// The kernel with extents in the types gives the bits that it gives with extents of the run.
template <class Scalar, Index Rows>
bool static_as_dynamic() {
  const Matrix<Scalar> a = scattered<Scalar>(Rows, 7, 1), b = scattered<Scalar>(7, 11, 2);
  const Vector<Scalar> start = a.rowwise().sum();
  return same_bits(by_kernel<Scalar>(shape<Rows>(), shape<7>(), a, b, start),
                   by_kernel<Scalar>(Any{Rows}, Any{7}, a, b, start));
}

}  // namespace

TEST_CASE("static extents give the same bits as dynamic ones") {
  CHECK(static_as_dynamic<float, 1>());
  CHECK(static_as_dynamic<float, 7>());
  CHECK(static_as_dynamic<float, 33>());
  CHECK(static_as_dynamic<double, 2>());
  CHECK(static_as_dynamic<double, 13>());
}

TEST_CASE("Store adds to what is there or overwrites it") {
  const Eigen::MatrixXd a = scattered(13, 5, 1), b = scattered(5, 7, 2);
  Eigen::MatrixXd out = scattered(13, 7, 3);
  const Eigen::MatrixXd expected = out + a * b;
  const double* zero = nullptr;
  const kernels::Left<double, Any> left{a.data(), 13};
  const kernels::Right<double, Shape<1>, Any> right{b.data(), {}, 5};
  kernels::product(nullptr, Any{13}, 7, 5, left, right, zero, out.data(), kernels::Store{true});
  CHECK(largest_difference(out, expected) < 1e-14);
  kernels::product(nullptr, Any{13}, 7, 5, left, right, zero, out.data(), kernels::Store{false});
  CHECK(largest_difference(out, a * b) < 1e-14);
}

TEST_CASE("operands may have any strides, so a transpose is no copy") {
  const Eigen::MatrixXd a = scattered(13, 5, 1), turned = scattered(7, 5, 2);
  Strided left(a), right(turned);
  Eigen::MatrixXd out(13, 7);
  const double* zero = nullptr;
  const kernels::Left<double, Any> l{left.block().data(), left.block().outerStride()};
  const kernels::Right<double, Any, Shape<1>> r{
      right.block().data(), right.block().outerStride(), {}};
  kernels::product(nullptr, Any{13}, 7, 5, l, r, zero, out.data(), kernels::Store{false});
  CHECK(largest_difference(out, a * turned.transpose()) < 1e-14);
}

TEST_CASE("any number of threads gives the same bits") {
  const Eigen::MatrixXf a = scattered<float>(301, 203, 1), b = scattered<float>(203, 97, 2);
  const auto with = [&](Threads* threads) {
    return by_kernel<float>(Any{301}, Any{203}, a, b, Eigen::VectorXf(a.col(0)), threads);
  };
  const Eigen::MatrixXf alone = with(nullptr);
  for (const int count : {1, 2, 3}) {
    Threads threads(count);
    CHECK(same_bits(with(&threads), alone));
  }
}

TEST_CASE("a transpose is Eigen's, for sizes around its blocks and strided columns") {
  for (const Index rows : {0, 1, 15, 16, 17, 40}) {
    for (const Index columns : {0, 1, 16, 33}) {
      const Eigen::MatrixXd x = scattered(rows, columns);
      Strided strided(x);
      Eigen::MatrixXd turned(columns, rows);
      kernels::transpose(rows, columns, strided.block().data(), strided.block().outerStride(),
                         turned.data());
      CHECK(turned == x.transpose());
    }
  }
}
