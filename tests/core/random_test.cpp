// SPDX-License-Identifier: MIT
#include <eigencoder/core/random.hpp>

#include <cmath>
#include <vector>

#include "catch.hpp"

using namespace eigencoder;
using Eigen::Index;

namespace {

constexpr RandomStream stream{.seed = 42, .step = 3, .draw = 1};

struct Moments {
  double mean, variance;
};

Moments moments(const Eigen::MatrixXd& x) {
  return {x.mean(), (x.array() - x.mean()).square().mean()};
}

/// A matrix with every number had by a call of its own.
template <class Scalar>
Eigen::MatrixX<Scalar> one_by_one(Index rows, Index cols, auto number) {
  return Eigen::MatrixX<Scalar>::NullaryExpr(
      rows, cols, [&](Index i, Index j) { return static_cast<Scalar>(number(j, i)); });
}

}  // namespace

TEST_CASE("a uniform number is the middle of its word's cell") {
  CHECK(detail::unit_interval(0) == 0x1p-33);
  CHECK(detail::unit_interval(0xFFFFFFFF) == 1 - 0x1p-33);
  CHECK(detail::unit_interval(0x80000000) == 0.5 + 0x1p-33);
}

TEST_CASE("a word is a lane of philox at the counter (feature / 4, sample, draw, step)") {
  const RandomStream s{.seed = 0x299f31d0a4093822, .step = 0x03707344, .draw = 0x13198a2e};
  CHECK(s.word(0x85a308d3, 4 * Index{0x243f6a88}) == 0xd16cfe09);
  CHECK(s.word(0x85a308d3, 4 * Index{0x243f6a88} + 3) == 0x24126ea1);
}

TEST_CASE("seed, step, draw, sample and feature each change the number") {
  const double number = stream.uniform(5, 7);
  CHECK(RandomStream{43, 3, 1}.uniform(5, 7) != number);
  CHECK(RandomStream{42 + (std::uint64_t{1} << 32), 3, 1}.uniform(5, 7) != number);
  CHECK(RandomStream{42, 4, 1}.uniform(5, 7) != number);
  CHECK(RandomStream{42, 3, 2}.uniform(5, 7) != number);
  CHECK(stream.uniform(6, 7) != number);
  CHECK(stream.uniform(5, 8) != number);
  CHECK(RandomStream{42, 3, 1}.uniform(5, 7) == number);
}

TEST_CASE("uniform numbers have the moments of U(0, 1)") {
  Eigen::MatrixXd x(500, 400);
  fill_uniform(x, stream);
  const Moments m = moments(x);
  // four standard errors: 4 sqrt(1/12 / 200000), 4 sqrt(1/180 / 200000)
  CHECK(std::abs(m.mean - 0.5) < 0.0026);
  CHECK(std::abs(m.variance - 1.0 / 12) < 0.00067);
  CHECK(x.minCoeff() > 0);
  CHECK(x.maxCoeff() < 1);
}

TEST_CASE("normal numbers have the moments of N(0, 1)") {
  Eigen::MatrixXd x(500, 400);
  fill_normal(x, stream);
  const Moments m = moments(x);
  // four standard errors: 4 / sqrt(200000), 4 sqrt(2 / 200000), 4 sqrt(96 / 200000)
  CHECK(std::abs(m.mean) < 0.009);
  CHECK(std::abs(m.variance - 1) < 0.013);
  CHECK(std::abs(x.array().pow(4).mean() - 3) < 0.088);
}

TEST_CASE("truncated normal numbers keep within two sigma and have its variance") {
  Eigen::MatrixXd x(500, 400);
  fill_truncated_normal(x, stream);
  const Moments m = moments(x);
  CHECK(std::abs(m.mean) < 0.008);
  CHECK(std::sqrt(m.variance) == Approx(0.87962566103423978).epsilon(0.006));
  CHECK(x.array().abs().maxCoeff() < 2);
  CHECK(x.array().abs().maxCoeff() > 1.999);
}

TEST_CASE("neighbouring features and neighbouring samples do not correlate") {
  Eigen::MatrixXd x(400, 400);
  fill_normal(x, stream);
  const Index n = 399;
  CHECK(std::abs(x.topRows(n).cwiseProduct(x.bottomRows(n)).mean()) < 0.01);
  CHECK(std::abs(x.leftCols(n).cwiseProduct(x.rightCols(n)).mean()) < 0.01);
}

TEMPLATE_TEST_CASE("a filled matrix holds the very numbers of the single calls", "", float,
                   double) {
  const Index rows = GENERATE(1, 3, 4, 255, 256, 257, 515);
  Eigen::MatrixX<TestType> x(rows, 3);
  fill_uniform(x, stream);
  CHECK(x == one_by_one<TestType>(rows, 3, [](Index j, Index i) { return stream.uniform(j, i); }));
  fill_normal(x, stream);
  CHECK(x == one_by_one<TestType>(rows, 3, [](Index j, Index i) { return stream.normal(j, i); }));
  fill_truncated_normal(x, stream);
  CHECK(x == one_by_one<TestType>(rows, 3,
                                  [](Index j, Index i) { return stream.truncated_normal(j, i); }));
}

TEST_CASE("columns filled apart and backwards are those of the whole batch") {
  Eigen::MatrixXf whole(300, 6), parts(300, 6);
  fill_normal(whole, stream);
  fill_normal(parts.rightCols(2), stream, 4);
  fill_normal(parts.leftCols(4), stream, 0);
  CHECK(parts == whole);
}

TEST_CASE("a map of raw memory is filled like a matrix") {
  std::vector<float> memory(20);
  Eigen::MatrixXf expected(10, 2);
  fill_uniform(Eigen::Map<Eigen::MatrixXf>(memory.data(), 10, 2), stream);
  fill_uniform(expected, stream);
  CHECK(Eigen::Map<Eigen::MatrixXf>(memory.data(), 10, 2) == expected);
}

TEST_CASE("an empty matrix is filled with nothing") {
  Eigen::MatrixXd no_samples(5, 0), no_features(0, 5);
  CHECK_NOTHROW(fill_normal(no_samples, stream));
  CHECK_NOTHROW(fill_normal(no_features, stream));
}

TEST_CASE("derived seeds differ by purpose and by seed, and are the same again") {
  const std::uint64_t noise = derive_seed(1, Purpose::noise);
  CHECK(noise != derive_seed(1, Purpose::shuffling));
  CHECK(noise != derive_seed(1, Purpose::initialization));
  CHECK(noise != derive_seed(2, Purpose::noise));
  CHECK(noise != 1);
  CHECK(noise == derive_seed(1, Purpose::noise));
}
