// SPDX-License-Identifier: MIT
#include <eigencoder/figures/csv.hpp>

#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "figures/charts.hpp"

using eigencoder::FileError;
using eigencoder::ShapeError;
using eigencoder::ValueError;
using eigencoder::write_csv;

namespace {

std::string csv_of(const auto& matrix, const eigencoder::CsvOptions& options = {}) {
  const TemporaryFolder folder;
  write_csv(folder / "table.csv", matrix, options);
  return text_of(folder / "table.csv");
}

}  // namespace

TEST_CASE("A CSV file has a header and a line a sample") {
  const Eigen::MatrixXf codes{{1, 2, 3}, {-0.5, 0, 1e20f}};
  CHECK(csv_of(codes) == "x1,x2\n1,-0.5\n2,0\n3,1e+20\n");
  CHECK(csv_of(codes, {.names = {"a", "b"}}) == "a,b\n1,-0.5\n2,0\n3,1e+20\n");
}

TEST_CASE("Labels become the first column of a CSV file") {
  const Eigen::RowVector2d codes(0.25, 4);
  const std::vector<unsigned char> labels{7, 2};
  CHECK(csv_of(codes, {.labels = labels}) == "label,x1\n7,0.25\n2,4\n");
  CHECK(csv_of(codes, {{"code"}, labels, "digit"}) == "digit,code\n7,0.25\n2,4\n");
}

TEST_CASE("A CSV file of no samples is its header") {
  CHECK(csv_of(Eigen::MatrixXf(2, 0)) == "x1,x2\n");
}

TEST_CASE("Numbers in a CSV file read back as the same bits, in few digits") {
  const double third = 1.0 / 3, tiny = std::numeric_limits<double>::denorm_min();
  const std::string file = csv_of(Eigen::RowVector3d(third, tiny, 0.1));
  CHECK(file == "x1\n0.3333333333333333\n5e-324\n0.1\n");
  CHECK(std::strtod("0.3333333333333333", nullptr) == third);
  CHECK(csv_of(Eigen::Vector2f(0.1f, 1.0f / 3)) == "x1,x2\n0.1,0.33333334\n");
}

TEST_CASE("What is not finite is written as nan and inf") {
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(csv_of(Eigen::Vector3d(nan, infinity, -infinity)) == "x1,x2,x3\nnan,inf,-inf\n");
}

TEST_CASE("Blocks, expressions and integers can be written as CSV") {
  const Eigen::MatrixXi numbers{{1, 2}, {3, 4}};
  CHECK(csv_of(numbers.rightCols(1)) == "x1,x2\n2,4\n");
  CHECK(csv_of(numbers.transpose() * 2) == "x1,x2\n2,4\n6,8\n");
}

TEST_CASE("A column's name with a comma or a quote stands in quotes, a line break is refused") {
  const Eigen::Vector2d sample(1, 2);
  CHECK(csv_of(sample, {.names = {"a,b", "say \"c\""}}) == "\"a,b\",\"say \"\"c\"\"\"\n1,2\n");
  CHECK_THROWS_AS(csv_of(sample, {.names = {"a", "b\n"}}), ValueError);
  CHECK_THROWS_WITH(csv_of(sample, {.names = {"a", "b\n"}}),
                    "a name in a CSV file: got a line break, expected a name on one line");
}

TEST_CASE("A name that is empty or has spaces at an end stands in quotes") {
  const Eigen::Vector4d sample(1, 2, 3, 4);
  CHECK(csv_of(sample, {.names = {"", " a", "b\t", "c d"}}) ==
        "\"\",\" a\",\"b\t\",c d\n1,2,3,4\n");
}

TEST_CASE("As many names as features and labels as samples are asked for") {
  const Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(2, 3);
  CHECK_THROWS_AS(csv_of(matrix, {.names = {"a"}}), ShapeError);
  CHECK_THROWS_WITH(csv_of(matrix, {.names = {"a"}}),
                    "write_csv: got 1 column names, expected 2 column names");
  CHECK_THROWS_WITH(csv_of(matrix, {.labels = std::vector<int>{1, 2}}),
                    "write_csv: got 2 labels, expected 3 labels");
}

TEST_CASE("A CSV file replaces the one before and leaves nothing else") {
  const TemporaryFolder folder;
  folder.write("a.csv", {'o', 'l', 'd'});
  write_csv(folder / "a.csv", Eigen::Vector2f(1, 2));
  CHECK(text_of(folder / "a.csv") == "x1,x2\n1,2\n");
  CHECK_FALSE(std::filesystem::exists(folder / "a.csv.part"));
}

TEST_CASE("A CSV file that cannot be written is refused by its path") {
  const TemporaryFolder folder;
  const auto path = folder / "missing/a.csv";
  CHECK_THROWS_AS(write_csv(path, Eigen::Vector2f(1, 2)), FileError);
  CHECK_THROWS_WITH(
      write_csv(path, Eigen::Vector2f(1, 2)),
      path.string() + ": got a file that cannot be written, expected a writable path");
}
