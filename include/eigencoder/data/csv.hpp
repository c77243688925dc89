// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <eigencoder/core/error.hpp>
#include <eigencoder/data/csv_parser.hpp>
#include <eigencoder/data/excerpt.hpp>
#include <eigencoder/data/idx.hpp>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace eigencoder {

/// A table of numbers with named columns. Each of its rows is a sample, and so a column here.
template <class Scalar>
struct Table {
  std::vector<std::string> names;  ///< of the features
  Eigen::MatrixX<Scalar> samples;  ///< features x samples
};

/// How a CSV file is read.
struct ReadCsvOptions {
  char delimiter = ',';                 ///< between values, such as ';' or '\t'
  bool header = true;                   ///< the first row has the names; else they are x1, x2, ...
  std::vector<std::string> take = {};   ///< the columns to read, in this order; without: all
  std::vector<std::string> leave = {};  ///< columns that are not read, and need not be numbers
};

namespace detail {

/// A text as a number, in full and whatever the locale; infinite where it is out of range.
/// @return whether it is one
template <class Scalar>
bool parse_number(std::string_view word, Scalar& value) {
  if (word.starts_with('+') && !word.starts_with("+-")) word.remove_prefix(1);
  const char* const end = word.data() + word.size();
  auto result = std::from_chars(word.data(), end, value);
  if (result.ec == std::errc::result_out_of_range) {
    long double wide = 1;  // which has more room near 0
    std::from_chars(word.data(), end, wide);
    const bool is_small = std::abs(wide) < 1;
    value = is_small ? static_cast<Scalar>(wide) : std::numeric_limits<Scalar>::infinity();
    result.ec = {};
  }
  return result.ec == std::errc{} && result.ptr == end;
}

/// A name as a message shows it: on one line.
inline std::string in_quotes(std::string_view name) {
  std::string words(name);
  std::replace_if(
      words.begin(), words.end(), [](unsigned char c) { return c < ' ' || c == 127; }, '?');
  return '"' + words + '"';
}

/// The names of a table's columns, and which of them are read.
class ChosenColumns {
 public:
  /// @throws FileError if a name stands twice, or one that is asked for is not there
  ChosenColumns(std::string where, const CsvRow& first_row, const ReadCsvOptions& options)
      : where_(std::move(where)) {
    for (std::size_t i = 0; i < first_row.size(); ++i) {
      names_.push_back(options.header ? std::string(first_row[i]) : 'x' + std::to_string(i + 1));
      check<FileError>(places_.emplace(names_[i], i).second, where_ + ", row 1",
                       text("column ", in_quotes(names_[i]), " twice"), "each name once");
    }
    for (const std::string& name : options.take) chosen_.push_back(place(name));
    if (!chosen_.empty()) return;
    std::vector<bool> left(names_.size());
    for (const std::string& name : options.leave) left[place(name)] = true;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (!left[i]) chosen_.push_back(i);
    }
    check<FileError>(!chosen_.empty(), where_, "no column but those to leave", "one to read");
  }

  const std::vector<std::string>& names() const { return names_; }
  const std::vector<std::size_t>& chosen() const { return chosen_; }

 private:
  std::size_t place(const std::string& name) const {
    const auto found = places_.find(name);
    if (found != places_.end()) return found->second;
    constexpr std::size_t most = 20;
    std::string list;
    for (std::size_t i = 0; i < std::min(most, names_.size()); ++i)
      list += (i == 0 ? "" : ", ") + in_quotes(names_[i]);
    fail<FileError>(where_, text("no column ", in_quotes(name)),
                    text("one of ", list, names_.size() > most ? ", ..." : ""));
  }

  std::string where_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<std::size_t> chosen_;
};

/// Makes a table of rows of text.
template <class Scalar>
class TableBuilder {
 public:
  TableBuilder(std::string where, const ReadCsvOptions& options)
      : where_(std::move(where)), options_(options) {
    static_assert(std::is_same_v<Scalar, float> || std::is_same_v<Scalar, double>,
                  "eigencoder: read_csv: numbers are read as float or double");
    check(options.take.empty() || options.leave.empty(), "read_csv",
          "columns to take and columns to leave", "one of the two");
  }

