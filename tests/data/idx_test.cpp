// SPDX-License-Identifier: MIT
#include <eigencoder/data/idx.hpp>

#include <algorithm>
#include <array>

#include "catch.hpp"
#include "temporary_folder.hpp"

using Eigen::Index;
using eigencoder::FileError;
using eigencoder::IdxImages;
using eigencoder::parse_idx_labels;
using eigencoder::read_idx_images;
using eigencoder::read_idx_labels;
using eigencoder::ValueError;

namespace {

// Two pictures of 2 x 3.
const Bytes two_pictures{0, 0, 8, 3, 0, 0, 0, 2, 0,   0,   0,   2,   0,   0,
                         0, 3, 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255};
const Bytes three_labels{0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1};

IdxImages parse_images(const Bytes& bytes) { return IdxImages(bytes, "a.idx"); }

Bytes with(Bytes bytes, std::size_t at, std::uint8_t byte) {
  bytes[at] = byte;
  return bytes;
}

Bytes without_last(Bytes bytes, std::size_t count) {
  bytes.resize(bytes.size() - count);
  return bytes;
}

}  // namespace

TEST_CASE("IDX pictures say how many they are and of which size") {
  const IdxImages images = parse_images(two_pictures);
  CHECK(images.samples() == 2);
  CHECK(images.height() == 2);
  CHECK(images.width() == 3);
  CHECK(images.channels() == 1);
  CHECK(images.features() == 6);
  CHECK(images.pixels().front() == 0);
  CHECK(images.pixels().size() == 12);
}

TEMPLATE_TEST_CASE("A column of IDX pictures is a picture row after row, divided by 255", "", float,
                   double) {
  const Eigen::MatrixX<TestType> matrix = parse_images(two_pictures).matrix<TestType>();
  REQUIRE(matrix.rows() == 6);
  REQUIRE(matrix.cols() == 2);
  Eigen::Matrix<TestType, 6, 2> expected;
  expected << 0, 250, 1, 251, 2, 252, 3, 253, 4, 254, 5, 255;
  CHECK(matrix.isApprox(expected / 255));
}

TEMPLATE_TEST_CASE("Every pixel has the bits of its quotient by 255", "", float, double) {
  Bytes all{0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 16, 0, 0, 0, 16};
  for (int pixel = 0; pixel < 256; ++pixel) all.push_back(static_cast<std::uint8_t>(pixel));
  const auto matrix = parse_images(all).matrix<TestType>();
  for (Index pixel = 0; pixel < 256; ++pixel)
    CHECK(matrix(pixel, 0) == static_cast<TestType>(pixel) / TestType(255));
}

TEMPLATE_TEST_CASE("gather writes the chosen samples in the order asked for", "", float, double) {
  const IdxImages images = parse_images(two_pictures);
  const auto all = images.matrix<TestType>();
  Eigen::MatrixX<TestType> batch(6, 3);
  images.gather(std::array<Index, 3>{1, 0, 1}, batch.data());
  CHECK(batch.col(0) == all.col(1));
  CHECK(batch.col(1) == all.col(0));
  CHECK(batch.col(2) == all.col(1));
}

TEST_CASE("gather of no samples writes nothing") {
  float untouched = 7;
  parse_images(two_pictures).gather(std::span<const Index>(), &untouched);
  CHECK(untouched == 7);
}

TEST_CASE("columns are the samples from the first one on") {
  const IdxImages images = parse_images(two_pictures);
  CHECK(images.columns<float>(1, 1) == images.matrix<float>().col(1));
  CHECK(images.columns<float>(2, 0).cols() == 0);
}

TEST_CASE("A sample that is not there is refused") {
  const IdxImages images = parse_images(two_pictures);
  float out[6];
  CHECK_THROWS_AS(images.gather(std::array<Index, 1>{-1}, out), ValueError);
  CHECK_THROWS_WITH(images.gather(std::array<Index, 1>{2}, out),
                    "IdxImages::gather: got sample 2, expected 0 to 1");
  CHECK_THROWS_AS(images.columns<float>(-1, 1), ValueError);
  CHECK_THROWS_WITH(
      images.columns<float>(1, 2),
      "IdxImages::columns: got 2 samples from sample 1, expected a part of 2 samples");
}

TEST_CASE("IDX labels are the bytes after the header") {
  CHECK(parse_idx_labels(three_labels, "a.idx") == Bytes{7, 2, 1});
}

