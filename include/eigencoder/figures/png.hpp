// SPDX-License-Identifier: MIT
#pragma once

#include <png.h>

#include <filesystem>
#include <system_error>

#include <eigencoder/core/error.hpp>
#include <eigencoder/figures/image_grid.hpp>

namespace eigencoder {

namespace detail {

inline void check_png(const Image& image) {
  const Eigen::Index c = image.channels;
  check_at_least("write_png, height", image.height, 1);
  check_at_least("write_png, width", image.width, 1);
  check(c == 1 || c == 3 || c == 4, "write_png, channels", c, "1 (gray), 3 (RGB) or 4 (RGBA)");
  check_equal("write_png", static_cast<Eigen::Index>(image.pixels.size()),
              image.height * image.width * c, "bytes of pixels");
}

/// What libpng needs to know of an image; the pixels are passed beside it.
inline png_image describe_png(const Image& image) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = static_cast<png_uint_32>(image.width);
  png.height = static_cast<png_uint_32>(image.height);
  png.format = image.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  if (image.channels == 4) png.format = PNG_FORMAT_RGBA;
  return png;
}

}  // namespace detail

/// Writes a gray or colour image as a PNG file, by libpng. A file that is already there is
/// replaced only once the new one is complete.
///
/// @throws FileError if the file cannot be written
/// @throws ValueError if a size is below 1 or channels are not 1, 3 or 4
/// @throws ShapeError if there are not height * width * channels pixels
inline void write_png(const std::filesystem::path& path, const Image& image) {
  detail::check_png(image);
  png_image png = detail::describe_png(image);
  std::filesystem::path part = path;
  part += ".part";
  const int written =
      png_image_write_to_file(&png, part.string().c_str(), 0, image.pixels.data(), 0, nullptr);
  check<FileError>(written != 0, path.string(), png.message, "a file that can be written");
  std::error_code error, ignored;
  std::filesystem::rename(part, path, error);
  if (error) std::filesystem::remove(part, ignored);
  check<FileError>(!error, path.string(), error.message(), "a file that can be written");
}

}  // namespace eigencoder
