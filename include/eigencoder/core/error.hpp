// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdlib>
#include <initializer_list>
#include <locale>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

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

namespace detail {

/// A part of a text: words, or anything else that is written with `<<`. It refers to what it was
/// made of; so what takes parts is compiled once, not for every length of a literal.
class TextPart {
 public:
  TextPart(const char* words) : words_(words) {}
  TextPart(std::string_view words) : words_(words) {}
  TextPart(const std::string& words) : words_(words) {}
  template <class T>
  TextPart(const T& value) : value_(&value) {
    write_ = [](std::ostream& out, const void* v) { out << *static_cast<const T*>(v); };
  }
  friend std::ostream& operator<<(std::ostream& out, const TextPart& part) {
    if (part.write_ == nullptr) return out << part.words_;
    part.write_(out, part.value_);
    return out;
  }

 private:
  std::string_view words_;
  const void* value_ = nullptr;
  void (*write_)(std::ostream&, const void*) = nullptr;
};

inline std::string join(std::initializer_list<TextPart> parts) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  for (const TextPart& part : parts) out << part;
  return out.str();
}

}  // namespace detail

/// All parts written one after the other with `<<`, whatever the locale.
std::string text(const auto&... parts) { return detail::join({detail::TextPart(parts)...}); }

/// The one place that throws: `where: got X, expected Y`. Without exceptions the program aborts.
template <class Error>
[[noreturn]] void fail(std::string_view where, const detail::TextPart& got,
                       const detail::TextPart& expected) {
#ifdef __cpp_exceptions
  throw Error(text(where, ": got ", got, ", expected ", expected));
#else
  static_cast<void>(where), static_cast<void>(got), static_cast<void>(expected);
  std::abort();
#endif
}

/// @throws Error with `where: got X, expected Y` unless `ok`
template <class Error = ValueError>
void check(bool ok, std::string_view where, const detail::TextPart& got,
           const detail::TextPart& expected) {
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
