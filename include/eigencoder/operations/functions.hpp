// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/operations/elementwise.hpp>

namespace eigencoder {

/// e^x, element by element, as are all functions in this file.
template <class C, class R, class N>
auto exp(const View<C, R, N>& x) {
  return detail::map(
      x, [](auto a) { return a.exp(); }, [](auto g, auto, auto y) { return g * y; });
}

/// The natural logarithm.
template <class C, class R, class N>
auto log(const View<C, R, N>& x) {
  return detail::map(
      x, [](auto a) { return a.log(); }, [](auto g, auto a, auto) { return g / a; });
}

/// log(1 + x), exact for small x.
template <class C, class R, class N>
auto log1p(const View<C, R, N>& x) {
  using Scalar = typename C::Scalar;
  return detail::map(
      x, [](auto a) { return a.log1p(); },
      [](auto g, auto a, auto) { return g / (a + Scalar(1)); });
}

/// The square root; its slope at 0 is infinite.
template <class C, class R, class N>
auto sqrt(const View<C, R, N>& x) {
  using Scalar = typename C::Scalar;
  return detail::map(
      x, [](auto a) { return a.sqrt(); }, [](auto g, auto, auto y) { return Scalar(0.5) * g / y; });
}

/// x^2.
template <class C, class R, class N>
auto square(const View<C, R, N>& x) {
  using Scalar = typename C::Scalar;
  return detail::map(
      x, [](auto a) { return a.square(); }, [](auto g, auto a, auto) { return Scalar(2) * g * a; });
}

/// |x|, with slope 0 at 0.
template <class C, class R, class N>
auto abs(const View<C, R, N>& x) {
  return detail::map(
      x, [](auto a) { return a.abs(); }, [](auto g, auto a, auto) { return g * a.sign(); });
}

/// x^exponent with a constant exponent; NaN where x < 0 and the exponent is no integer.
template <class C, class R, class N>
auto pow(const View<C, R, N>& x, double exponent) {
  using Scalar = typename C::Scalar;
  const auto p = static_cast<Scalar>(exponent);
  const auto q = p == 0 ? Scalar(0) : p - 1;  // x^0 has the slope 0 at 0, too
  return detail::map(
      x, [p](auto a) { return a.pow(p); },
      [p, q](auto g, auto a, auto) { return p * g * a.pow(q); });
}

}  // namespace eigencoder
