// SPDX-License-Identifier: MIT
#include <eigencoder/data/pgm.hpp>

#include <filesystem>
#include <string>

#include "catch.hpp"
#include "temporary_folder.hpp"

using eigencoder::FileError;
using eigencoder::parse_pgm;
using eigencoder::read_pgm;
using eigencoder::read_pgm_folder;
using Shape = std::vector<Eigen::Index>;

namespace {

// 3 wide, 2 high.
const std::string small = "P5\n3 2\n255\n" + std::string("\x00\x01\x02\x80\xfe\xff", 6);
const std::string plain = "P2\n# a comment\n3 2 # another\n9\n0 1 2\n3 4 9\n";

Bytes bytes_from(const std::string& characters) { return {characters.begin(), characters.end()}; }

auto parse(const std::string& file) { return parse_pgm<float>(bytes_from(file), "a.pgm"); }

}  // namespace

TEMPLATE_TEST_CASE("A binary PGM is a column of pixels, row after row, divided by the maximum", "",
                   float, double) {
  const auto picture = parse_pgm<TestType>(bytes_from(small), "a.pgm");
  CHECK(picture.shape == Shape{1, 2, 3});
  Eigen::VectorX<TestType> expected(6);
  expected << 0, 1, 2, 128, 254, 255;
  CHECK(picture.columns == expected / 255);
}

TEST_CASE("A maximum other than 255 is 1 too") {
  CHECK(parse(std::string("P5 2 1 100 \x32\x64", 13)).columns == Eigen::Vector2f(0.5F, 1));
}

TEST_CASE("A PGM of 16 bits has the higher byte first") {
  CHECK(parse(std::string("P5 2 1 65535\n\x01\x02\xff\xff", 17)).columns ==
        Eigen::Vector2f(258 / 65535.F, 1));
  CHECK(parse(std::string("P5 1 1 256\n\x00\x80", 13)).columns(0) == 0.5F);
}

TEST_CASE("A plain PGM is read, with its comments") {
  const auto picture = parse(plain);
  CHECK(picture.shape == Shape{1, 2, 3});
  Eigen::VectorXf expected(6);
  expected << 0, 1, 2, 3, 4, 9;
  CHECK(picture.columns == expected / 9);
  CHECK(parse("P2 1 1 7 7").columns(0) == 1);
}

TEST_CASE("A binary pixel that looks like a space or a comment is a pixel") {
  CHECK(parse("P5 3 1 255\n\n# ").columns == Eigen::Vector3f(10, 35, 32) / 255);
  CHECK(parse("P5#c\n1 1 255\n ").columns(0) == 32 / 255.F);
}

TEST_CASE("A PGM is refused wherever it is cut short") {
  const std::string wide = std::string("P5 2 1 65535\n\x01\x02\xff\xff", 17);
  for (const std::string& whole : {small, wide, plain.substr(0, plain.size() - 1)}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      INFO(whole.substr(0, size));
      CHECK_THROWS_AS(parse(whole.substr(0, size)), FileError);
    }
  }
}

TEST_CASE("Pixels of PGM of the wrong number are refused") {
  CHECK_THROWS_WITH(parse(small.substr(0, small.size() - 1)),
                    "a.pgm: got 5 bytes of pixels, expected 3 x 2 x 1 or more: the file is cut "
                    "short");
  CHECK_THROWS_WITH(parse(small + "x"),
                    "a.pgm: got 1 bytes after the picture, expected a file of one picture");
  CHECK_THROWS_WITH(parse("P2 3 1 255 1 2"),
                    "a.pgm: got 4 bytes of pixels, expected 3 x 1 x 2 or more: the file is cut "
                    "short");
  CHECK_THROWS_WITH(parse("P2 3 1 255 10    20"),
                    "a.pgm: got the end, expected a pixel from 0 to 255");
}

TEST_CASE("A PGM header that promises much takes no memory") {
  CHECK_THROWS_WITH(parse("P5 1000000 1000000 255\nabc"),
                    "a.pgm: got 3 bytes of pixels, expected 1000000 x 1000000 x 1 or more: the "
                    "file is cut short");
  CHECK_THROWS_WITH(parse("P2 9223372036854775807 2 255\n1 2"),
                    "a.pgm: got 4 bytes of pixels, expected 9223372036854775807 x 2 x 2 or more: "
                    "the file is cut short");
}

