// SPDX-License-Identifier: MIT
#include <eigencoder/layers/initializer.hpp>

#include <cmath>
#include <limits>

#include "catch.hpp"

using namespace eigencoder;

namespace {

template <class Scalar = double>
Eigen::VectorX<Scalar> initialized(const Initializer& initializer, Fans fans,
                                   Eigen::Index size = 100000, std::uint64_t seed = 1) {
  Eigen::VectorX<Scalar> values(size);
  initialize(initializer, fans, {.seed = seed}, values);
  return values;
}

double deviation(const Eigen::VectorXd& x) { return std::sqrt(x.squaredNorm() / double(x.size())); }

}  // namespace

TEST_CASE("zeros and constants fill every element") {
  CHECK(initialized(zeros, {3, 4}, 12) == Eigen::VectorXd::Zero(12));
  CHECK(initialized(constant(-0.25), {3, 4}, 12) == Eigen::VectorXd::Constant(12, -0.25));
}

TEST_CASE("uniform initializers fill the whole of their limits") {
  const auto largest = [](const Initializer& initializer) {
    return initialized(initializer, {300, 500}).cwiseAbs().maxCoeff();
  };
  CHECK(largest(glorot_uniform) == Approx(std::sqrt(6.0 / 800)).epsilon(1e-4));
  CHECK(largest(he_uniform) == Approx(std::sqrt(6.0 / 300)).epsilon(1e-4));
  CHECK(largest(lecun_uniform) == Approx(std::sqrt(3.0 / 300)).epsilon(1e-4));
  CHECK(largest(glorot_uniform) < std::sqrt(6.0 / 800));
}

TEST_CASE("normal initializers are cut at two deviations of the uncut distribution") {
  const double uncut = std::sqrt(2.0 / 300) / 0.87962566103423978;
  const double largest = initialized(he_normal, {300, 500}).cwiseAbs().maxCoeff();
  CHECK(largest <= 2 * uncut);
  CHECK(largest > 1.998 * uncut);
}

TEST_CASE("initializers have the deviation that their fans ask for") {
  const Fans fans{300, 500};
  // 100000 numbers: four standard errors are at most 0.9 %
  CHECK(deviation(initialized(glorot_uniform, fans)) == Approx(0.05).epsilon(0.009));
  CHECK(deviation(initialized(glorot_normal, fans)) == Approx(0.05).epsilon(0.009));
  CHECK(deviation(initialized(he_uniform, fans)) == Approx(std::sqrt(2.0 / 300)).epsilon(0.009));
  CHECK(deviation(initialized(he_normal, fans)) == Approx(std::sqrt(2.0 / 300)).epsilon(0.009));
  CHECK(deviation(initialized(lecun_uniform, fans)) == Approx(std::sqrt(1.0 / 300)).epsilon(0.009));
  CHECK(deviation(initialized(lecun_normal, fans)) == Approx(std::sqrt(1.0 / 300)).epsilon(0.009));
}

TEST_CASE("initializers have mean zero") {
  // four standard errors of 100000 numbers of deviation 0.05
  CHECK(std::abs(initialized(glorot_uniform, {300, 500}).mean()) < 0.00064);
  CHECK(std::abs(initialized(glorot_normal, {300, 500}).mean()) < 0.00064);
}

TEST_CASE("the same seed initializes alike and another one otherwise") {
  const Eigen::VectorXd values = initialized(he_normal, {20, 5}, 100, 1);
  CHECK(values == initialized(he_normal, {20, 5}, 100, 1));
  CHECK(values != initialized(he_normal, {20, 5}, 100, 2));
}

TEST_CASE("float and double parameters start from the same numbers up to rounding") {
  for (const Initializer& initializer : {glorot_uniform, he_normal, constant(0.1)}) {
    const Eigen::VectorXd in_double = initialized<double>(initializer, {20, 5}, 100);
    const Eigen::VectorXf in_float = initialized<float>(initializer, {20, 5}, 100);
    const double error = (in_float.cast<double>() - in_double).cwiseAbs().maxCoeff();
    CHECK(error < 2 * std::numeric_limits<float>::epsilon() * in_double.cwiseAbs().maxCoeff());
  }
}

TEST_CASE("a segment of a vector is filled and its neighbours are left alone") {
  Eigen::VectorXf all = Eigen::VectorXf::Constant(10, 7);
  initialize(glorot_uniform, {4, 4}, {.seed = 1}, all.segment(2, 6));
  CHECK(all.segment(2, 6) == initialized<float>(glorot_uniform, {4, 4}, 6));
  CHECK(all.head(2) == Eigen::Vector2f(7, 7));
  CHECK(all.tail(2) == Eigen::Vector2f(7, 7));
}

TEST_CASE("PyTorch's default kernel is a uniform initializer of scale one third") {
  const Initializer torch{Initializer::Distribution::uniform, 1.0 / 3, Initializer::Fan::in};
  CHECK(std::sqrt(3.0) * torch.deviation({400, 7}) == Approx(1 / 20.0).epsilon(1e-15));
}

TEST_CASE("random initializers refuse fans below one and scales not above zero") {
  const Initializer negative{Initializer::Distribution::uniform, -2, Initializer::Fan::in};
  CHECK_THROWS_WITH(initialized(negative, {3, 4}, 12),
                    "Initializer: scale: got -2, expected a number above 0");
  CHECK_THROWS_WITH(initialized(he_normal, {0, 4}, 12),
                    "Initializer: fan in: got 0, expected at least 1");
  CHECK_THROWS_WITH(initialized(glorot_uniform, {3, 0}, 12),
                    "Initializer: fan out: got 0, expected at least 1");
  CHECK_NOTHROW(initialized(zeros, {0, 0}, 0));
}
