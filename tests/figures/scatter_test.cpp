// SPDX-License-Identifier: MIT
#include <eigencoder/figures/scatter.hpp>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "catch.hpp"
#include "figures/charts.hpp"

using eigencoder::Chart;
using eigencoder::ScatterOptions;
using eigencoder::ScatterPlot;
using eigencoder::ShapeError;
using eigencoder::ValueError;
using eigencoder::write_scatter;

namespace {

const Eigen::Matrix2Xf points{{1, 2, 3}, {4, 5, 6}};
const std::vector<std::uint8_t> labels{7, 0, 7};

/// The data and the script of a chart that is not drawn.
std::string files(const std::vector<ScatterPlot>& plots, const std::string& ending,
                  const ScatterOptions& options = {}) {
  const TemporaryFolder folder;
  const SearchPath path(folder.path());
  write_scatter(folder / "a.png", plots, options);
  return text_of(folder / ("a." + ending));
}

}  // namespace

TEST_CASE("Scatter plots are drawn beside each other in gnuplot") {
  const TemporaryFolder folder;
  const Chart one = write_scatter(folder / "one.png", {{"", points, labels}});
  INFO(one.note);
  CHECK(png_size(one.picture) == "800 x 700");
  const Chart two = write_scatter(folder / "two.png", {{"a", points, labels}, {"b", 2 * points}});
  CHECK(png_size(two.picture) == "1500 x 700");
}

TEST_CASE("More labels than colours are drawn on a scale") {
  const TemporaryFolder folder;
  const Eigen::VectorXi many = Eigen::VectorXi::LinSpaced(11, 0, 10);
  const std::vector<ScatterPlot> plots{{"", Eigen::MatrixXd::Random(2, 11), many}};
  CHECK(write_scatter(folder / "a.png", plots).drawn);
  CHECK(contains(text_of(folder / "a.gnuplot"), "place(label) = label\n"));
}

TEST_CASE("One point is drawn") {
  const TemporaryFolder folder;
  CHECK(write_scatter(folder / "a.png", {{"", Eigen::Vector2d(1, 2), std::vector{3}}}).drawn);
}

TEST_CASE("The points stand beside the picture, one a line") {
  CHECK(files({{"", points, labels}}, "csv", {.x = "a", .y = "b", .label = "digit"}) ==
        "a,b,digit\n1,4,7\n2,5,0\n3,6,7\n");
  CHECK(files({{"A", points, labels}, {"B", points.leftCols(1)}}, "csv", {.x = "x", .y = "y"}) ==
        "A: x,A: y,A: label,B: x,B: y,B: label\n1,4,7,1,4,nan\n2,5,0,nan,nan,nan\n"
        "3,6,7,nan,nan,nan\n");
}

TEST_CASE("Each label has a colour and a tic on the bar, in order") {
  const std::string script = files({{"A", points, labels}}, "gnuplot", {.label = "digit"});
  CHECK(contains(script, "place(label) = label == 7 ? 1 : label == 0 ? 0 : NaN\n"));
  CHECK(contains(script, "defined (0 '#3f90da', 1 '#3f90da', 1 '#ffa90e', 2 '#ffa90e')\n"));
  CHECK(contains(script, "set cbtics ('0' 0, '7' 1)"));
  CHECK(contains(script, "set label 1 'digit'"));
  CHECK(contains(script, "set title 'A'\nset xlabel 'dimension 1'\nset ylabel 'dimension 2'\n"));
}

TEST_CASE("Without labels there is no colour bar") {
  CHECK_FALSE(contains(files({{"A", points}}, "gnuplot"), "colorbox"));
}

TEST_CASE("A scatter plot of nothing, of three rows or of other labels is refused") {
  CHECK_THROWS_AS(files({}, "csv"), ShapeError);
  CHECK_THROWS_WITH(files({}, "csv"), "write_scatter: got no plots, expected at least 1");
  CHECK_THROWS_WITH(files({{"A", points.leftCols(0)}}, "csv"),
                    "write_scatter, \"A\": got no points, expected at least 1");
  CHECK_THROWS_AS(files({{"A", Eigen::MatrixXf(3, 2)}}, "csv"), ShapeError);
  CHECK_THROWS_WITH(files({{"A", Eigen::MatrixXf(3, 2)}}, "csv"),
                    "write_scatter: got 3 rows of points, expected 2 rows of points");
  CHECK_THROWS_WITH(files({{"A", points, std::vector{1}}}, "csv"),
                    "write_scatter, \"A\": got 1 labels, expected 3 labels");
}

TEST_CASE("A point that is not finite is refused") {
  CHECK_THROWS_AS(files({{"A", Eigen::Vector2d(1, std::nan(""))}}, "csv"), ValueError);
  CHECK_THROWS_WITH(
      files({{"A", Eigen::Vector2d(1, HUGE_VAL)}}, "csv"),
      "write_scatter, \"A\": got points that are not finite, expected finite numbers");
}
