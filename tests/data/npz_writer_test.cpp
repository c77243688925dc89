// SPDX-License-Identifier: MIT
#include <eigencoder/data/npz_writer.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"
#include "temporary_folder.hpp"

using Eigen::Index;
using namespace eigencoder;
using eigencoder::testing::message;

namespace {

const Eigen::MatrixXf codes{{1, 2, 3}, {-0.5, 0, 1e20f}};
const Eigen::RowVectorX<std::int64_t> labels{{7, 2, -1}};

std::string refused(const TemporaryFolder& folder, const std::vector<NpzArray>& arrays) {
  return message<ValueError>([&] { write_npz(folder / "a.npz", arrays); });
}

}  // namespace

TEST_CASE("Arrays of an archive are read back, stored and deflated") {
  const TemporaryFolder folder;
  for (const bool compressed : {false, true}) {
    const SampleArray<double> faces{{2, 3, 4}, Eigen::MatrixXd::Random(12, 2)};
    write_npz(folder / "a.npz",
              {{"codes", codes},
               {"inner/labels", labels},
               {"faces", faces},
               {"fortran", codes, {.fortran_order = true}}},
              {.compressed = compressed});
    const NpzReader file(folder / "a.npz");
    CHECK(file.names() == std::vector<std::string>{"codes", "inner/labels", "faces", "fortran"});
    CHECK(file.read<float>("codes").columns == codes);
    CHECK(file.read<double>("inner/labels").columns == labels.cast<double>());
    CHECK(file.read<double>("inner/labels").shape == std::vector<Index>{3});
    CHECK(file.read<double>("faces").columns == faces.columns);
    CHECK(file.read<double>("faces").shape == faces.shape);
    CHECK(file.read<float>("fortran").columns == codes);
  }
}

TEST_CASE("A deflated archive is smaller, one with other options the same bytes each time") {
  const TemporaryFolder folder;
  const Eigen::MatrixXf zeros = Eigen::MatrixXf::Zero(100, 100);
  write_npz(folder / "stored", {{"x", zeros}});
  write_npz(folder / "deflated", {{"x", zeros}}, {.compressed = true});
  write_npz(folder / "again", {{"x", zeros}}, {.compressed = true});
  CHECK(std::filesystem::file_size(folder / "stored") > 40'000);
  CHECK(std::filesystem::file_size(folder / "deflated") < 1'000);
  CHECK(bytes_of(folder / "deflated") == bytes_of(folder / "again"));
}

TEST_CASE("An archive larger than what is copied at a time is whole") {
  const TemporaryFolder folder;
  const Eigen::MatrixXd random = Eigen::MatrixXd::Random(1000, 400);
  write_npz(folder / "a.npz", {{"random", random}}, {.compressed = true});
  CHECK(read_npz<double>(folder / "a.npz", "random").columns == random);
}

TEST_CASE("Names that an archive cannot have are refused, and no file is made") {
  const TemporaryFolder folder;
  CHECK(refused(folder, {}) == "write_npz: got 0 arrays, expected at least 1");
  CHECK(refused(folder, {{"x", codes}, {"x", labels}}) ==
        "write_npz: got \"x\" twice, expected each name once");
  CHECK(refused(folder, {{std::string(1, '\0'), codes}}) ==
        "write_npz: got a name with a zero byte, expected none");
  CHECK(refused(folder, {{"\xff", codes}}) ==
        "write_npz: got Invalid argument, expected a name in UTF-8");
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("An array of another shape than its samples is refused before an archive is made") {
  CHECK(message<ShapeError>([] {
          NpzArray("x", codes, {.sample_shape = {2, 2}});
        }) == "write_npy: shape: got 4 features, expected 2 features");
}

TEST_CASE("An archive that cannot be written is refused, by its path") {
  const TemporaryFolder folder;
  const auto path = folder / "missing" / "a.npz";
  CHECK(message<FileError>([&] {
          write_npz(path, {{"x", codes}});
        }) == path.string() +
                  ": got No such file or directory, expected a folder in which a file can be made");
}
