// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace eigencoder {

namespace detail {

/// numerator(r) / denominator(r), coefficients from the constant term up
struct RationalFunction {
  std::array<double, 8> numerator, denominator;

  constexpr double operator()(double r) const {
    double top = numerator[7], bottom = denominator[7];
    for (std::size_t i = 7; i-- > 0;) {
      top = top * r + numerator[i];
      bottom = bottom * r + denominator[i];
    }
    return top / bottom;
  }
};

/// The coefficients a and b of AS241.
inline constexpr RationalFunction quantile_near_median{
    {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
     1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
     3.3430575583588128105e4, 2.5090809287301226727e3},
    {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
     5.2264952788528545610e3}};

/// The coefficients c and d of AS241.
inline constexpr RationalFunction quantile_in_tail{
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
     3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9}};

constexpr bool near_median(double p) { return 0.075 <= p && p <= 0.925; }

constexpr double normal_quantile_near_median(double p) {
  const double q = p - 0.5;
  return q * quantile_near_median(0.180625 - q * q);
}

inline double normal_quantile_in_tail(double p) {
  const double z = quantile_in_tail(std::sqrt(-std::log(p < 0.5 ? p : 1 - p)) - 1.6);
  return p < 0.5 ? -z : z;
}

}  // namespace detail

/// The z for which a standard normal number is below z with probability p.
///
/// Relative error about 1e-16 for 1.4e-11 <= p <= 1 - 1.4e-11, which is wider than the random
/// numbers of this library reach; the formula for still smaller p is left out.
///
/// Source: Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied
/// Statistics 37 (1988), routine PPND16.
inline double normal_quantile(double p) {
  return detail::near_median(p) ? detail::normal_quantile_near_median(p)
                                : detail::normal_quantile_in_tail(p);
}

}  // namespace eigencoder
