// SPDX-License-Identifier: MIT
#include <eigencoder/operations/random.hpp>

#include <eigencoder/autodiff/leaves.hpp>

#include <type_traits>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

const RandomStream stream{7, 3, 1};

/// Normal numbers, of features by samples.
template <class Scalar = double>
Eigen::MatrixX<Scalar> normal(Index features, Index samples, Threads* threads = nullptr) {
  Workspace<Scalar> workspace(threads);
  const Eigen::MatrixX<Scalar> x = Eigen::MatrixX<Scalar>::Zero(features, samples);
  return normal_like(constant(workspace, x), stream).matrix();
}

const auto twice_and_three = [](double u) { return 2 * u + 3; };

}  // namespace

TEST_CASE("normal numbers have mean 0 and variance 1") {
  const Eigen::MatrixXd z = normal(400, 500);
  // four standard errors of 200,000 numbers: 1 / sqrt(n) each for the mean, sqrt(2 / n) for squares
  CHECK(z.mean() == Approx(0).margin(0.009));
  CHECK(z.array().square().mean() == Approx(1).margin(0.0127));
}

TEST_CASE("random numbers of a sample are those of the stream, however many samples there are") {
  const Eigen::MatrixXd many = normal(5, 7), few = normal(5, 3);
  CHECK(same_bits<double>(few, many.leftCols(3)));
  for (const Index j : {0, 6}) CHECK(many(4, j) == Approx(stream.normal(j, 4)).epsilon(1e-14));
  CHECK(normal(5, 0).cols() == 0);
}

TEMPLATE_TEST_CASE("random numbers are the same on any number of threads", "", float, double) {
  const Eigen::MatrixX<TestType> alone = normal<TestType>(300, 200);
  for (const int count : {1, 2, 3}) {
    Threads threads(count);
    CHECK(same_bits(normal<TestType>(300, 200, &threads), alone));
  }
}

TEST_CASE("random numbers like a variable are a constant, of its shape") {
  Tape<double> tape;
  const auto x = variable(tape, Eigen::Matrix<double, 3, 2>::Zero());
  const auto z = normal_like(x, stream);
  CHECK(x.node() != nullptr);
  CHECK(z.node() == nullptr);
  CHECK(uniform_like(x, stream, twice_and_three).node() == nullptr);
  STATIC_REQUIRE(std::is_same_v<decltype(z), decltype(x)>);
}

TEST_CASE("uniform numbers are what the function makes of those of the stream") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = Eigen::MatrixXd::Zero(3, 4);
  const Eigen::MatrixXd y = uniform_like(constant(workspace, x), stream, twice_and_three).matrix();
  const Eigen::MatrixXd expected = Eigen::MatrixXd::NullaryExpr(
      3, 4, [](Index i, Index j) { return 2 * stream.uniform(j, i) + 3; });
  CHECK(same_bits(y, expected));
}
