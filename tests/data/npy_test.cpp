// SPDX-License-Identifier: MIT
#include <eigencoder/data/npy.hpp>

#include <algorithm>
#include <string>

#include "catch.hpp"
#include "golden/npy_files.hpp"
#include "temporary_folder.hpp"

using Eigen::Index;
using eigencoder::FileError;
using eigencoder::parse_npy;
using eigencoder::read_npy;
using eigencoder::golden::npy_files;
using eigencoder::golden::NpyFile;

namespace {

const NpyFile& named(const std::string& name) {
  return *std::find_if(npy_files.begin(), npy_files.end(),
                       [&](const NpyFile& file) { return file.name == name; });
}

/// The bytes of a file of NumPy's, a part of its header replaced by as many characters.
Bytes edited(const std::string& name, const std::string& part, const std::string& other) {
  Bytes bytes = named(name).bytes;
  REQUIRE(part.size() == other.size());
  const auto at = std::search(bytes.begin(), bytes.end(), part.begin(), part.end());
  REQUIRE(at != bytes.end());
  std::copy(other.begin(), other.end(), at);
  return bytes;
}

}  // namespace

TEMPLATE_TEST_CASE("Files that NumPy wrote are read as NumPy reads them", "", float, double) {
  for (const NpyFile& file : npy_files) {
    INFO(file.name);
    const auto array = parse_npy<TestType>(file.bytes, "a.npy");
    CHECK(array.shape == file.shape);
    CHECK(array.columns.cols() == file.shape[0]);
    const auto size = static_cast<Index>(file.values.size());
    REQUIRE(array.columns.size() == size);
    const Eigen::Map<const Eigen::VectorXd> expected(file.values.data(), size);
    CHECK(array.columns.reshaped() == expected.cast<TestType>());
  }
}

TEST_CASE("A sample of .npy is a column, its features in C order") {
  const auto columns = parse_npy<float>(named("block").bytes, "a.npy").columns;
  REQUIRE(columns.rows() == 12);
  REQUIRE(columns.cols() == 2);
  CHECK(columns(1, 0) == 0.25F);  // [0][0][1] of 2 x 3 x 4 quarters
  CHECK(columns(4, 1) == 4.F);    // [1][1][0]
  CHECK(parse_npy<float>(named("block_fortran").bytes, "a.npy").columns == 4 * columns);
}

TEST_CASE("A .npy array without samples or features keeps its shape") {
  const auto no_samples = parse_npy<float>(named("no_samples").bytes, "a.npy");
  CHECK(no_samples.columns.rows() == 3);
  CHECK(no_samples.columns.cols() == 0);
  const auto no_features = parse_npy<float>(named("no_features").bytes, "a.npy");
  CHECK(no_features.columns.rows() == 0);
  CHECK(no_features.columns.cols() == 3);
}

TEST_CASE("A .npy file is read from disk, and errors name its path") {
  const TemporaryFolder folder;
  const auto path = folder.write("vector.npy", named("vector").bytes);
  CHECK(read_npy<double>(path).columns == Eigen::RowVector3d(1.5, -2, 3.25));
  CHECK_THROWS_WITH(read_npy<float>(folder / "none"),
                    (folder / "none").string() + ": got no such file, expected a file to read");
  const auto broken = folder.write("broken.npy", {0x93});
  CHECK_THROWS_WITH(read_npy<float>(broken), Catch::Matchers::StartsWith(broken.string() + ": "));
}

TEST_CASE("A .npy file is refused wherever it is cut short") {
  for (const char* name : {"f4", "u1", "deep_fortran", "version2"}) {
    const Bytes& whole = named(name).bytes;
    for (std::size_t size = 0; size < whole.size(); ++size) {
      INFO(name << " cut to " << size);
      // A copy of its own, so that a sanitizer sees a read beyond the end.
      const Bytes cut(whole.data(), whole.data() + size);
      CHECK_THROWS_AS(parse_npy<float>(cut, "a.npy"), FileError);
    }
  }
}

TEST_CASE("Data of .npy of the wrong length are refused") {
  Bytes bytes = named("f4").bytes;
  bytes.pop_back();
  CHECK_THROWS_WITH(parse_npy<float>(bytes, "a.npy"),
                    "a.npy: got 47 bytes of data, expected 48 (3 x 4 x 4 bytes): the file is cut "
                    "short");
  bytes.insert(bytes.end(), {0, 0});
  CHECK_THROWS_WITH(parse_npy<float>(bytes, "a.npy"),
                    "a.npy: got 49 bytes of data, expected 48 (3 x 4 x 4 bytes): the file has "
                    "trailing bytes");
}

TEST_CASE("A .npy header that promises much takes no memory") {
  CHECK_THROWS_WITH(parse_npy<float>(edited("f4", "(3, 4), }      ", "(300000000,4),}"), "a.npy"),
                    "a.npy: got 48 bytes of data, expected 4800000000 (300000000 x 4 x 4 bytes): "
                    "the file is cut short");
  const std::string sizes = "a.npy: got sizes 4611686018427387904 x ";
  const std::string corrupt =
      " bytes, expected a product that can be counted: the header is corrupt";
  CHECK_THROWS_WITH(
      parse_npy<float>(edited("u1", "(3, 4), }               ", "(4611686018427387904,2)}"),
                       "a.npy"),
      sizes + "2 x 1 byte, expected a product that can be counted: the header is corrupt");
  CHECK_THROWS_WITH(
      parse_npy<float>(edited("f8", "(3, 4), }               ", "(4611686018427387904,1)}"),
                       "a.npy"),
      sizes + "1 x 8" + corrupt);
  CHECK_THROWS_WITH(
      parse_npy<float>(edited("f8", "(3, 4), }                 ", "(4611686018427387904,2,0)}"),
                       "a.npy"),
      sizes + "2 x 0 x 8" + corrupt);
}

TEST_CASE("A dtype of .npy that is not read is named, with the remedy") {
  const std::string remedy =
      ", expected one of <f4, <f8, <i8, |u1: convert it by "
      "array.astype(\"<f4\")";
  CHECK_THROWS_AS(parse_npy<float>(edited("f4", "<f4", "<c8"), "a.npy"), FileError);
  CHECK_THROWS_WITH(parse_npy<float>(edited("f4", "<f4", "<c8"), "a.npy"),
                    "a.npy: got dtype <c8" + remedy);
  CHECK_THROWS_WITH(parse_npy<float>(edited("f4", "<f4", ">f4"), "a.npy"),
                    "a.npy: got dtype >f4 (big-endian)" + remedy);
  CHECK_THROWS_WITH(parse_npy<float>(edited("f4", "'<f4', ", "'|O',  "), "a.npy"),
                    "a.npy: got dtype |O" + remedy);
}
