// SPDX-License-Identifier: MIT
#include <eigencoder/data/csv.hpp>

#include <eigencoder/figures/csv.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <locale>
#include <string>
#include <vector>

#include "catch.hpp"
#include "golden/tables.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "temporary_folder.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

using Names = std::vector<std::string>;

/// Why a text is no table, behind the name of its file.
template <class Scalar = double>
std::string refusal(std::string_view text, const ReadCsvOptions& options = {}) {
  const std::string error =
      message<FileError>([&] { parse_csv<Scalar>(text, "table.csv", options); });
  return error.starts_with("table.csv") ? error.substr(9) : error;
}

struct German : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

template <class Scalar>
Scalar number_of(const std::string& word) {
  return parse_csv<Scalar>("a\n" + word, "table.csv").samples(0);
}

}  // namespace

TEST_CASE("CSV files are read as Python and pandas read them") {
  for (const golden::CsvFile& file : golden::csv_files) {
    INFO(file.name);
    const ReadCsvOptions options{.delimiter = file.delimiter, .header = file.header};
    const auto table = parse_csv<double>(file.text, "table.csv", options);
    CHECK(table.names == file.names);
    const auto features = static_cast<Eigen::Index>(file.names.size());
    const Eigen::MatrixXd expected = Eigen::Map<const Eigen::MatrixXd>(
        file.values.data(), features, static_cast<Eigen::Index>(file.values.size()) / features);
    CHECK(same_bits<double>(table.samples, expected));
  }
}

TEST_CASE("A row of a CSV file is a sample, and so a column of the matrix") {
  const auto table = parse_csv<float>("a,b,c\n1,2,3\n4,5,6\n", "table.csv");
  CHECK(table.samples == Eigen::MatrixXf{{1, 4}, {2, 5}, {3, 6}});
}

TEST_CASE("Columns are taken by name, in the order asked for, and others may be text") {
  const std::string_view text = "name,b,a\nx,1,2\ny,3,4\n";
  const auto taken = parse_csv<double>(text, "table.csv", {.take = {"a", "b"}});
  CHECK(taken.names == Names{"a", "b"});
  CHECK(taken.samples == Eigen::Matrix2d{{2, 4}, {1, 3}});
  const auto left = parse_csv<double>(text, "table.csv", {.leave = {"name"}});
  CHECK(left.names == Names{"b", "a"});
  CHECK(left.samples == Eigen::Matrix2d{{1, 3}, {2, 4}});
}

TEST_CASE("Columns of a CSV file without a header are called x1 and so on") {
  const ReadCsvOptions options{.header = false, .take = {"x2"}};
  const auto table = parse_csv<double>("z,5\nz,6\n", "table.csv", options);
  CHECK(table.names == Names{"x2"});
  CHECK(table.samples == Eigen::RowVector2d(5, 6));
}

TEST_CASE("A missing value is refused by row and column") {
  CHECK(refusal("id,age\n1,30\n2,\n") ==
        ", row 3, column \"age\": got an empty value, expected a number");
  CHECK(refusal("id,age\n1,30\n\"\",2\n") ==
        ", row 3, column \"id\": got an empty value, expected a number");
  CHECK(refusal("id,age\n1,NA\n") == ", row 2, column \"age\": got \"NA\", expected a number");
  CHECK(refusal("id,age\n1,nan\n") ==
        ", row 2, column \"age\": got \"nan\", expected a finite number of 64 bits");
  CHECK(refusal("1,\n", {.header = false}) ==
        ", row 1, column \"x2\": got an empty value, expected a number");
  CHECK(refusal("a\n1\n\n2\n") == ", row 3: got a blank line, expected a sample");
  CHECK(refusal("\na\n1\n") == ", row 1: got a blank line, expected a sample");
}

TEST_CASE("A row of several lines counts as one") {
  CHECK(refusal("\"a\nb\",c\n1,x\n") == ", row 2, column \"c\": got \"x\", expected a number");
  CHECK(refusal("\"a\nb\"\nx\n") == ", row 2, column \"a?b\": got \"x\", expected a number");
}

TEST_CASE("What is not a number in full is refused") {
  for (const char* word :
       {"1.5abc", "abc", "0x10", "1,5", "1 2", "--1", "+-1", "++1", "1e", ".", "-"})
    CHECK(refusal("a;b\n1;" + std::string(word), {.delimiter = ';'}) ==
          ", row 2, column \"b\": got \"" + std::string(word) + "\", expected a number");
  CHECK(refusal({"a\n1\0\n", 5}) == ", row 2, column \"a\": got \"1?\", expected a number");
}

TEST_CASE("What is too large for the scalar is refused, what is too small is zero") {
  const std::string_view float_text = "got \"-1e39\", expected a finite number of 32 bits";
  CHECK(number_of<double>("-1e39") == -1e39);
  CHECK(refusal<float>("a\n-1e39") == text(", row 2, column \"a\": ", float_text));
  for (const char* word : {"1e400", "1e9999", "inf", "-infinity"})
    CHECK(refusal("a\n" + std::string(word)) == ", row 2, column \"a\": got \"" +
                                                    std::string(word) +
                                                    "\", expected a finite number of 64 bits");
  CHECK(number_of<float>("1e-60") == 0);
  CHECK(number_of<double>("-1e-400") == 0);
}

