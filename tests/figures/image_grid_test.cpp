// SPDX-License-Identifier: MIT
#include <eigencoder/figures/image_grid.hpp>

#include <cstdint>
#include <limits>
#include <vector>

#include "catch.hpp"

using Eigen::Index;
using eigencoder::Image;
using eigencoder::image_grid;
using eigencoder::picture_rows;
using eigencoder::PictureColumns;
using eigencoder::ShapeError;
using eigencoder::ValueError;

namespace {

using Pixels = std::vector<std::uint8_t>;

std::uint8_t byte_of(double value) {
  return PictureColumns(Eigen::Matrix<double, 1, 1>(value)).bytes(0, 0);
}

}  // namespace

TEST_CASE("A value becomes the nearest byte, clipped to 0 to 1") {
  CHECK(byte_of(0.0) == 0);
  CHECK(byte_of(0.5) == 128);
  CHECK(byte_of(1.0) == 255);
  CHECK(byte_of(-3.0) == 0);
  CHECK(byte_of(1e9) == 255);
  CHECK(byte_of(std::numeric_limits<double>::infinity()) == 255);
}

TEST_CASE("NaN is shown as 0") { CHECK(byte_of(std::numeric_limits<double>::quiet_NaN()) == 0); }

TEMPLATE_TEST_CASE("Every byte divided by 255 becomes itself again", "", float, double) {
  const Eigen::RowVectorX<TestType> values = Eigen::RowVectorX<TestType>::LinSpaced(256, 0, 255);
  const PictureColumns pictures(values * (TestType(1) / 255));
  for (Index i = 0; i < 256; ++i) CHECK(pictures.bytes(0, i) == i);
}

TEST_CASE("Blocks, maps and row-major matrices give the pictures of their columns") {
  const float numbers[] = {0, 1, 1, 0};
  const Eigen::Matrix<float, 2, 2, Eigen::RowMajor> row_major{{0, 1}, {1, 0}};
  const Eigen::MatrixXd wide{{9, 0, 1, 9}, {9, 1, 0, 9}};
  const Pixels expected{0, 255, 255, 0};
  CHECK(image_grid({{Eigen::Map<const Eigen::Matrix2f>(numbers), 2, 1}}, {.margin = 0}).pixels ==
        expected);
  CHECK(image_grid({{row_major, 2, 1}}, {.margin = 0}).pixels == expected);
  CHECK(image_grid({{wide.middleCols(1, 2), 2, 1}}, {.margin = 0}).pixels == expected);
}

TEST_CASE("Pictures stand side by side in a margin, rows below each other") {
  const Eigen::MatrixXf above{{0, 1}, {1, 0}};
  const Eigen::MatrixXf below{{1, 1}, {0, 0}};
  const Image image = image_grid({{above, 1, 2}, {below, 1, 2}}, {.margin = 1, .background = 100});
  CHECK(image.height == 5);
  CHECK(image.width == 7);
  CHECK(image.channels == 1);
  CHECK(image.pixels == Pixels{100, 100, 100, 100, 100, 100, 100,  //
                               100, 0,   255, 100, 255, 0,   100,  //
                               100, 100, 100, 100, 100, 100, 100,  //
                               100, 255, 0,   100, 255, 0,   100,  //
                               100, 100, 100, 100, 100, 100, 100});
}

TEST_CASE("The scale repeats pixels in both directions and leaves the margin") {
  const Image image = image_grid({{Eigen::Vector2f(0, 1), 1, 2}}, {.scale = 2, .margin = 1});
  CHECK(image.height == 4);
  CHECK(image.width == 6);
  CHECK(image.pixels == Pixels{255, 255, 255, 255, 255, 255,  //
                               255, 0,   0,   255, 255, 255,  //
                               255, 0,   0,   255, 255, 255,  //
                               255, 255, 255, 255, 255, 255});
}

TEST_CASE("A narrower picture is centred, a row may be enlarged on its own") {
  const Eigen::VectorXf wide = Eigen::VectorXf::Ones(4);
  const Eigen::VectorXf dot = Eigen::VectorXf::Zero(1);
  const Image image = image_grid({{wide, 1, 4}, {dot, 1, 1, 1, 2}}, {.margin = 0});
  CHECK(image.height == 3);
  CHECK(image.pixels == Pixels{255, 255, 255, 255,  //
                               255, 0, 0, 255,      //
                               255, 0, 0, 255});
}

