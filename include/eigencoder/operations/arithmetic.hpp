// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>

#include <eigencoder/operations/elementwise.hpp>

namespace eigencoder {

/// a + b, of the same shape.
/// @throws ShapeError if the shapes differ
template <class C, class RA, class NA, class RB, class NB>
auto operator+(const View<C, RA, NA>& a, const View<C, RB, NB>& b) {
  return detail::zip(
      "a + b", a, b, [](auto x, auto y) { return x + y; }, [](auto g, auto, auto) { return g; },
      [](auto g, auto, auto) { return g; });
}

/// a - b, of the same shape.
/// @throws ShapeError if the shapes differ
template <class C, class RA, class NA, class RB, class NB>
auto operator-(const View<C, RA, NA>& a, const View<C, RB, NB>& b) {
  return detail::zip(
      "a - b", a, b, [](auto x, auto y) { return x - y; }, [](auto g, auto, auto) { return g; },
      [](auto g, auto, auto) { return -g; });
}

/// The element-wise product y_ij = a_ij b_ij.
/// @throws ShapeError if the shapes differ
template <class C, class RA, class NA, class RB, class NB>
auto product(const View<C, RA, NA>& a, const View<C, RB, NB>& b) {
  return detail::zip(
      "product(a, b)", a, b, [](auto x, auto y) { return x * y; },
      [](auto g, auto, auto y) { return g * y; }, [](auto g, auto x, auto) { return g * x; });
}

/// The element-wise quotient y_ij = a_ij / b_ij.
/// @throws ShapeError if the shapes differ
template <class C, class RA, class NA, class RB, class NB>
auto quotient(const View<C, RA, NA>& a, const View<C, RB, NB>& b) {
  return detail::zip(
      "quotient(a, b)", a, b, [](auto x, auto y) { return x / y; },
      [](auto g, auto, auto y) { return g / y; },
      [](auto g, auto x, auto y) { return -g * x / (y * y); });
}

/// -x.
template <class C, class R, class N>
auto operator-(const View<C, R, N>& x) {
  return detail::map(
      x, [](auto a) { return -a; }, [](auto g, auto, auto) { return -g; });
}

/// A number times a matrix.
template <class T, class C, class R, class N>
requires std::is_arithmetic_v<T>
auto operator*(T factor, const View<C, R, N>& x) {
  const auto f = static_cast<typename C::Scalar>(factor);
  return detail::map(
      x, [f](auto a) { return f * a; }, [f](auto g, auto, auto) { return f * g; });
}
template <class T, class C, class R, class N>
requires std::is_arithmetic_v<T>
auto operator*(const View<C, R, N>& x, T factor) { return factor * x; }
template <class T, class C, class R, class N>
requires std::is_arithmetic_v<T>
auto operator/(const View<C, R, N>& x, T divisor) {
  return (typename C::Scalar(1) / static_cast<typename C::Scalar>(divisor)) * x;
}

/// A number added to every element.
template <class T, class C, class R, class N>
requires std::is_arithmetic_v<T>
auto operator+(const View<C, R, N>& x, T number) {
  const auto c = static_cast<typename C::Scalar>(number);
  return detail::map(
      x, [c](auto a) { return a + c; }, [](auto g, auto, auto) { return g; });
}
template <class T, class C, class R, class N>
requires std::is_arithmetic_v<T>
auto operator+(T number, const View<C, R, N>& x) { return x + number; }
template <class T, class C, class R, class N>
requires std::is_arithmetic_v<T>
auto operator-(const View<C, R, N>& x, T number) {
  // Converted first: an unsigned number has no negative.
  return x + -static_cast<typename C::Scalar>(number);
}
template <class T, class C, class R, class N>
requires std::is_arithmetic_v<T>
auto operator-(T number, const View<C, R, N>& x) { return -x + number; }

}  // namespace eigencoder