TEST_CASE("A float is the one that is nearest to the text, not to the nearest double") {
  // Just above the middle between two floats, where the nearest double lies.
  CHECK(number_of<float>("1.00000005960464477539062500000001") == std::nextafter(1.F, 2.F));
}

TEST_CASE("A table is read alike in a locale that writes 1.000,5") {
  const std::locale before = std::locale::global(std::locale({}, new German));
  std::string row = "1.5";
  for (int i = 1; i < 1000; ++i) row += ",1e-400";
  const auto table = parse_csv<double>(row, "table.csv", {.header = false});
  std::locale::global(before);
  CHECK(table.names.back() == "x1000");
  CHECK(table.samples(0) == 1.5);
  CHECK(table.samples(999) == 0);
}

TEST_CASE("Rows of different lengths are refused") {
  CHECK(refusal("a,b\n1,2\n3\n") == ", row 3: got 1 values, expected 2");
  CHECK(refusal("a,b\n1,2\n3,4,\n") == ", row 3: got 3 values, expected 2");
}

TEST_CASE("A CSV file without samples is refused") {
  for (const char* text : {"", "\n", "\xEF\xBB\xBF", "a,b", "a,b\n\n"})
    CHECK(refusal(text) == ": got no samples, expected a row of numbers");
}

TEST_CASE("Names are there once, and those asked for are there") {
  CHECK(refusal("a,b,a\n1,2,3\n") == ", row 1: got column \"a\" twice, expected each name once");
  CHECK(refusal("a,b\n1,2\n", {.take = {"A"}}) ==
        ": got no column \"A\", expected one of \"a\", \"b\"");
  CHECK(refusal("a,b\n1,2\n", {.leave = {"c"}}) ==
        ": got no column \"c\", expected one of \"a\", \"b\"");
  CHECK(refusal("a,b\n1,2\n", {.leave = {"a", "b"}}) ==
        ": got no column but those to leave, expected one to read");
  CHECK(message<ValueError>([] {
          parse_csv<float>("a\n1\n", "table.csv", {.take = {"a"}, .leave = {"b"}});
        }) == "read_csv: got columns to take and columns to leave, expected one of the two");
}

TEST_CASE("A CSV file is read from disk, and errors name its path") {
  const TemporaryFolder folder;
  const auto path = folder.write("a.csv", {'a', '\n', '7', '\n'});
  CHECK(read_csv<double>(path).samples == Eigen::Matrix<double, 1, 1>(7));
  CHECK_THROWS_WITH(read_csv<float>(folder / "none"),
                    (folder / "none").string() + ": got no such file, expected a file to read");
  CHECK_THROWS_WITH(read_csv<float>(folder.path()),
                    folder.path().string() + ": got a folder, expected a file to read");
  const auto wrong = folder.write("b.csv", {'a', '\n', 'x', '\n'});
  CHECK_THROWS_WITH(read_csv<float>(wrong),
                    wrong.string() + ", row 2, column \"a\": got \"x\", expected a number");
}

TEMPLATE_TEST_CASE("What write_csv writes is read back as the same bits", "", float, double) {
  const TemporaryFolder folder;
  Eigen::MatrixX<TestType> samples = scattered<TestType>(5, 4000);  // of several pieces
  using Limits = std::numeric_limits<TestType>;
  samples.col(1) << Limits::max(), Limits::min(), Limits::denorm_min(), TestType(-0.),
      TestType(1e-7);
  const Names names{"a,b", "say \"c\"", " spaces\t", "", "größe"};
  write_csv(folder / "a.csv", samples, {.names = names});
  const auto table = read_csv<TestType>(folder / "a.csv");
  CHECK(table.names == names);
  CHECK(same_bits<TestType>(table.samples, samples));
}

TEST_CASE("A column whose only name is empty is read back") {
  const TemporaryFolder folder;
  write_csv(folder / "a.csv", Eigen::RowVector2d(1, 2), {.names = {""}});
  CHECK(read_csv<double>(folder / "a.csv").samples == Eigen::RowVector2d(1, 2));
}

TEST_CASE("Bytes of any kind are a table or are refused") {
  std::uint64_t state = 0;
  int refused = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string bytes(1 + static_cast<std::size_t>(i % 40), ' ');
    for (char& c : bytes) {
      state = state * 6364136223846793005 + 1442695040888963407;
      constexpr std::string_view often = "1,2\"\n\r.\0-e \t;a\xEF\xBB\xBF";
      c = i % 2 == 0 ? static_cast<char>(state >> 56) : often[(state >> 33) % often.size()];
    }
    refused += refusal(bytes) == "nothing was thrown" ? 0 : 1;
  }
  CHECK(refused > 15000);
  CHECK(refused < 20000);
}

TEST_CASE("A line of ten million bytes is a table or is refused") {
  const std::string digits(10'000'000, '1');
  CHECK(refusal(digits) == ": got no samples, expected a row of numbers");
  CHECK(refusal("a\n" + digits) ==
        ", row 2, column \"a\": got \"111111111111111111111111\", "
        "expected a finite number of 64 bits");
  const std::string commas(10'000'000, ',');
  CHECK(refusal(commas) == ", row 1: got column \"\" twice, expected each name once");
  CHECK(refusal("a\n\"" + digits) ==
        ", row 2: got a value in quotes without an end, expected a closing quote");
}
