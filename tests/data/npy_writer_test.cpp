// SPDX-License-Identifier: MIT
#include <eigencoder/data/npy_writer.hpp>

#include <cstdint>
#include <string>

#include "catch.hpp"
#include "golden/npy_files.hpp"
#include "support/errors.hpp"
#include "temporary_folder.hpp"

using Eigen::Index;
using namespace eigencoder;
using eigencoder::golden::npy_files;
using eigencoder::golden::NpyFile;
using eigencoder::testing::message;

namespace {

Bytes written(const auto& columns, const NpyOptions& options = {}) {
  const TemporaryFolder folder;
  write_npy(folder / "a.npy", columns, options);
  return bytes_of(folder / "a.npy");
}

/// The numbers of a file of NumPy's, written as Stored into an array of the same shape and order.
template <class Stored>
Bytes written_again(const NpyFile& file) {
  NpyOptions options{.fortran_order = file.name.ends_with("_fortran")};
  options.sample_shape.assign(file.shape.begin() + 1, file.shape.end());
  const auto size = static_cast<Index>(file.values.size());
  const Index samples = file.shape[0], features = size / std::max<Index>(samples, 1);
  const Eigen::Map<const Eigen::MatrixXd> values(file.values.data(), features, samples);
  const Eigen::MatrixX<Stored> columns = values.cast<Stored>();
  if (file.shape.size() == 1) return written(columns.row(0), options);
  return written(columns, options);
}

Bytes written_again(const NpyFile& file) {
  const std::string header(file.bytes.begin(), file.bytes.begin() + 30);
  if (header.find("<f4") != header.npos) return written_again<float>(file);
  if (header.find("<f8") != header.npos) return written_again<double>(file);
  if (header.find("|u1") != header.npos) return written_again<std::uint8_t>(file);
  return written_again<std::int64_t>(file);
}

}  // namespace

TEST_CASE("What NumPy saves is written with the same bytes") {
  int files = 0;
  for (const NpyFile& file : npy_files) {
    if (file.bytes[6] != 1 || file.name == "no_samples") continue;
    INFO(file.name);
    CHECK(written_again(file) == file.bytes);
    ++files;
  }
  CHECK(files == 11);
}

TEST_CASE("A matrix is written as samples x features, a row vector as numbers") {
  const TemporaryFolder folder;
  const Eigen::MatrixXf matrix = Eigen::MatrixXf::Random(3, 5);
  write_npy(folder / "a.npy", matrix);
  CHECK(read_npy<float>(folder / "a.npy").shape == std::vector<Index>{5, 3});
  CHECK(read_npy<float>(folder / "a.npy").columns == matrix);
  write_npy(folder / "a.npy", matrix.row(1));
  CHECK(read_npy<float>(folder / "a.npy").shape == std::vector<Index>{5});
  CHECK(read_npy<float>(folder / "a.npy").columns == matrix.row(1));
  write_npy(folder / "a.npy", matrix.topRows(1));
  CHECK(read_npy<float>(folder / "a.npy").shape == std::vector<Index>{5, 1});
}

TEST_CASE(
    "Blocks, expressions and row-major matrices are written like the matrix of their numbers") {
  const Eigen::MatrixXd matrix = Eigen::MatrixXd::Random(6, 7);
  const Eigen::MatrixXd block = matrix.block(1, 2, 4, 3);
  const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> row_major = block;
  for (const bool fortran : {false, true}) {
    const NpyOptions options{.fortran_order = fortran};
    CHECK(written(matrix.block(1, 2, 4, 3), options) == written(block, options));
    CHECK(written(2 * block - block, options) == written(block, options));
    CHECK(written(row_major, options) == written(block, options));
  }
}

TEST_CASE("An array keeps its shape through a file") {
  const TemporaryFolder folder;
  const SampleArray<float> array{{5, 2, 3}, Eigen::MatrixXf::Random(6, 5)};
  write_npy(folder / "a.npy", array);
  CHECK(read_npy<float>(folder / "a.npy").shape == array.shape);
  CHECK(read_npy<float>(folder / "a.npy").columns == array.columns);
  const SampleArray<double> numbers{{4}, Eigen::MatrixXd::Random(1, 4)};
  write_npy(folder / "a.npy", numbers);
  CHECK(read_npy<double>(folder / "a.npy").shape == numbers.shape);
}

TEST_CASE("Without samples, features or either a file is written that reads back as such") {
  const TemporaryFolder folder;
  for (const auto& [features, samples] : {std::pair(0, 3), std::pair(3, 0), std::pair(0, 0)}) {
    for (const bool fortran : {false, true}) {
      write_npy(folder / "a.npy", Eigen::MatrixXf(features, samples), {.fortran_order = fortran});
      const auto array = read_npy<float>(folder / "a.npy");
      CHECK(array.columns.rows() == features);
      CHECK(array.columns.cols() == samples);
    }
  }
}

TEST_CASE("A shape that is not that of the samples is refused, and no file is made") {
  const TemporaryFolder folder;
  const auto error = [&](std::vector<Index> sample_shape) {
    const NpyOptions options{.sample_shape = std::move(sample_shape)};
    return message<ShapeError>([&] { write_npy(folder / "a", Eigen::MatrixXf(6, 2), options); });
  };
  CHECK(error({2, 4}) == "write_npy: shape: got 8 features, expected 6 features");
  CHECK(error({-2, -3}) == "write_npy: shape: got -2, expected extents of at least 0");
  CHECK(error({Index{1} << 62, 4, 6}) ==
        "write_npy: shape: got more features than can be counted, expected 6 features");
  CHECK(error(std::vector<Index>(64, 1)) == "write_npy: shape: got 65 axes, expected 1 to 64 axes");
  const auto of_array = [&](std::vector<Index> shape) {
    const SampleArray<float> array{std::move(shape), Eigen::MatrixXf(6, 2)};
    return message<ShapeError>([&] { write_npy(folder / "a", array); });
  };
  CHECK(of_array({3, 6}) == "write_npy: shape: got 3 samples, expected 2 samples");
  CHECK(of_array({}) == "write_npy: shape: got 0 axes, expected 1 to 64 axes");
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("A .npy file that cannot be written is refused, by its path") {
  const TemporaryFolder folder;
  const auto path = folder / "missing" / "a.npy";
  CHECK(message<FileError>([&] { write_npy(path, Eigen::Vector2f(1, 2)); }) ==
        path.string() +
            ": got No such file or directory, expected a folder in which a file can be made");
}
