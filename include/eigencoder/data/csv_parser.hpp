// SPDX-License-Identifier: MIT
#pragma once

#include <csv.h>

#include <Eigen/Core>
#include <cstddef>
#include <eigencoder/core/error.hpp>
#include <exception>
#include <functional>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eigencoder::detail {

/// The values of a row of a CSV file, without the quotes around them.
class CsvRow {
 public:
  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(bytes_).substr(begin, ends_[i] - begin);
  }

  void add(std::string_view value) {
    bytes_ += value;
    ends_.push_back(bytes_.size());
  }
  void clear() {
    bytes_.clear();
    ends_.clear();
  }

 private:
  std::string bytes_;  // one value after the other
  std::vector<std::size_t> ends_;
};

/// Makes rows of a CSV file that comes in pieces, by libcsv in its strict mode.
///
/// Lines end by CR, LF or both; spaces and tabs around a value are not of it, unless in quotes.
class CsvParser {
 public:
  using TakeRow = std::function<void(Eigen::Index number, const CsvRow& row)>;

  /// @param where     what errors begin with
  /// @param take_row  called with each row, which of a blank line has no value, and its number,
  ///                  from 1; what it throws comes out of `parse` or `finish`
  /// @throws ValueError if the delimiter is a quote, a line break or NUL
  CsvParser(std::string where, char delimiter, TakeRow take_row)
      : where_(std::move(where)), take_row_(std::move(take_row)) {
    constexpr std::string_view others("\"\r\n\0", 4);
    check(others.find(delimiter) == others.npos, "read_csv",
          "a quote, line break or NUL as delimiter", "a character that separates, such as ';'");
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
    csv_set_blk_size(&parser_, std::size_t{1} << 16);  // by which room for a long value grows
  }
  CsvParser(const CsvParser&) = delete;
  CsvParser& operator=(const CsvParser&) = delete;
  ~CsvParser() { csv_free(&parser_); }

  /// @throws FileError if a quote stands where none may
  void parse(std::string_view bytes) {
    const std::size_t parsed =
        csv_parse(&parser_, bytes.data(), bytes.size(), &value_ends, &row_ends, this);
    check_state(parsed == bytes.size(), "a quote within a value",
                "it doubled, in a value in quotes");
  }

  /// Ends the last row.
  /// @throws FileError if it ends within quotes
  void finish() {
    const int status = csv_fini(&parser_, &value_ends, &row_ends, this);
    check_state(status == 0, "a value in quotes without an end", "a closing quote");
  }

 private:
  void check_state(bool ok, std::string_view got, std::string_view expected) {
    if (thrown_) std::rethrow_exception(thrown_);
    if (ok) return;
    if (csv_error(&parser_) != CSV_EPARSE) throw std::bad_alloc();
    fail<FileError>(text(where_, ", row ", number_ + 1), got, expected);
  }

  // Nothing may be thrown through libcsv, which is C.
  static void value_ends(void* bytes, std::size_t size, void* self) {
    static_cast<CsvParser*>(self)->keep_what_is_thrown([=](CsvParser& parser) {
      parser.row_.add(std::string_view(static_cast<const char*>(bytes), size));
    });
  }
  static void row_ends(int terminator, void* self) {
    static_cast<CsvParser*>(self)->keep_what_is_thrown(
        [=](CsvParser& parser) { parser.end_row(terminator); });
  }
  template <class F>
  void keep_what_is_thrown(const F& f) noexcept {
    if (thrown_) return;
    try {
      f(*this);
    } catch (...) {
      thrown_ = std::current_exception();
    }
  }

  void end_row(int terminator) {
    const int before = std::exchange(terminator_, terminator);
    if (row_.size() == 0 && before == CSV_CR && terminator == CSV_LF) return;  // of the same line
    take_row_(++number_, row_);
    row_.clear();
  }

  csv_parser parser_{};
  std::string where_;
  TakeRow take_row_;
  CsvRow row_;
  Eigen::Index number_ = 0;
  int terminator_ = CSV_LF;
  std::exception_ptr thrown_;
};

}  // namespace eigencoder::detail
