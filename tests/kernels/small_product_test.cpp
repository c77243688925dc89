// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/product.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

enum class From { zero, start, result };

/// A product with a left operand of Rows x Depth within a larger matrix, and with its transpose, by
/// the kernel that knows the extents and by the one for any.
template <class Scalar, Index Rows, Index Depth>
void check_product(Index columns, From from) {
  using Matrix = Eigen::MatrixX<Scalar>;
  static_assert(kernels::detail::stays_in_registers<Scalar, Rows, Depth>);
  const Matrix left = scattered<Scalar>(Rows + 3, Depth, 1), start = scattered<Scalar>(Rows, 1, 3);
  const Matrix turned = left.topRows(Rows).transpose();
  const Matrix right = scattered<Scalar>(Depth + 2, columns, 2);
  Matrix expected = scattered<Scalar>(Rows, columns, 4), result = expected, of_turned = expected;
  const auto into = [&](Matrix& to) {
    return kernels::Result<Scalar>{.data = to.data(),
                                   .rows = Rows,
                                   .columns = columns,
                                   .start = from == From::start ? start.data() : nullptr,
                                   .add = from == From::result};
  };
  const kernels::Right<Scalar> r{right.data(), Depth + 2};
  kernels::product<Scalar>(nullptr, {left.data(), Rows + 3}, r, Depth, into(expected));
  kernels::product<Scalar, Rows, Depth>(nullptr, {left.data(), Rows + 3}, r, Depth, into(result));
  kernels::product<Scalar, Rows, Depth>(nullptr, {turned.data(), Depth, true}, r, Depth,
                                        into(of_turned));
  INFO(Rows << " x " << Depth << " times " << columns << " columns");
  CHECK(same_bits(result, expected));
  CHECK(same_bits(of_turned, expected));
}

/// Likewise the sum of the products of columns, which lie in larger matrices.
template <class Scalar, Index Rows, Index Width>
void check_outer_product(Index depth, bool add) {
  using Matrix = Eigen::MatrixX<Scalar>;
  static_assert(kernels::detail::stays_in_registers<Scalar, Rows, Width>);
  const Matrix left = scattered<Scalar>(Rows + 3, depth, 1);
  const Matrix right = scattered<Scalar>(Width + 2, depth, 2);
  Matrix result = scattered<Scalar>(Rows, Width, 3), expected = result;
  const auto into = [&](Matrix& to) {
    return kernels::Result<Scalar>{.data = to.data(), .rows = Rows, .columns = Width, .add = add};
  };
  kernels::outer_product<Scalar, Rows, Width>(nullptr, {left.data(), Rows + 3},
                                              {right.data(), Width + 2}, depth, into(result));
  kernels::outer_product<Scalar>(nullptr, {left.data(), Rows + 3}, {right.data(), Width + 2}, depth,
                                 into(expected));
  INFO(Rows << " x " << Width << " of " << depth << " columns");
  CHECK(same_bits(result, expected));
}

template <class Scalar, Index Rows, Index Width>
void check_both() {
  for (const From from : {From::zero, From::start, From::result}) {
    for (const Index columns : {0, 1, 2, 5, 33, 600})
      check_product<Scalar, Rows, Width>(columns, from);
  }
  for (const bool add : {false, true}) {
    for (const Index depth : {0, 1, 2, 33, 200})
      check_outer_product<Scalar, Rows, Width>(depth, add);
  }
}

}  // namespace

TEMPLATE_TEST_CASE("products with a small matrix have the bits of those of any", "", float,
                   double) {
  check_both<TestType, 1, 1>();
  check_both<TestType, 2, 8>();
  check_both<TestType, 8, 2>();
  check_both<TestType, 3, 5>();
  check_both<TestType, 6, 6>();
  check_both<TestType, 4, 16>();
  check_both<TestType, 12, 5>();
  check_both<TestType, 32, 2>();
}

TEST_CASE("a matrix that would fill more than the registers is none of the small ones") {
  using kernels::detail::stays_in_registers;
  CHECK((stays_in_registers<float, 8, 8>));
  CHECK_FALSE((stays_in_registers<float, 8, 9>));
  CHECK_FALSE((stays_in_registers<float, 3, 17>));
  CHECK_FALSE((stays_in_registers<float, 7, 7>));
  CHECK_FALSE((stays_in_registers<float, Dynamic, 2>));
  CHECK_FALSE((stays_in_registers<float, 2, Dynamic>));
}

TEST_CASE(
    "threads divide the columns of a product with a small matrix, and each is finished once") {
  const Eigen::MatrixXf left = scattered<float>(8, 3, 1), right = scattered<float>(3, 5000, 2);
  const auto with = [&](Threads* threads) {
    Eigen::MatrixXf out(8, 5000);
    kernels::product<float, 8, 3>(threads, {left.data(), 8}, {right.data(), 3}, 3,
                                  {.data = out.data(), .rows = 8, .columns = 5000},
                                  {nullptr, [](const void*, float* run, Index size) {
                                     Eigen::Map<Eigen::ArrayXf>(run, size) += 1;
                                   }});
    return out;
  };
  const Eigen::MatrixXf alone = with(nullptr);
  CHECK((alone.array() - 1).matrix().isApprox(left * right, 1e-5f));
  for (const int count : {2, 3}) {
    Threads threads(count);
    CHECK(same_bits(with(&threads), alone));
  }
}
