// SPDX-License-Identifier: MIT
#include <eigencoder/data/mapped_npy.hpp>

#include <eigencoder/data/npy_writer.hpp>

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "golden/npy_files.hpp"
#include "support/anonymous_memory.hpp"
#include "support/errors.hpp"
#include "support/sparse_npy.hpp"
#include "temporary_folder.hpp"

using Eigen::Index;
using namespace eigencoder;
using eigencoder::golden::npy_files;
using eigencoder::golden::NpyFile;
using namespace eigencoder::testing;

namespace {

template <class Scalar>
Eigen::MatrixX<Scalar> gathered(const MappedNpy& file, const std::vector<Index>& which) {
  Eigen::MatrixX<Scalar> columns(file.features(), static_cast<Index>(which.size()));
  file.gather(which, columns.data());
  return columns;
}

}  // namespace

TEMPLATE_TEST_CASE("A mapped file of NumPy's gives the samples that NumPy reads", "", float,
                   double) {
  const TemporaryFolder folder;
  for (const NpyFile& golden : npy_files) {
    INFO(golden.name);
    const MappedNpy file(folder.write("a.npy", golden.bytes));
    CHECK(file.shape() == golden.shape);
    REQUIRE(file.samples() == golden.shape[0]);
    std::vector<Index> backwards;
    for (Index i = file.samples(); i > 0; --i) backwards.push_back(i - 1);
    const Eigen::Map<const Eigen::MatrixXd> columns(golden.values.data(), file.features(),
                                                    file.samples());
    CHECK(gathered<TestType>(file, backwards) ==
          columns.rowwise().reverse().template cast<TestType>());
  }
}

TEST_CASE("Large samples of a mapped file, which the disk reads in one go, are those of the file") {
  const TemporaryFolder folder;
  const Eigen::MatrixXd columns = Eigen::MatrixXd::Random(5000, 9);
  write_npy(folder / "a.npy", columns);
  const MappedNpy file(folder / "a.npy");
  CHECK(gathered<double>(file, {8, 0, 3}) == columns(Eigen::all, std::vector<Index>{8, 0, 3}));
  write_npy(folder / "b.npy", columns, {.fortran_order = true});
  CHECK(gathered<double>(MappedNpy(folder / "b.npy"), {4, 4}) ==
        columns(Eigen::all, std::vector<Index>{4, 4}));
}

TEST_CASE("A dataset keeps a mapped file, and gives its samples") {
  const TemporaryFolder folder;
  const Eigen::MatrixXf columns = Eigen::MatrixXf::Random(3, 4);
  write_npy(folder / "a.npy", columns);
  const Dataset<float> data = MappedNpy(folder / "a.npy");
  CHECK(data.samples() == 4);
  CHECK(data.features() == 3);
  Eigen::MatrixXf some(3, 2);
  data.gather(std::vector<Index>{3, 1}, some.data());
  CHECK(some.col(0) == columns.col(3));
  CHECK(some.col(1) == columns.col(1));
}

TEST_CASE("Copies of a mapped file give the same when the first is gone and the file replaced") {
  const TemporaryFolder folder;
  const Eigen::MatrixXf columns = Eigen::MatrixXf::Random(3, 4);
  write_npy(folder / "a.npy", columns);
  auto first = std::make_unique<MappedNpy>(folder / "a.npy");
  const MappedNpy copy = *first;
  first.reset();
  write_npy(folder / "a.npy", Eigen::MatrixXf::Zero(1, 1));
  CHECK(gathered<float>(copy, {0, 1, 2, 3}) == columns);
}

TEST_CASE("A sample that a mapped file has not is refused") {
  const TemporaryFolder folder;
  write_npy(folder / "a.npy", Eigen::MatrixXf(3, 4));
  const MappedNpy file(folder / "a.npy");
  for (const Index sample : {Index{-1}, Index{4}}) {
    CHECK(message<ValueError>([&] {
            gathered<float>(file, {0, sample});
          }) == "MappedNpy::gather: got sample " + std::to_string(sample) + ", expected 0 to 3");
  }
}

TEST_CASE("A mapped file is refused in the words of read_npy, wherever it is cut or corrupt") {
  const TemporaryFolder folder;
  const Bytes& whole = npy_files[0].bytes;
  std::vector<Bytes> broken(whole.size() + 4, whole);
  for (std::size_t size = 0; size < whole.size(); ++size) broken[size].resize(size);
  broken[whole.size()].push_back(0);
  broken[whole.size() + 1][22] = 'c';  // the dtype <c4
  broken[whole.size() + 2][21] = '>';
  broken[whole.size() + 3] = {'P', 'K', 3, 4};
  for (const Bytes& bytes : broken) {
    const auto path = folder.write("a.npy", bytes);
    const std::string error = message<FileError>([&] { MappedNpy file(path); });
    CHECK(error.starts_with(path.string()));
    CHECK(error == message<FileError>([&] { read_npy<float>(path); }));
  }
}

TEST_CASE("To read all of a mapped file takes hardly any memory of the program's") {
  if (anonymous_memory() == 0) return;  // no Linux
  constexpr Index samples = 200, features = 100'000;
  const TemporaryFolder folder;
  Eigen::VectorXf sample = Eigen::VectorXf::Zero(features);
  const long before = anonymous_memory();
  const MappedNpy file(write_sparse_npy(folder / "a.npy", samples, features));
  double sum = 0;
  for (Index i = 0; i < samples; ++i) {
    file.gather(std::span(&i, 1), sample.data());
    sum += sample.cast<double>().sum();
  }
  CHECK(sum == features);  // the last sample is ones
  CHECK(anonymous_memory() - before < 10'000'000);
}
