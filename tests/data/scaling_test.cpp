// SPDX-License-Identifier: MIT
#include <eigencoder/data/scaling.hpp>

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "golden/scaling.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

template <class Scalar>
void expect_golden_scaling(std::string_view name, const Scaling& scaling) {
  INFO(name << " with " << 8 * sizeof(Scalar) << " bits");
  const auto fresh = golden::to_eigen<Scalar>(golden::scaling_fresh);
  const Eigen::MatrixX<Scalar> scaled = scaling(fresh);
  const Eigen::MatrixXd expected = golden::to_eigen(golden::named(golden::scalings, name).scaled);
  CHECK(largest_difference(scaled.template cast<double>(), expected) < tolerance<Scalar>);
  const Eigen::MatrixX<Scalar> back = scaling.inverse(scaled);
  CHECK(largest_difference(back.template cast<double>(), fresh.template cast<double>()) <
        tolerance<Scalar>);
}

}  // namespace

TEMPLATE_TEST_CASE("Samples are scaled as scikit-learn scales them, and back", "", float, double) {
  const auto train = golden::to_eigen<TestType>(golden::scaling_train);
  expect_golden_scaling<TestType>("min_max_0_1", min_max_scaling(train));
  expect_golden_scaling<TestType>("min_max_-1_3", min_max_scaling(train, -1, 3));
  expect_golden_scaling<TestType>("standard", standard_scaling(train));
}

TEMPLATE_TEST_CASE("Min-max scaling takes the extremes to 0 and 1 exactly, and nothing beyond", "",
                   float, double) {
  const Eigen::MatrixX<TestType> samples = 1000 * scattered<TestType>(7, 500).array() + 12345;
  const Eigen::MatrixX<TestType> scaled = min_max_scaling(samples)(samples);
  CHECK((scaled.rowwise().minCoeff().array() == 0).all());
  CHECK((scaled.rowwise().maxCoeff().array() == 1).all());
}

TEST_CASE("A feature that never changes has scale 1") {
  const Eigen::MatrixXd samples = Eigen::MatrixXd::Constant(1, 7, 0.1);
  CHECK(min_max_scaling(samples) == Scaling(Eigen::VectorXd{{0.1}}, Eigen::VectorXd{{1}}));
  CHECK(standard_scaling(samples) == min_max_scaling(samples));
  CHECK(standard_scaling(Eigen::Vector2f(3, 4)) ==
        Scaling(Eigen::Vector2d(3, 4), Eigen::Vector2d(1, 1)));
}

TEST_CASE("The variance is that of the population, however far the mean is from 0") {
  const Scaling near = standard_scaling(Eigen::RowVector4d(-1, 1, -1, 1));
  CHECK(near == Scaling(Eigen::VectorXd{{0}}, Eigen::VectorXd{{1}}));
  const Scaling far = standard_scaling(Eigen::RowVector4d(1e15 - 1, 1e15 + 1, 1e15 - 1, 1e15 + 1));
  CHECK(far == Scaling(Eigen::VectorXd{{1e15}}, Eigen::VectorXd{{1}}));
}

TEST_CASE("Numbers whose squares are out of range are scaled nevertheless") {
  CHECK(standard_scaling(Eigen::RowVector2d(-8e307, 8e307)).scale()[0] == 8e307);
  CHECK(standard_scaling(Eigen::RowVector2d(-2e-200, 2e-200)).scale()[0] == 2e-200);
  CHECK(message<ValueError>([] { min_max_scaling(Eigen::RowVector2d(-1e308, 1e308)); }) ==
        "min_max_scaling: got a feature whose range is more than double holds, expected a finite "
        "difference of its greatest and least value");
}

TEST_CASE("Blocks and expressions can be scaled, and no samples give none") {
  const Eigen::MatrixXf samples = scattered<float>(4, 9);
  const Eigen::MatrixXf part = samples.block(1, 2, 2, 5);
  const Scaling scaling = standard_scaling(part);
  CHECK(standard_scaling(samples.block(1, 2, 2, 5)) == scaling);
  CHECK(standard_scaling(0.5F * (part + part)) == scaling);
  CHECK(scaling(samples.block(1, 2, 2, 5)) == scaling(part));
  CHECK(scaling(0.5F * (part + part)) == scaling(part));
  CHECK(scaling(Eigen::MatrixXf(2, 0)).cols() == 0);
}

TEST_CASE("What is not finite is refused by feature and sample, and so are no samples") {
  Eigen::MatrixXd samples = scattered(3, 4);
  samples(1, 2) = std::nan("");
  CHECK(message<ValueError>([&] { standard_scaling(samples); }) ==
        "standard_scaling: got nan at feature 1 of sample 2, expected finite numbers");
  samples(1, 2) = -std::numeric_limits<double>::infinity();
  CHECK(message<ValueError>([&] { min_max_scaling(samples); }) ==
        "min_max_scaling: got -inf at feature 1 of sample 2, expected finite numbers");
  CHECK(message<ValueError>([] { standard_scaling(Eigen::MatrixXf(3, 0)); }) ==
        "standard_scaling: got no samples, expected at least one");
  CHECK(message<ValueError>([] { min_max_scaling(Eigen::MatrixXf(0, 3)); }) ==
        "min_max_scaling: got no samples, expected at least one");
}

TEST_CASE("Scalings that cannot be are refused") {
  const Eigen::RowVector2d samples(0, 1);
  CHECK(message<ValueError>([&] { min_max_scaling(samples, 1, 1); }) ==
        "min_max_scaling: got 1 to 1, expected an interval");
  CHECK(message<ValueError>([&] { min_max_scaling(samples, 0, std::nan("")); }) ==
        "min_max_scaling: got 0 to nan, expected an interval");
  CHECK(message<ShapeError>([] { Scaling(Eigen::Vector2d(1, 2), Eigen::Vector3d(1, 2, 3)); }) ==
        "Scaling, scale: got 3 features, expected 2 features");
  CHECK(message<ValueError>([] { Scaling(Eigen::Vector2d(1, 2), Eigen::Vector2d(1, 0)); }) ==
        "Scaling, scale of feature 1: got 0, expected a finite number other than 0");
  CHECK(message<ValueError>([] { Scaling(Eigen::VectorXd{{HUGE_VAL}}, Eigen::VectorXd{{1}}); }) ==
        "Scaling, offset of feature 0: got inf, expected a finite number");
}

TEST_CASE("Samples of another number of features are not scaled") {
  const Scaling scaling = standard_scaling(scattered(3, 4));
  CHECK(message<ShapeError>([&] { scaling(Eigen::MatrixXf(2, 1)); }) ==
        "Scaling: got 2 features, expected 3 features");
  CHECK(message<ShapeError>([&] { scaling.inverse(Eigen::MatrixXf(4, 1)); }) ==
        "Scaling: got 4 features, expected 3 features");
  CHECK_FALSE(scaling == Scaling{});
}