  /// @throws FileError unless it is the row of names, a sample, or a blank line at the end
  void add(Eigen::Index row, const CsvRow& values) {
    if (values.size() == 0) {
      if (blank_ == 0) blank_ = row;
      return;
    }
    if (blank_ > 0) fail<FileError>(at(blank_), "a blank line", "a sample");
    if (row == 1) {
      columns_.emplace(where_, values, options_);
      if (options_.header) return;
    }
    const std::size_t count = columns_->names().size();
    if (values.size() != count) fail<FileError>(at(row), text(values.size(), " values"), count);
    for (const std::size_t column : columns_->chosen())
      numbers_.push_back(number(row, column, values[column]));
  }

  /// @throws FileError if there are no samples
  Table<Scalar> table() const {
    check<FileError>(!numbers_.empty(), where_, "no samples", "a row of numbers");
    Table<Scalar> table;
    for (const std::size_t column : columns_->chosen())
      table.names.push_back(columns_->names()[column]);
    const auto features = static_cast<Eigen::Index>(table.names.size());
    const auto size = static_cast<Eigen::Index>(numbers_.size());
    table.samples =
        Eigen::Map<const Eigen::MatrixX<Scalar>>(numbers_.data(), features, size / features);
    return table;
  }

 private:
  std::string at(Eigen::Index row) const { return text(where_, ", row ", row); }

  Scalar number(Eigen::Index row, std::size_t column, std::string_view word) const {
    Scalar value{};
    const bool is_number = parse_number(word, value);
    if (is_number && std::isfinite(value)) return value;
    fail<FileError>(
        text(at(row), ", column ", in_quotes(columns_->names()[column])),
        word.empty() ? "an empty value" : excerpt(word),
        is_number ? text("a finite number of ", 8 * sizeof value, " bits") : "a number");
  }

  std::string where_;
  const ReadCsvOptions& options_;
  std::optional<ChosenColumns> columns_;
  std::vector<Scalar> numbers_;
  Eigen::Index blank_ = 0;  // the first blank line
};

/// Makes a table of a file of which `next` gives a piece at each call, at last an empty one.
template <class Scalar>
Table<Scalar> read_table(const std::string& where, const ReadCsvOptions& options,
                         const auto& next) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  TableBuilder<Scalar> builder(where, options);
  CsvParser parser(where, options.delimiter,
                   [&](Eigen::Index row, const CsvRow& values) { builder.add(row, values); });
  std::string_view piece = next();
  if (piece.starts_with(byte_order_mark)) piece.remove_prefix(byte_order_mark.size());
  for (; !piece.empty(); piece = next()) parser.parse(piece);
  parser.finish();
  return builder.table();
}

}  // namespace detail

/// The table in the text of a whole CSV file; see `read_csv`. Errors begin with `where`.
/// @throws FileError if the text is not such a table; ValueError for options that cannot be
template <class Scalar>
Table<Scalar> parse_csv(std::string_view text, std::string_view where,
                        const ReadCsvOptions& options = {}) {
  return detail::read_table<Scalar>(std::string(where), options,
                                    [&] { return std::exchange(text, {}); });
}

/// Reads a table of numbers from a CSV file, of which each row is a sample:
///
///   const Table table = read_csv<float>("houses.csv", {.leave = {"street"}});
///
/// Values may stand in quotes, and have delimiters, line breaks and doubled quotes in them. Numbers
/// have a decimal point, whatever the locale; one too small for Scalar is 0. The text is UTF-8,
/// with or without a byte order mark. Blank lines may end the file.
///
/// Errors count rows from 1, the names' included; a row of several lines is one. `write_csv` writes
/// what is read back as the same bits.
/// @throws FileError if the file is missing or holds no sample, a row is no CSV or of another
/// length
///         than the first, a name stands twice or is asked for and not there, or a value is
///         missing, no number or not finite
/// @throws ValueError if there are columns to take and to leave, or the delimiter cannot be one
/// Source: RFC 4180, section 2.
template <class Scalar>
Table<Scalar> read_csv(const std::filesystem::path& path, const ReadCsvOptions& options = {}) {
  detail::check_is_file(path);
  const std::string where = path.string();
  std::ifstream file(path, std::ios::binary);
  check<FileError>(file.is_open(), where, "a file that cannot be opened", "a readable one");
  std::vector<char> buffer(std::size_t{1} << 16);
  return detail::read_table<Scalar>(where, options, [&] {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    check<FileError>(!file.bad(), where, "a file that cannot be read", "readable bytes");
    return std::string_view(buffer.data(), static_cast<std::size_t>(file.gcount()));
  });
}

}  // namespace eigencoder