TEST_CASE("Pixels above the maximum of a PGM are refused") {
  CHECK_THROWS_WITH(parse("P5 1 1 64\nA"),
                    "a.pgm: got a pixel of 65, expected at most 64, the file's maximum");
  CHECK_THROWS_WITH(parse("P2 1 1 64 65"), "a.pgm: got 65, expected a pixel from 0 to 64");
  CHECK_THROWS_WITH(parse("P2 1 1 64 -1"), "a.pgm: got \"-1\", expected a pixel from 0 to 64");
}

TEST_CASE("A PGM header with something else than its three numbers is refused") {
  CHECK_THROWS_WITH(parse("P6 1 1 255\nabc"),
                    "a.pgm: got a file that does not begin as PGM, expected a gray picture: P5 "
                    "(binary) or P2");
  CHECK_THROWS_WITH(parse("P592 1 255\n"), "a.pgm: got \"92 1 255?\", expected a width above 0");
  CHECK_THROWS_WITH(parse("P5 0 1 255\n"), "a.pgm: got 0, expected a width above 0");
  CHECK_THROWS_WITH(parse("P5 1 99999999999999999999"),
                    "a.pgm: got \"99999999999999999999\", expected a height above 0");
  CHECK_THROWS_WITH(parse("P5 1 1 0\na"), "a.pgm: got 0, expected a maximum from 1 to 65535");
  CHECK_THROWS_WITH(parse("P5 1 1 65536\nab"),
                    "a.pgm: got 65536, expected a maximum from 1 to 65535");
  CHECK_THROWS_WITH(parse("P5 1 1 255x"),
                    "a.pgm: got \"x\", expected a space between header and pixels");
}

TEST_CASE("A PGM file is read from disk, and errors name its path") {
  const TemporaryFolder folder;
  CHECK(read_pgm<float>(folder.write("a.pgm", bytes_from(small))).columns == parse(small).columns);
  CHECK_THROWS_WITH(read_pgm<float>(folder / "none"),
                    (folder / "none").string() + ": got no such file, expected a file to read");
}

TEST_CASE("A folder of PGM files is an array of pictures in the order of their names") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "s2");
  std::filesystem::create_directory(folder / "s10");
  folder.write("s10/1.pgm", bytes_from("P2 2 1 4 3 3"));
  folder.write("s2/10.PGM", bytes_from("P2 2 1 4 2 2"));
  folder.write("s2/2.pgm", bytes_from("P2 2 1 4 1 0"));
  folder.write("s2/readme", bytes_from("no picture"));
  const auto pictures = read_pgm_folder<double>(folder.path());
  CHECK(pictures.shape == Shape{3, 1, 2});
  Eigen::MatrixXd expected(2, 3);
  expected << 0.25, 0.5, 0.75, 0, 0.5, 0.75;
  CHECK(pictures.columns == expected);
}

TEST_CASE("A folder of PGM files of different sizes is refused with both files") {
  const TemporaryFolder folder;
  folder.write("a.pgm", bytes_from(small));
  folder.write("b.pgm", bytes_from("P2 2 3 1 0 0 0 0 0 0"));
  CHECK_THROWS_AS(read_pgm_folder<float>(folder.path()), FileError);
  CHECK_THROWS_WITH(read_pgm_folder<float>(folder.path()),
                    (folder / "b.pgm").string() +
                        ": got a picture of 3 x 2, expected 2 x 3 as in " +
                        (folder / "a.pgm").string());
}

TEST_CASE("A folder without PGM files, or with a broken one, is refused") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(
      read_pgm_folder<float>(folder.path()),
      folder.path().string() + ": got a folder without .pgm files, expected at least one");
  const auto broken = folder.write("a.pgm", {'P', '5'});
  CHECK_THROWS_WITH(read_pgm_folder<float>(folder.path()),
                    broken.string() + ": got the end, expected a width above 0");
}