TEST_CASE("Beside a row of colours gray becomes colour") {
  const Image image = image_grid(
      {{Eigen::VectorXf::Zero(1), 1, 1}, {Eigen::Vector3f(1, 0, 1), 1, 1, 3}}, {.margin = 0});
  CHECK(image.channels == 3);
  CHECK(image.pixels == Pixels{0, 0, 0, 255, 0, 255});
}

TEST_CASE("A row whose features are not height x width x channels is refused") {
  const Eigen::MatrixXf pictures = Eigen::MatrixXf::Zero(6, 2);
  CHECK_THROWS_AS(image_grid({{pictures, 2, 2}}), ShapeError);
  CHECK_THROWS_WITH(image_grid({{pictures, 2, 3}, {pictures, 2, 2, 3}}),
                    "image_grid, row 2: got 6 features, expected 2 x 2 x 3 = 12 features");
}

TEST_CASE("Rows of different numbers of pictures are refused") {
  const Eigen::MatrixXf three = Eigen::MatrixXf::Zero(4, 3);
  CHECK_THROWS_AS(image_grid({{three, 2, 2}, {three.leftCols(2), 2, 2}}), ShapeError);
  CHECK_THROWS_WITH(image_grid({{three, 2, 2}, {three.leftCols(2), 2, 2}}),
                    "image_grid, row 2: got 2 pictures, expected 3 pictures as in the first row");
}

TEST_CASE("A grid of nothing is refused") {
  CHECK_THROWS_AS(image_grid({}), ShapeError);
  CHECK_THROWS_WITH(image_grid({}), "image_grid: got no rows, expected at least 1");
  CHECK_THROWS_WITH(image_grid({{Eigen::MatrixXf(4, 0), 2, 2}}),
                    "image_grid: got no pictures, expected at least 1 in a row");
}

TEST_CASE("Sizes, scales and channels that cannot be are refused") {
  const Eigen::VectorXf one = Eigen::VectorXf::Zero(1);
  CHECK_THROWS_AS(image_grid({{one, 0, 1}}), ValueError);
  CHECK_THROWS_WITH(image_grid({{one, 0, 1}}),
                    "image_grid, row 1, height: got 0, expected at least 1");
  CHECK_THROWS_WITH(image_grid({{one, 1, -1}}),
                    "image_grid, row 1, width: got -1, expected at least 1");
  CHECK_THROWS_WITH(image_grid({{one, 1, 1, 2}}),
                    "image_grid, row 1, channels: got 2, expected 1 or 3");
  CHECK_THROWS_WITH(image_grid({{one, 1, 1, 1, 0}}),
                    "image_grid, row 1, scale: got 0, expected at least 1");
  CHECK_THROWS_WITH(image_grid({{one, 1, 1}}, {.scale = 0}),
                    "image_grid, scale: got 0, expected at least 1");
  CHECK_THROWS_WITH(image_grid({{one, 1, 1}}, {.margin = -1}),
                    "image_grid, margin: got -1, expected at least 0");
}

TEST_CASE("Pictures are laid in rows, the last filled up in white") {
  const Eigen::MatrixXf pictures{{0, 1, 0}};
  const Image image = image_grid(picture_rows({pictures, 1, 1}, 2), {.margin = 0});
  CHECK(image.height == 2);
  CHECK(image.width == 2);
  CHECK(image.pixels == Pixels{0, 255,  //
                               0, 255});
}

TEST_CASE("Rows of pictures keep their size, channels and scale") {
  const auto rows = picture_rows({Eigen::MatrixXf::Zero(12, 4), 2, 2, 3, 5}, 2);
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].pictures.bytes.cols() == 2);
  CHECK(image_grid(rows, {.margin = 0}).height == 20);
  CHECK(image_grid(rows, {.margin = 0}).channels == 3);
}

TEST_CASE("No pictures are no rows, and a row of none is refused") {
  const Eigen::MatrixXf none(4, 0);
  CHECK(picture_rows({none, 2, 2}, 3).empty());
  CHECK_THROWS_AS(picture_rows({none, 2, 2}, 0), ValueError);
  CHECK_THROWS_WITH(picture_rows({none, 2, 2}, 0),
                    "picture_rows, per_row: got 0, expected at least 1");
}
