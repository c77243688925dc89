// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

#include <eigencoder/core/error.hpp>
#include <eigencoder/figures/series.hpp>

namespace eigencoder {

/// What stands in a table besides its numbers.
struct CsvOptions {
  std::vector<std::string> names = {};  ///< of the columns, one a feature; without: x1, x2, ...
  Labels labels = {};                   ///< one a sample: they become the first column
  std::string label = "label";          ///< the name of that column
};

namespace detail {

/// Writes a file by `write(std::ostream&)`. One that is already there is replaced only once the
/// new one is complete.
/// @throws FileError if the file cannot be written
void write_file(const std::filesystem::path& path, const auto& write) {
  std::filesystem::path part = path;
  part += ".part";
  std::ofstream file(part, std::ios::binary);
  write(file);
  file.close();
  std::error_code error, ignored;
  if (file.good()) std::filesystem::rename(part, path, error);
  if (!file.good() || error) std::filesystem::remove(part, ignored);
  check<FileError>(file.good() && !error, path.string(), "a file that cannot be written",
                   "a writable path");
}

/// A number in the fewest digits that read back as the same bits, whatever the locale.
std::string csv_number(auto value) {
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return std::string(digits, end);
}

/// A text as one field: in quotes where it needs them.
/// Source: RFC 4180, section 2, rules 6 and 7; a line break is refused, as few readers take one.
inline std::string csv_field(std::string_view field) {
  check(field.find_first_of("\r\n") == field.npos, "a name in a CSV file", "a line break",
        "a name on one line");
  // Readers may take spaces at an end, and a line of nothing, for none of the value.
  constexpr std::string_view spaces = " \t";
  const bool is_plain = !field.empty() && field.find_first_of(",\"") == field.npos &&
                        spaces.find(field.front()) == spaces.npos &&
                        spaces.find(field.back()) == spaces.npos;
  if (is_plain) return std::string(field);
  std::string quoted = "\"";
  for (const char c : field) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

inline std::string csv_header(const CsvOptions& options, Eigen::Index features) {
  std::string line = options.labels.values.empty() ? "" : csv_field(options.label) + ',';
  for (std::size_t i = 0; i < static_cast<std::size_t>(features); ++i) {
    line += i == 0 ? "" : ",";
    line += options.names.empty() ? "x" + csv_number(i + 1) : csv_field(options.names[i]);
  }
  return line + '\n';
}

inline void check_csv(const CsvOptions& options, Eigen::Index features, Eigen::Index samples) {
  const auto names = static_cast<Eigen::Index>(options.names.size());
  const auto labels = static_cast<Eigen::Index>(options.labels.values.size());
  if (names > 0) check_equal("write_csv", names, features, "column names");
  if (labels > 0) check_equal("write_csv", labels, samples, "labels");
}

}  // namespace detail

/// Writes a features x samples matrix as a table with a header line, one sample a line:
///
///   write_csv("out/codes.csv", model.encoder(images), {.labels = labels})
///
/// Numbers have the digits it takes to read back the same bits. A file that is already there is
/// replaced only once the new one is complete.
/// @throws ShapeError unless there is one name a feature and one label a sample, or none
/// @throws ValueError if a name has a line break
/// @throws FileError if the file cannot be written
template <class Derived>
void write_csv(const std::filesystem::path& path, const Eigen::MatrixBase<Derived>& matrix,
               const CsvOptions& options = {}) {
  static_assert(std::is_arithmetic_v<typename Derived::Scalar>,
                "eigencoder: write_csv takes numbers; cast them to float or double first");
  const auto& values = matrix.derived().eval();
  detail::check_csv(options, values.rows(), values.cols());
  const std::string header = detail::csv_header(options, values.rows());
  detail::write_file(path, [&](std::ostream& file) {
    file << header;
    for (Eigen::Index j = 0; j < values.cols(); ++j) {
      std::string line;
      if (!options.labels.values.empty())
        line = detail::csv_number(options.labels.values[static_cast<std::size_t>(j)]) + ',';
      for (Eigen::Index i = 0; i < values.rows(); ++i)
        line += (i == 0 ? "" : ",") + detail::csv_number(values(i, j));
      file << line << '\n';
    }
  });
}

}  // namespace eigencoder
