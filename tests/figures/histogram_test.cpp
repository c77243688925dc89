// SPDX-License-Identifier: MIT
#include <eigencoder/figures/histogram.hpp>

#include <cmath>
#include <string>
#include <vector>

#include "catch.hpp"
#include "figures/charts.hpp"

using eigencoder::Chart;
using eigencoder::HistogramOptions;
using eigencoder::Series;
using eigencoder::ShapeError;
using eigencoder::ValueError;
using eigencoder::write_histogram;

namespace {

std::string counts(const std::vector<Series>& series, Eigen::Index bins) {
  const TemporaryFolder folder;
  const SearchPath path(folder.path());
  write_histogram(folder / "a.png", series, {.bins = bins});
  return text_of(folder / "a.csv");
}

}  // namespace

TEST_CASE("A histogram is drawn in gnuplot") {
  const TemporaryFolder folder;
  const HistogramOptions options{.title = "Codes", .bins = 3, .logarithmic = true};
  const Chart chart = write_histogram(
      folder / "a.png", {{"without", Eigen::Vector3f(0, 1, 3)}, {"with", Eigen::Vector3f(0, 0, 0)}},
      options);
  INFO(chart.note);
  CHECK(png_size(folder / "a.png") == "900 x 600");
}

TEST_CASE("Each number counts in the bin that it is in, the greatest in the last") {
  const Eigen::Matrix2d codes{{0, 0.5}, {1, 4}};
  CHECK(counts({{"codes", codes}}, 4) == "from,to,codes\n0,1,2\n1,2,1\n2,3,0\n3,4,1\n");
}

TEST_CASE("All series share their bins") {
  CHECK(counts({{"a", Eigen::Vector2f(0, 1)}, {"b", Eigen::Vector3f(2, 2, -2)}}, 2) ==
        "from,to,a,b\n-2,0,0,1\n0,2,2,2\n");
}

TEST_CASE("Equal numbers are in the middle of a range of width 1") {
  CHECK(counts({{"a", Eigen::Vector2f(3, 3)}}, 1) == "from,to,a\n2.5,3.5,2\n");
}

TEST_CASE("The axes' names and the series' are in the script of a histogram") {
  const TemporaryFolder folder;
  const SearchPath path(folder.path());
  write_histogram(folder / "a.png", {{"it's", Eigen::Vector2f(3, 3)}},
                  {.title = "Codes", .x = "activation"});
  const std::string script = text_of(folder / "a.gnuplot");
  CHECK(contains(script, "set title 'Codes'\nset xlabel 'activation'\nset ylabel 'count'\n"));
  CHECK(contains(script, "title 'it''s'"));
}

TEST_CASE("A histogram of nothing, of no bins or of NaN is refused") {
  const Eigen::Vector2d broken(1, std::nan(""));
  CHECK_THROWS_AS(counts({}, 1), ShapeError);
  CHECK_THROWS_WITH(counts({{"a", Eigen::VectorXf()}}, 1),
                    "write_histogram: got no numbers, expected at least 1");
  CHECK_THROWS_WITH(counts({{"a", Eigen::Vector2d(1, 2)}}, 0),
                    "write_histogram, bins: got 0, expected at least 1");
  CHECK_THROWS_AS(counts({{"a", broken}}, 1), ValueError);
  CHECK_THROWS_WITH(counts({{"a", broken}}, 1),
                    "write_histogram, \"a\": got nan, expected finite numbers");
}
