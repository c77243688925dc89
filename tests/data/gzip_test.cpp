// SPDX-License-Identifier: MIT
#include <eigencoder/data/gzip.hpp>

#include <filesystem>
#include <string>

#include "catch.hpp"
#include "temporary_folder.hpp"

using eigencoder::FileError;
using eigencoder::read_gzip;
using eigencoder::read_gzip_idx_images;
using eigencoder::read_gzip_idx_labels;

namespace {

const Bytes one_picture{0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255};
const Bytes two_labels{0, 0, 8, 1, 0, 0, 0, 2, 4, 9};

std::filesystem::path write_gzip(const std::filesystem::path& path, const Bytes& bytes,
                                 const char* mode = "wb") {
  const gzFile file = gzopen(path.string().c_str(), mode);
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
  return path;
}

/// Longer than two chunks of the reader, and hardly compressible.
Bytes many_bytes() {
  Bytes bytes(600'001);
  std::uint32_t state = 1;
  for (std::uint8_t& byte : bytes)
    byte = static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24);
  return bytes;
}

}  // namespace

TEST_CASE("A gzip file is read as what was compressed") {
  const TemporaryFolder folder;
  CHECK(read_gzip(write_gzip(folder / "short.gz", {1, 2, 3})) == Bytes{1, 2, 3});
  CHECK(read_gzip(write_gzip(folder / "empty.gz", {})).empty());
  CHECK(read_gzip(write_gzip(folder / "long.gz", many_bytes())) == many_bytes());
}

TEST_CASE("A gzip file of several parts is read to its end") {
  const TemporaryFolder folder;
  write_gzip(folder / "a.gz", many_bytes());
  CHECK(read_gzip(write_gzip(folder / "a.gz", {5}, "ab")).size() == 600'002);
}

TEST_CASE("A file that is not gzip is given as it is") {
  const TemporaryFolder folder;
  CHECK(read_gzip(folder.write("plain", {7})) == Bytes{7});
  CHECK(read_gzip(folder.write("long", many_bytes())) == many_bytes());
  CHECK(read_gzip(folder.write("nothing", {})).empty());
}

TEST_CASE("A gzip file that is cut short is refused wherever the cut is") {
  const TemporaryFolder folder;
  const Bytes whole = bytes_of(write_gzip(folder / "a.gz", many_bytes()));
  for (const std::size_t size :
       {whole.size() - 1, whole.size() - 8, whole.size() / 2, std::size_t{4}}) {
    const auto cut = folder.write("cut.gz", Bytes(whole.data(), whole.data() + size));
    CHECK_THROWS_AS(read_gzip(cut), FileError);
    CHECK_THROWS_WITH(
        read_gzip(cut),
        Catch::Matchers::StartsWith(cut.string() + ": got unexpected end of gzip data after"));
  }
}

TEST_CASE("A gzip file whose checksum is wrong is refused") {
  const TemporaryFolder folder;
  Bytes broken = bytes_of(write_gzip(folder / "a.gz", {1, 2, 3}));
  broken[broken.size() - 8] ^= 1;
  const auto path = folder.write("a.gz", broken);
  CHECK_THROWS_AS(read_gzip(path), FileError);
  CHECK_THROWS_WITH(read_gzip(path), path.string() +
                                         ": got corrupt gzip data (incorrect data check), expected "
                                         "a sound gzip file");
}

TEST_CASE("A missing gzip file and a folder are refused with their path") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(read_gzip(folder / "none.gz"), FileError);
  CHECK_THROWS_WITH(read_gzip(folder / "none.gz"),
                    (folder / "none.gz").string() + ": got no such file, expected a file to read");
  CHECK_THROWS_WITH(read_gzip(folder.path()),
                    folder.path().string() + ": got a folder, expected a file to read");
}

TEST_CASE("Compressed and plain IDX files are read alike") {
  const TemporaryFolder folder;
  for (const auto& path :
       {write_gzip(folder / "images.gz", one_picture), folder.write("images", one_picture)})
    CHECK(read_gzip_idx_images(path).matrix<float>() == Eigen::Vector2f(0, 1));
  for (const auto& path :
       {write_gzip(folder / "labels.gz", two_labels), folder.write("labels", two_labels)})
    CHECK(read_gzip_idx_labels(path) == Bytes{4, 9});
}

TEST_CASE("Broken IDX in a sound gzip file is refused with the path") {
  const TemporaryFolder folder;
  const auto path = write_gzip(folder / "labels.gz", two_labels);
  CHECK_THROWS_WITH(read_gzip_idx_images(path),
                    path.string() +
                        ": got a file that holds labels (magic 2049), expected images "
                        "(magic 2051)");
}
