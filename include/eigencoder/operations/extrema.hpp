// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/operations/elementwise.hpp>

namespace eigencoder {

namespace detail {

template <class A, class B>
auto elementwise_max(const A& a, const B& b) {
  return zip(
      "max(a, b)", a, b, [](auto x, auto y) { return x.max(y); },
      [](auto g, auto x, auto y) { return (x >= y).select(g, 0); },
      [](auto g, auto x, auto y) { return (x >= y).select(0, g); });
}

template <class A, class B>
auto elementwise_min(const A& a, const B& b) {
  return zip(
      "min(a, b)", a, b, [](auto x, auto y) { return x.min(y); },
      [](auto g, auto x, auto y) { return (x <= y).select(g, 0); },
      [](auto g, auto x, auto y) { return (x <= y).select(0, g); });
}

}  // namespace detail

/// The larger of a_ij and b_ij; of equals the gradient goes to the first.
/// @throws ShapeError if the shapes differ
template <class C, class R, class N>
auto max(const View<C, R, N>& a, const View<C, R, N>& b) {
  return detail::elementwise_max(a, b);
}
template <class C, class RA, class NA, class RB, class NB>
auto max(const View<C, RA, NA>& a, const View<C, RB, NB>& b) {
  return detail::elementwise_max(a, b);
}

/// The smaller of a_ij and b_ij; of equals the gradient goes to the first.
/// @throws ShapeError if the shapes differ
template <class C, class R, class N>
auto min(const View<C, R, N>& a, const View<C, R, N>& b) {
  return detail::elementwise_min(a, b);
}
template <class C, class RA, class NA, class RB, class NB>
auto min(const View<C, RA, NA>& a, const View<C, RB, NB>& b) {
  return detail::elementwise_min(a, b);
}

/// x limited to [low, high]; the slope is 1 inside and at the limits, 0 outside.
/// @throws ValueError if low > high
template <class C, class R, class N>
auto clamp(const View<C, R, N>& x, double low, double high) {
  using Scalar = typename C::Scalar;
  if (!(low <= high)) fail<ValueError>("clamp", {"[", low, ", ", high, "]"}, "low <= high");
  const auto lo = static_cast<Scalar>(low), hi = static_cast<Scalar>(high);
  return detail::map(
      x, [=](auto a) { return a.max(lo).min(hi); },
      [=](auto g, auto a, auto) { return (a >= lo && a <= hi).select(g, Scalar(0)); });
}

}  // namespace eigencoder
