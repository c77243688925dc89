// SPDX-License-Identifier: MIT
#include <eigencoder/operations/elementwise.hpp>
#include <eigencoder/operations/logistic.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "catch.hpp"

using namespace eigencoder;

namespace {

template <class Scalar>
Eigen::ArrayX<Scalar> by_packets(const Eigen::ArrayX<Scalar>& x) {
  Eigen::ArrayX<Scalar> y(x.size());
  detail::apply_by_packets(x.data(), y.data(), x.size(),
                           [](const auto& packet) { return detail::logistic(packet); });
  return y;
}

/// The largest relative error between two numbers, against double.
template <class Scalar>
double largest_error(double from, double to) {
  const Eigen::ArrayX<Scalar> x =
      Eigen::ArrayX<Scalar>::LinSpaced(400'001, static_cast<Scalar>(from), static_cast<Scalar>(to));
  const Eigen::ArrayX<Scalar> y = by_packets<Scalar>(x);
  double largest = 0;
  for (Index i = 0; i < x.size(); ++i) {
    const double exact = 1 / (1 + std::exp(-static_cast<double>(x[i])));
    largest = std::max(largest, std::abs(static_cast<double>(y[i]) - exact) / exact);
  }
  return largest;
}

}  // namespace

TEST_CASE("the logistic function is exact to a few last bits, however small it is") {
  CHECK(largest_error<float>(-86, 30) < 3e-7);
  CHECK(largest_error<float>(-1, 1) < 3e-7);
  CHECK(largest_error<double>(-700, 30) < 1e-15);
}

TEMPLATE_TEST_CASE("the logistic function goes from 0 to 1, and of NaN is NaN", "", float, double) {
  constexpr TestType infinity = std::numeric_limits<TestType>::infinity();
  const Eigen::ArrayX<TestType> limits{{TestType(0), infinity, TestType(1e30)}};
  CHECK((by_packets<TestType>(limits) == Eigen::ArrayX<TestType>{{TestType(0.5), 1, 1}}).all());
  const Eigen::ArrayX<TestType> below{{-infinity, TestType(-1e30), TestType(-1000)}};
  CHECK((by_packets<TestType>(below) >= 0).all());
  CHECK((by_packets<TestType>(below) < TestType(2e-38)).all());
  const Eigen::ArrayX<TestType> nan{{std::numeric_limits<TestType>::quiet_NaN(), TestType(1)}};
  CHECK(std::isnan(by_packets<TestType>(nan)[0]));
  CHECK_FALSE(std::isnan(by_packets<TestType>(nan)[1]));
}
