// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace eigencoder {

/// Extents that do not fit: a wrong feature count, a decoder that does not take the code, ...
struct ShapeError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// A value outside what is allowed: a rate, a size, a NaN in data, an unknown name, ...
struct ValueError : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// A file that is missing, truncated or not what it should be, or cannot be written.
struct FileError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// All parts written one after the other with `<<`.
template <class... Parts>
std::string text(const Parts&... parts) {
  std::ostringstream out;
  (out << ... << parts);
  return out.str();
}

/// The one place that throws: `where: got X, expected Y`. Without exceptions the program aborts.
template <class Error>
[[noreturn]] void fail(std::string_view where, const auto& got, const auto& expected) {
#ifdef __cpp_exceptions
  throw Error(text(where, ": got ", got, ", expected ", expected));
#else
  static_cast<void>(where), static_cast<void>(got), static_cast<void>(expected);
  std::abort();
#endif
}

/// @throws Error with `where: got X, expected Y` unless `ok`
template <class Error = ValueError>
void check(bool ok, std::string_view where, const auto& got, const auto& expected) {
  if (!ok) fail<Error>(where, got, expected);
}

/// @throws ValueError unless `value` is a finite number above zero
void check_positive(std::string_view where, auto value) {
  const bool ok = std::isfinite(static_cast<double>(value)) && value > 0;
  check(ok, where, value, "a number above 0");
}

/// @throws ValueError unless `value` is a finite number of at least zero
void check_not_negative(std::string_view where, auto value) {
  const bool ok = std::isfinite(static_cast<double>(value)) && value >= 0;
  check(ok, where, value, "a number of at least 0");
}

/// @throws ValueError unless least <= value
void check_at_least(std::string_view where, auto value, auto least) {
  if (!(value >= least)) fail<ValueError>(where, value, text("at least ", least));
}

/// @throws ValueError unless low <= value < high, as for decay rates and probabilities
inline void check_fraction(std::string_view where, double value, double low = 0, double high = 1) {
  const bool ok = low <= value && value < high;
  if (!ok) fail<ValueError>(where, value, text("a number in [", low, ", ", high, ")"));
}

/// @throws ShapeError unless the counts are equal
void check_equal(std::string_view where, auto got, auto expected, std::string_view unit) {
  if (got != expected) fail<ShapeError>(where, text(got, " ", unit), text(expected, " ", unit));
}

}  // namespace eigencoder
