// SPDX-License-Identifier: MIT
#include <eigencoder/figures/series.hpp>

#include <array>
#include <cstdint>
#include <vector>

#include "catch.hpp"

using eigencoder::Labels;
using eigencoder::Numbers;
using eigencoder::Series;
using Doubles = std::vector<double>;

TEST_CASE("Numbers are those of a matrix column by column, whatever its order in memory") {
  const Eigen::Matrix<float, 2, 2, Eigen::RowMajor> row_major{{1, 2}, {3, 4}};
  const Eigen::MatrixXd wide{{1, 2, 9}, {3, 4, 9}};
  CHECK(Numbers(row_major).values == Doubles{1, 3, 2, 4});
  CHECK(Numbers(wide.leftCols(2)).values == Doubles{1, 3, 2, 4});
  CHECK(Numbers(2 * wide.col(0)).values == Doubles{2, 6});
  CHECK(Numbers(Eigen::MatrixXf(3, 0)).values.empty());
}

TEST_CASE("Numbers are those of a range") {
  CHECK(Numbers(std::vector<float>{0.5f, 2}).values == Doubles{0.5, 2});
  CHECK(Numbers(std::array<int, 2>{1, 2}).values == Doubles{1, 2});
}

TEST_CASE("A series is a name and a matrix in braces") {
  const Series series{"codes", Eigen::Vector2f(1, 2)};
  CHECK(series.name == "codes");
  CHECK(series.numbers.values == Doubles{1, 2});
}

TEST_CASE("Labels are made from bytes, integers and Eigen's vectors") {
  const std::vector<int> expected{7, 255};
  CHECK(Labels(std::vector<std::uint8_t>{7, 255}).values == expected);
  CHECK(Labels(std::vector<long>{7, 255}).values == expected);
  CHECK(Labels(Eigen::Vector2i(7, 255)).values == expected);
}
