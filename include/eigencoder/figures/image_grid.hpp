// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include <eigencoder/core/error.hpp>

namespace eigencoder {

/// A picture in bytes: row after row, the channels of a pixel side by side (1 gray, 3 colours).
struct Image {
  Eigen::Index height = 0;
  Eigen::Index width = 0;
  Eigen::Index channels = 1;
  std::vector<std::uint8_t> pixels = {};  ///< height * width * channels
};

/// Pictures as bytes, one a column: made from any Eigen matrix of real numbers by
///
///   byte = round(255 v), v clipped to [0, 1], 0 where v is NaN
struct PictureColumns {
  Eigen::MatrixX<std::uint8_t> bytes;

  template <class Derived>
  PictureColumns(const Eigen::DenseBase<Derived>& values) {
    using Scalar = typename Derived::Scalar;
    static_assert(std::is_floating_point_v<Scalar>,
                  "eigencoder: pictures must be real numbers in [0, 1]; of bytes, pass "
                  "bytes.cast<float>() / 255");
    bytes = values.derived().unaryExpr([](Scalar v) {
      // A NaN fails the first comparison.
      return static_cast<std::uint8_t>(v > 0 ? std::min(v, Scalar(1)) * 255 + Scalar(0.5) : 0);
    });
  }
};

/// One row of a grid: a picture a column, each height x width x channels, channels fastest.
struct GridRow {
  PictureColumns pictures;
  Eigen::Index height;
  Eigen::Index width;
  Eigen::Index channels = 1;
  Eigen::Index scale = 1;  ///< enlarges this row, so that small codes can stand below pictures
};

struct GridOptions {
  Eigen::Index scale = 1;   ///< enlarges every picture: a pixel becomes scale x scale
  Eigen::Index margin = 2;  ///< pixels between the pictures and around them
  std::uint8_t background = 255;
};

namespace detail {

inline void check_grid_row(const std::string& where, const GridRow& row, Eigen::Index pictures) {
  check_at_least(where + ", height", row.height, 1);
  check_at_least(where + ", width", row.width, 1);
  check_at_least(where + ", scale", row.scale, 1);
  check(row.channels == 1 || row.channels == 3, where + ", channels", row.channels, "1 or 3");
  const Eigen::Index features = row.height * row.width * row.channels;
  check<ShapeError>(
      row.pictures.bytes.rows() == features, where, text(row.pictures.bytes.rows(), " features"),
      text(row.height, " x ", row.width, " x ", row.channels, " = ", features, " features"));
  check<ShapeError>(row.pictures.bytes.cols() == pictures, where,
                    text(row.pictures.bytes.cols(), " pictures"),
                    text(pictures, " pictures as in the first row"));
}

inline void check_grid(const std::vector<GridRow>& rows, const GridOptions& options) {
  check_at_least("image_grid, scale", options.scale, 1);
  check_at_least("image_grid, margin", options.margin, 0);
  check<ShapeError>(!rows.empty(), "image_grid", "no rows", "at least 1");
  const Eigen::Index pictures = rows.front().pictures.bytes.cols();
  check<ShapeError>(pictures > 0, "image_grid", "no pictures", "at least 1 in a row");
  for (std::size_t i = 0; i < rows.size(); ++i)
    check_grid_row(text("image_grid, row ", i + 1), rows[i], pictures);
}

/// Paints picture `column` of a row, its upper left corner at (top, left); gray becomes colour.
inline void paint(const GridRow& row, Eigen::Index column, Eigen::Index scale, Eigen::Index top,
                  Eigen::Index left, Image& image) {
  for (Eigen::Index y = 0; y < row.height * scale; ++y)
    for (Eigen::Index x = 0; x < row.width * scale; ++x)
      for (Eigen::Index c = 0; c < image.channels; ++c) {
        const Eigen::Index pixel = y / scale * row.width + x / scale;
        const Eigen::Index feature = pixel * row.channels + std::min(c, row.channels - 1);
        const Eigen::Index at = ((top + y) * image.width + left + x) * image.channels + c;
        image.pixels[static_cast<std::size_t>(at)] = row.pictures.bytes(feature, column);
      }
}

/// An empty image in which all rows find room, and the width of the widest picture.
inline Image grid_background(const std::vector<GridRow>& rows, const GridOptions& options,
                             Eigen::Index cell) {
  const Eigen::Index pictures = rows.front().pictures.bytes.cols();
  Image image{.height = options.margin,
              .width = options.margin + pictures * (cell + options.margin)};
  for (const GridRow& row : rows) {
    image.height += row.height * row.scale * options.scale + options.margin;
    image.channels = std::max(image.channels, row.channels);
  }
  const Eigen::Index size = image.height * image.width * image.channels;
  image.pixels.assign(static_cast<std::size_t>(size), options.background);
  return image;
}

}  // namespace detail

/// Pictures side by side, row above row, with a thin margin: the tutorials' digits above their
/// reconstructions are
///
///   image_grid({{digits, 28, 28}, {reconstructions, 28, 28}}, {.scale = 2})
///
/// Where rows differ in size each picture is centred in its column; the image is gray unless a
/// row has colours.
/// @throws ShapeError if a row has not height * width * channels features, or rows differ in the
///         number of pictures, or there is none
/// @throws ValueError if a size or a scale is below 1, or channels are neither 1 nor 3
inline Image image_grid(const std::vector<GridRow>& rows, const GridOptions& options = {}) {
  detail::check_grid(rows, options);
  Eigen::Index cell = 0;
  for (const GridRow& row : rows) cell = std::max(cell, row.width * row.scale * options.scale);
  Image image = detail::grid_background(rows, options, cell);
  Eigen::Index top = options.margin;
  for (const GridRow& row : rows) {
    const Eigen::Index scale = row.scale * options.scale;
    Eigen::Index left = options.margin + (cell - row.width * scale) / 2;
    for (Eigen::Index i = 0; i < row.pictures.bytes.cols(); ++i, left += cell + options.margin)
      detail::paint(row, i, scale, top, left, image);
    top += row.height * scale + options.margin;
  }
  return image;
}

/// Cuts one long row of pictures into rows of `per_row`; the last is filled up with white pictures.
/// For pictures that fill a page rather than a line, as do those of a `code_grid`:
///
///   image_grid(picture_rows({decoded, 28, 28}, 20))
///
/// @throws ValueError if per_row is below 1
inline std::vector<GridRow> picture_rows(const GridRow& row, Eigen::Index per_row) {
  check_at_least("picture_rows, per_row", per_row, 1);
  const Eigen::MatrixX<std::uint8_t>& all = row.pictures.bytes;
  std::vector<GridRow> rows;
  for (Eigen::Index first = 0; first < all.cols(); first += per_row) {
    const Eigen::Index count = std::min(per_row, all.cols() - first);
    rows.push_back(row);
    rows.back().pictures.bytes.setConstant(all.rows(), per_row, 255);
    rows.back().pictures.bytes.leftCols(count) = all.middleCols(first, count);
  }
  return rows;
}

}  // namespace eigencoder
