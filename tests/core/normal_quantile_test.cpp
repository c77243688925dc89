// SPDX-License-Identifier: MIT
#include <eigencoder/core/normal_quantile.hpp>

#include <cmath>

#include "catch.hpp"

using eigencoder::normal_quantile;

namespace {

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

}  // namespace

TEST_CASE("normal_quantile gives the tabulated percentage points") {
  CHECK(normal_quantile(0.75) == Approx(0.674489750196081743).epsilon(1e-15));
  CHECK(normal_quantile(0.95) == Approx(1.644853626951472715).epsilon(1e-15));
  CHECK(normal_quantile(0.975) == Approx(1.959963984540054236).epsilon(1e-15));
  CHECK(normal_quantile(0.995) == Approx(2.575829303548900761).epsilon(1e-15));
  CHECK(normal_quantile(0.001) == Approx(-3.090232306167813542).epsilon(1e-15));
}

TEST_CASE("normal_quantile of a half is exactly zero") { CHECK(normal_quantile(0.5) == 0.0); }

TEST_CASE("normal_quantile is odd about a half, in the middle and in the tails") {
  for (const double p : {0x1p-33, 0x1p-20, 0.0625, 0.125, 0.375})
    CHECK(normal_quantile(1 - p) == -normal_quantile(p));
}

TEST_CASE("normal_quantile inverts the distribution function from the lowest random number up") {
  for (double p = 0x1p-33; p < 1; p *= 1.125)
    CHECK(normal_cdf(normal_quantile(p)) == Approx(p).epsilon(1e-13));
}

TEST_CASE("normal_quantile is continuous where its two formulas meet") {
  CHECK(normal_quantile(0.075) == Approx(normal_quantile(std::nextafter(0.075, 0))).epsilon(1e-15));
  CHECK(normal_quantile(0.925) == Approx(normal_quantile(std::nextafter(0.925, 1))).epsilon(1e-15));
}
