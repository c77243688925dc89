// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <initializer_list>
#include <limits>
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
  constexpr TextPart(const char* words) : words_(words) {}
  constexpr TextPart(std::string_view words) : words_(words) {}
  TextPart(const std::string& words) : words_(words) {}
  template <class T>
  constexpr TextPart(const T& value) : value_(&value) {
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

/// One part, or several in braces: `{"at least ", least}`. No text is made before it is asked for.
class TextParts {
 public:
  constexpr TextParts(const char* words) : one_(words) {}
  constexpr TextParts(std::string_view words) : one_(words) {}
  TextParts(const std::string& words) : one_(words) {}
  template <class T>
  constexpr TextParts(const T& part) : one_(part) {}
  constexpr TextParts(std::initializer_list<TextPart> parts) : one_(""), several_(parts) {}
  friend std::ostream& operator<<(std::ostream& out, const TextParts& parts) {
    out << parts.one_;
    for (const TextPart& part : parts.several_) out << part;
    return out;
  }

 private:
  TextPart one_;
  std::initializer_list<TextPart> several_;
};

/// What stands for the parts of a text that nobody will read.
struct NoText {
  template <class T>
  constexpr NoText(const T& /*part*/) {}
  constexpr NoText(std::initializer_list<NoText> /*parts*/) {}
};

#ifdef __cpp_exceptions
using ErrorText = TextParts;
#else
using ErrorText = NoText;
#endif

}  // namespace detail

/// All parts written one after the other with `<<`, whatever the locale.
std::string text(const auto&... parts) { return detail::join({detail::TextPart(parts)...}); }

/// The one place that throws: `where: got X, expected Y`, each one part or several in braces.
/// Without exceptions the program aborts, and has no texts.
template <class Error>
[[noreturn]] void fail([[maybe_unused]] const detail::ErrorText& where,
                       [[maybe_unused]] const detail::ErrorText& got,
                       [[maybe_unused]] const detail::ErrorText& expected) {
#ifdef __cpp_exceptions
  throw Error(text(where, ": got ", got, ", expected ", expected));
#else
  std::abort();
#endif
}

/// @throws Error with `where: got X, expected Y` unless `ok`
template <class Error = ValueError>
constexpr void check(bool ok, const detail::ErrorText& where, const detail::ErrorText& got,
                     const detail::ErrorText& expected) {
  if (!ok) fail<Error>(where, got, expected);
}

namespace detail {

constexpr bool is_finite(double value) {
  constexpr double most = std::numeric_limits<double>::max();
  return -most <= value && value <= most;
}

}  // namespace detail

/// @throws ValueError unless `value` is a finite number above zero
constexpr void check_positive(std::string_view where, auto value) {
  const bool ok = detail::is_finite(static_cast<double>(value)) && value > 0;
  check(ok, where, value, "a number above 0");
}

/// @throws ValueError unless `value` is a finite number of at least zero
constexpr void check_not_negative(std::string_view where, auto value) {
  const bool ok = detail::is_finite(static_cast<double>(value)) && value >= 0;
  check(ok, where, value, "a number of at least 0");
}

/// @throws ValueError unless least <= value
constexpr void check_at_least(std::string_view where, auto value, auto least) {
  if (!(value >= least)) fail<ValueError>(where, value, {"at least ", least});
}

/// @throws ValueError unless low <= value < high, as for decay rates and probabilities
constexpr void check_fraction(std::string_view where, double value, double low = 0,
                              double high = 1) {
  const bool ok = low <= value && value < high;
  if (!ok) fail<ValueError>(where, value, {"a number in [", low, ", ", high, ")"});
}

/// @throws ShapeError unless the counts are equal
constexpr void check_equal(std::string_view where, auto got, auto expected, std::string_view unit) {
  if (got != expected) fail<ShapeError>(where, {got, " ", unit}, {expected, " ", unit});
}

}  // namespace eigencoder