TEST_CASE("Labels are not taken for images, nor images for labels") {
  CHECK_THROWS_AS(parse_images(three_labels), FileError);
  CHECK_THROWS_WITH(
      parse_images(three_labels),
      "a.idx: got a file that holds labels (magic 2049), expected images (magic 2051)");
  CHECK_THROWS_WITH(
      parse_idx_labels(two_pictures, "a.idx"),
      "a.idx: got a file that holds images (magic 2051), expected labels (magic 2049)");
}

TEST_CASE("A file of another kind is named as what it is") {
  CHECK_THROWS_WITH(parse_images(with(two_pictures, 0, 0x50)),
                    "a.idx: got a file that is not IDX (magic 1342179331), expected images (magic "
                    "2051)");
  CHECK_THROWS_WITH(parse_images(with(two_pictures, 2, 13)),
                    "a.idx: got a file that holds values of type 13, not bytes of type 8, expected "
                    "images (magic 2051)");
  CHECK_THROWS_WITH(parse_images(with(two_pictures, 3, 4)),
                    "a.idx: got a file that holds an array of rank 4 (magic 2052), expected images "
                    "(magic 2051)");
  CHECK_THROWS_WITH(parse_images(Bytes{0x1F, 0x8B, 8, 8}),
                    "a.idx: got a file that is gzip-compressed: read it with "
                    "<eigencoder/data/gzip.hpp>, expected images (magic 2051)");
}

TEST_CASE("A header that is cut short is refused") {
  CHECK_THROWS_WITH(parse_images(Bytes{}),
                    "a.idx: got 0 bytes, expected a header of 16 bytes: the file is cut short");
  CHECK_THROWS_WITH(parse_images(Bytes(two_pictures.begin(), two_pictures.begin() + 15)),
                    "a.idx: got 15 bytes, expected a header of 16 bytes: the file is cut short");
  CHECK_THROWS_WITH(parse_idx_labels(Bytes{0, 0, 8, 1, 0, 0, 0}, "a.idx"),
                    "a.idx: got 7 bytes, expected a header of 8 bytes: the file is cut short");
}

TEST_CASE("Data of the wrong length are refused") {
  CHECK_THROWS_WITH(parse_images(without_last(two_pictures, 1)),
                    "a.idx: got 11 bytes of data, expected 12 (2 x 2 x 3): the file is cut short");
  Bytes longer = three_labels;
  longer.push_back(0);
  CHECK_THROWS_WITH(parse_idx_labels(longer, "a.idx"),
                    "a.idx: got 4 bytes of data, expected 3 (3): the file has trailing bytes");
}

TEST_CASE("A file of no samples is refused") {
  CHECK_THROWS_WITH(parse_images(without_last(with(two_pictures, 7, 0), 12)),
                    "a.idx: got sizes 0, expected data: every size above 0");
  CHECK_THROWS_AS(parse_idx_labels(Bytes{0, 0, 8, 1, 0, 0, 0, 0}, "a.idx"), FileError);
}

TEST_CASE("Sizes whose product cannot be counted are refused") {
  Bytes huge = two_pictures;
  std::fill(huge.begin() + 4, huge.begin() + 16, std::uint8_t{255});
  CHECK_THROWS_AS(parse_images(huge), FileError);
  CHECK_THROWS_WITH(parse_images(huge),
                    Catch::Matchers::StartsWith("a.idx: got sizes 4294967295 x 4294967295"));
}

TEST_CASE("Plain IDX files are read from disk") {
  const TemporaryFolder folder;
  const auto images = folder.write("images", two_pictures);
  CHECK(read_idx_images(images).matrix<float>() == parse_images(two_pictures).matrix<float>());
  CHECK(read_idx_labels(folder.write("labels", three_labels)) == Bytes{7, 2, 1});
  CHECK_THROWS_WITH(read_idx_labels(images),
                    images.string() +
                        ": got a file that holds images (magic 2051), expected labels "
                        "(magic 2049)");
}

TEST_CASE("What is not a file is refused with its path") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(read_idx_images(folder / "none"), FileError);
  CHECK_THROWS_WITH(read_idx_images(folder / "none"),
                    (folder / "none").string() + ": got no such file, expected a file to read");
  CHECK_THROWS_WITH(read_idx_labels(folder.path()),
                    folder.path().string() + ": got a folder, expected a file to read");
}
