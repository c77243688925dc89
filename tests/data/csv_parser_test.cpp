// SPDX-License-Identifier: MIT
#include <eigencoder/data/csv_parser.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"

using eigencoder::FileError;
using eigencoder::ValueError;
using eigencoder::detail::CsvParser;
using eigencoder::detail::CsvRow;
using eigencoder::testing::message;

namespace {

/// The rows of a text as "number:value|value", which comes in pieces of so many bytes.
std::vector<std::string> rows_of(std::string_view text, std::size_t piece = 1000) {
  std::vector<std::string> rows;
  CsvParser parser("t.csv", ',', [&](Eigen::Index number, const CsvRow& row) {
    rows.push_back(std::to_string(number) + ':');
    for (std::size_t i = 0; i < row.size(); ++i)
      rows.back() += (i == 0 ? "" : "|") + std::string(row[i]);
  });
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size())))
    parser.parse(text.substr(0, piece));
  parser.finish();
  return rows;
}

std::string refusal(std::string_view text) {
  return message<FileError>([&] { rows_of(text); });
}

using Rows = std::vector<std::string>;

}  // namespace

TEST_CASE("Rows are the same in whatever pieces the bytes come") {
  const std::string_view text = "a,\"b \"\"c\"\"\"\r\n1, 2\t,\"x,\r\ny\" \r\n\r\n,\n3";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    INFO(piece);
    CHECK(rows_of(text, piece) == Rows{"1:a|b \"c\"", "2:1|2|x,\r\ny", "3:", "4:|", "5:3"});
  }
}

TEST_CASE("Rows end by CR, LF or both, and blank lines count") {
  CHECK(rows_of("1\r2\r\r3\r") == Rows{"1:1", "2:2", "3:", "4:3"});
  CHECK(rows_of("1\n2\n\n3\n") == Rows{"1:1", "2:2", "3:", "4:3"});
  CHECK(rows_of("1\r\n2\r\n\r\n3\r\n") == Rows{"1:1", "2:2", "3:", "4:3"});
  CHECK(rows_of("").empty());
}

TEST_CASE("An empty value in quotes is a value, and a line of spaces is blank") {
  CHECK(rows_of("\"\"\n \t \n,") == Rows{"1:", "2:", "3:|"});
  std::vector<std::size_t> sizes;
  CsvParser parser("t.csv", ',',
                   [&](Eigen::Index, const CsvRow& row) { sizes.push_back(row.size()); });
  parser.parse("\"\"\n \t \n,");
  parser.finish();
  CHECK(sizes == std::vector<std::size_t>{1, 0, 2});
}

TEST_CASE("Spaces in quotes are of the value, those around it are not") {
  CHECK(rows_of(" a b ,\" a \"\t") == Rows{"1:a b| a "});
}

TEST_CASE("Quotes that are not closed, doubled or around the whole value are refused by row") {
  CHECK(refusal("a\n\"b") ==
        "t.csv, row 2: got a value in quotes without an end, expected a closing quote");
  for (const char* text : {"a\nb\"c\"\n", "a\n\"b\"c\n", "a\n\"b\" \"c\"\n"})
    CHECK(refusal(text) ==
          "t.csv, row 2: got a quote within a value, expected it doubled, in a value in quotes");
}

TEST_CASE("What is thrown at a row comes out of the parser, and no row follows") {
  int rows = 0;
  const auto take = [&](Eigen::Index, const CsvRow&) {
    if (++rows == 2) throw std::runtime_error("enough");
  };
  CsvParser parser("t.csv", ',', take);
  CHECK_THROWS_WITH(parser.parse("1\n2\n3\n"), "enough");
  CHECK(rows == 2);
  CsvParser last("t.csv", ',',
                 [](Eigen::Index, const CsvRow&) { throw std::runtime_error("end"); });
  last.parse("1");
  CHECK_THROWS_WITH(last.finish(), "end");
}

TEST_CASE("A quote, a line break and NUL are no delimiters") {
  for (const char delimiter : {'"', '\n', '\r', '\0'})
    CHECK(message<ValueError>([&] { CsvParser("t.csv", delimiter, {}); }) ==
          "read_csv: got a quote, line break or NUL as delimiter, expected a character that "
          "separates, such as ';'");
}
