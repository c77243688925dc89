// SPDX-License-Identifier: MIT
#include <eigencoder/data/mnist.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

#include "catch.hpp"
#include "temporary_folder.hpp"

using eigencoder::FileError;
using eigencoder::Mnist;
using eigencoder::read_mnist;

namespace {

const Bytes one_picture{0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20};
const Bytes one_label{0, 0, 8, 1, 0, 0, 0, 1, 4};

/// A set of one picture to train and one to test with, in plain files.
void write_small_set(const TemporaryFolder& folder) {
  for (const char* name : {"train-images-idx3-ubyte", "t10k-images-idx3-ubyte"})
    folder.write(name, one_picture);
  for (const char* name : {"train-labels-idx1-ubyte", "t10k-labels-idx1-ubyte"})
    folder.write(name, one_label);
}

std::array<std::ptrdiff_t, 10> counts(const Bytes& labels) {
  std::array<std::ptrdiff_t, 10> result{};
  for (std::size_t label = 0; label < result.size(); ++label)
    result[label] = std::count(labels.begin(), labels.end(), label);
  return result;
}

std::uint64_t sum(std::span<const std::uint8_t> pixels) {
  return std::accumulate(pixels.begin(), pixels.end(), std::uint64_t{0});
}

}  // namespace

TEST_CASE("MNIST is read whole: its pixels and labels have the known sums and counts") {
  const Mnist mnist = read_mnist(EIGENCODER_MNIST);
  CHECK(mnist.train.samples() == 60'000);
  CHECK(mnist.test.samples() == 10'000);
  CHECK(mnist.train.features() == 28 * 28);
  CHECK(sum(mnist.train.pixels()) == 1'567'298'545);
  CHECK(sum(mnist.train.pixels().first(784)) == 27'525);
  CHECK(sum(mnist.test.pixels()) == 264'923'200);
  CHECK(counts(mnist.train_labels) ==
        std::array<std::ptrdiff_t, 10>{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949});
  CHECK(counts(mnist.test_labels) ==
        std::array<std::ptrdiff_t, 10>{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009});
}

TEST_CASE("A set in plain files of the same names is read too") {
  const TemporaryFolder folder;
  write_small_set(folder);
  const Mnist mnist = read_mnist(folder.path());
  CHECK(mnist.train.matrix<double>().isApprox(Eigen::Vector2d(10, 20) / 255));
  CHECK(mnist.test_labels == Bytes{4});
}

TEST_CASE("One error names the folder and every missing file") {
  const TemporaryFolder folder;
  folder.write("train-labels-idx1-ubyte", one_label);
  CHECK_THROWS_AS(read_mnist(folder.path()), FileError);
  CHECK_THROWS_WITH(read_mnist(folder.path()),
                    folder.path().string() +
                        ": got a folder without train-images-idx3-ubyte t10k-images-idx3-ubyte "
                        "t10k-labels-idx1-ubyte, expected the four files of MNIST, each plain or "
                        "as .gz");
}

TEST_CASE("Labels that are not as many as the pictures are refused") {
  const TemporaryFolder folder;
  write_small_set(folder);
  const auto labels = folder.write("t10k-labels-idx1-ubyte", {0, 0, 8, 1, 0, 0, 0, 2, 4, 9});
  CHECK_THROWS_AS(read_mnist(folder.path()), FileError);
  CHECK_THROWS_WITH(read_mnist(folder.path()),
                    labels.string() + ": got 2 labels, expected 1, one for each picture");
}

TEST_CASE("Test pictures of another size than the training pictures are refused") {
  const TemporaryFolder folder;
  write_small_set(folder);
  Bytes turned = one_picture;
  std::swap(turned[11], turned[15]);
  const auto images = folder.write("t10k-images-idx3-ubyte", turned);
  CHECK_THROWS_AS(read_mnist(folder.path()), FileError);
  CHECK_THROWS_WITH(read_mnist(folder.path()),
                    images.string() +
                        ": got pictures of 2 x 1, expected 1 x 2 as in the training "
                        "set");
}
