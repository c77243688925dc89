// SPDX-License-Identifier: MIT
#include <eigencoder/figures/png.hpp>

#include "catch.hpp"
#include "temporary_folder.hpp"

using eigencoder::FileError;
using eigencoder::Image;
using eigencoder::ShapeError;
using eigencoder::ValueError;
using eigencoder::write_png;

namespace {

const Image gray{.height = 2, .width = 3, .pixels = {0, 1, 2, 128, 254, 255}};

/// Reads a file back by libpng, as whatever format it has.
Image read_png(const std::filesystem::path& path) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  REQUIRE(png_image_begin_read_from_file(&png, path.string().c_str()) != 0);
  Image image{.height = png.height,
              .width = png.width,
              .channels = PNG_IMAGE_SAMPLE_CHANNELS(png.format),
              .pixels = Bytes(PNG_IMAGE_SIZE(png))};
  REQUIRE(png_image_finish_read(&png, nullptr, image.pixels.data(), 0, nullptr) != 0);
  return image;
}

}  // namespace

TEST_CASE("A gray image comes back from its PNG file byte for byte") {
  const TemporaryFolder folder;
  write_png(folder / "a.png", gray);
  const Image image = read_png(folder / "a.png");
  CHECK(image.height == 2);
  CHECK(image.width == 3);
  CHECK(image.channels == 1);
  CHECK(image.pixels == gray.pixels);
}

TEST_CASE("Images in colour and with opacity come back byte for byte") {
  const TemporaryFolder folder;
  for (const Eigen::Index channels : {3, 4}) {
    const Bytes all{10, 20, 30, 255, 50, 60, 70, 255};
    const Image image{.height = 1,
                      .width = 2,
                      .channels = channels,
                      .pixels = Bytes(all.begin(), all.begin() + 2 * channels)};
    write_png(folder / "a.png", image);
    CHECK(read_png(folder / "a.png").channels == channels);
    CHECK(read_png(folder / "a.png").pixels == image.pixels);
  }
}

TEST_CASE("A PNG file replaces the one before and leaves nothing beside it") {
  const TemporaryFolder folder;
  folder.write("a.png", {1, 2, 3});
  write_png(folder / "a.png", gray);
  CHECK(read_png(folder / "a.png").pixels == gray.pixels);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("Where no file can be written, the error has the path and the reason") {
  const TemporaryFolder folder;
  const auto path = folder / "none/a.png";
  CHECK_THROWS_AS(write_png(path, gray), FileError);
  CHECK_THROWS_WITH(
      write_png(path, gray),
      path.string() + ": got No such file or directory, expected a file that can be written");
}

TEST_CASE("A folder of the name stays, and no part of a file beside it") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "a.png");
  CHECK_THROWS_WITH(
      write_png(folder / "a.png", gray),
      (folder / "a.png").string() + ": got Is a directory, expected a file that can be written");
  CHECK(std::filesystem::is_directory(folder / "a.png"));
  CHECK_FALSE(std::filesystem::exists(folder / "a.png.part"));
}

TEST_CASE("An image that is not whole is refused, and no file is made") {
  const TemporaryFolder folder;
  const Image lacking{.height = 2, .width = 3, .pixels = Bytes(5)};
  const Image two_channels{.height = 1, .width = 1, .channels = 2, .pixels = Bytes(2)};
  CHECK_THROWS_AS(write_png(folder / "a.png", lacking), ShapeError);
  CHECK_THROWS_WITH(write_png(folder / "a.png", lacking),
                    "write_png: got 5 bytes of pixels, expected 6 bytes of pixels");
  CHECK_THROWS_AS(write_png(folder / "a.png", Image{}), ValueError);
  CHECK_THROWS_WITH(write_png(folder / "a.png", Image{}),
                    "write_png, height: got 0, expected at least 1");
  CHECK_THROWS_WITH(write_png(folder / "a.png", two_channels),
                    "write_png, channels: got 2, expected 1 (gray), 3 (RGB) or 4 (RGBA)");
  CHECK(std::filesystem::is_empty(folder.path()));
}
