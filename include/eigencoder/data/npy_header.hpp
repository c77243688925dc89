// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <eigencoder/core/error.hpp>
#include <eigencoder/data/excerpt.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eigencoder::detail {

/// What the header of a .npy file says of the array behind it.
struct NpyHeader {
  std::string dtype;                ///< such as "<f4": byte order, kind, bytes an element
  bool fortran_order = false;       ///< whether the first axis is the fastest, not the last
  std::vector<Eigen::Index> shape;  ///< at least one axis
  std::size_t size = 0;             ///< bytes before the data
};

/// Reads the text of a header: a Python dict literal of three keys, in any order.
class NpyHeaderParser {
 public:
  /// @param where  what errors begin with
  NpyHeaderParser(std::string_view literal, std::string where)
      : rest_(literal), where_(std::move(where)) {}

  /// @throws FileError if it is anything but such a literal with a shape of rank 1 to 64
  NpyHeader parse() {
    NpyHeader header;
    expect('{');
    while (!accept('}')) {
      entry(header);
      if (accept('}')) break;
      expect(',');
    }
    skip_spaces();
    if (!rest_.empty()) fail_at("nothing after '}'");
    check<FileError>(seen_.size() == 3, where_, text(seen_.size(), " of the three keys"),
                     "'descr', 'fortran_order' and 'shape'");
    return header;
  }

 private:
  void entry(NpyHeader& header) {
    const std::string key = quoted("a key in quotes");
    check<FileError>(std::find(seen_.begin(), seen_.end(), key) == seen_.end(), where_,
                     text("'", key, "' twice"), "each key once");
    seen_.push_back(key);
    expect(':');
    if (key == "descr") {
      header.dtype = quoted("a dtype in quotes such as '<f4', not a structured one");
    } else if (key == "fortran_order") {
      header.fortran_order = boolean();
    } else if (key == "shape") {
      header.shape = tuple();
    } else {
      fail<FileError>(where_, text("key '", key, "'"), "'descr', 'fortran_order' or 'shape'");
    }
  }

  std::string quoted(std::string_view expected) {
    skip_spaces();
    const char quote = rest_.empty() ? '\0' : rest_.front();
    if (quote != '\'' && quote != '"') fail_at(expected);
    const std::size_t end = rest_.find(quote, 1);
    if (end == rest_.npos || end > longest_) fail_at(expected);
    std::string result = printable(rest_.substr(1, end - 1));
    rest_.remove_prefix(end + 1);
    return result;
  }

  bool boolean() {
    skip_spaces();
    for (const std::string_view word : {"True", "False"}) {
      if (!rest_.starts_with(word)) continue;
      rest_.remove_prefix(word.size());
      return word == "True";
    }
    fail_at("True or False");
  }

  std::vector<Eigen::Index> tuple() {
    std::vector<Eigen::Index> extents;
    expect('(');
    while (!accept(')')) {
      check<FileError>(extents.size() < 64, where_, "a shape of more than 64 axes", "at most 64");
      extents.push_back(extent());
      // A tuple of one has a comma: (3) is a number in brackets.
      if (extents.size() > 1 && accept(')')) break;
      expect(',');
    }
    check<FileError>(!extents.empty(), where_, "a single number (shape ())",
                     "an array whose first axis counts the samples: array.reshape(1)");
    return extents;
  }

  Eigen::Index extent() {
    skip_spaces();
    Eigen::Index value = 0;
    const char* end = rest_.data() + rest_.size();
    const auto [after, error] = std::from_chars(rest_.data(), end, value);
    if (error != std::errc{} || value < 0 || rest_.front() == '-')
      fail_at("an extent: a whole number from 0 to 2^63 - 1");
    rest_.remove_prefix(static_cast<std::size_t>(after - rest_.data()));
    return value;
  }

  void skip_spaces() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\n"), rest_.size()));
  }

  bool accept(char wanted) {
    skip_spaces();
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void expect(char wanted) {
    if (!accept(wanted)) fail_at(text("'", wanted, "'"));
  }

  [[noreturn]] void fail_at(std::string_view expected) const {
    fail<FileError>(where_, excerpt(rest_), expected);
  }

  static constexpr std::size_t longest_ = 24;  // a key or a dtype
  std::string_view rest_;
  std::string where_;
  std::vector<std::string> seen_;
};

/// @throws FileError unless the file begins as .npy does, or is cut short before that shows
inline void check_npy_magic(std::string_view file, std::string_view where) {
  constexpr std::string_view magic = "\x93NUMPY";
  check<FileError>(!file.starts_with("PK"), where, "a zip archive, such as .npz",
                   ".npy: read it with <eigencoder/data/npz.hpp>");
  check<FileError>(magic.starts_with(file.substr(0, magic.size())), where,
                   "a file that does not begin as .npy", "\"\\x93NUMPY\", as numpy.save writes it");
}

/// The header of the .npy file that the bytes begin with; the data may be missing.
///
/// @throws FileError if it is cut short, of an unknown version or says anything unexpected
/// Source: NumPy, `numpy.lib.format`, sections "Format Version 1.0" to "Format Version 3.0".
inline NpyHeader parse_npy_header(std::span<const std::uint8_t> bytes, std::string_view where) {
  const std::string_view file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const auto need = [&](std::size_t size) {
    check<FileError>(bytes.size() >= size, where, text(bytes.size(), " bytes"),
                     text("a header of ", size, " bytes or more: the file is cut short"));
  };
  check_npy_magic(file, where);
  need(8);
  const int major = bytes[6], minor = bytes[7];
  check<FileError>(major >= 1 && major <= 3 && minor == 0, where,
                   text(".npy version ", major, ".", minor), "1.0, 2.0 or 3.0");
  const std::size_t start = major == 1 ? 10 : 12;
  need(start);
  std::size_t length = 0;
  for (std::size_t i = start; i > 8; --i) length = length << 8 | bytes[i - 1];
  need(start + length);
  NpyHeader header = NpyHeaderParser(file.substr(start, length), text(where, ", header")).parse();
  header.size = start + length;
  return header;
}

}  // namespace eigencoder::detail
