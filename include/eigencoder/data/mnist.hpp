// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <eigencoder/core/error.hpp>
#include <eigencoder/data/gzip.hpp>
#include <eigencoder/data/idx.hpp>

namespace eigencoder {

/// Pictures and labels to train with and to test with, as MNIST and Fashion-MNIST have them.
struct Mnist {
  IdxImages train;
  IdxImages test;
  std::vector<std::uint8_t> train_labels;
  std::vector<std::uint8_t> test_labels;
};

namespace detail {

constexpr std::array<std::string_view, 4> mnist_names{
    "train-images-idx3-ubyte", "t10k-images-idx3-ubyte", "train-labels-idx1-ubyte",
    "t10k-labels-idx1-ubyte"};

/// The four files, plain where there is a plain one, compressed otherwise.
inline std::array<std::filesystem::path, 4> find_mnist(const std::filesystem::path& folder) {
  std::array<std::filesystem::path, 4> found;
  std::string missing;
  std::error_code ignored;
  for (std::size_t i = 0; i < found.size(); ++i) {
    found[i] = folder / mnist_names[i];
    if (std::filesystem::exists(found[i], ignored)) continue;
    found[i] += ".gz";
    if (!std::filesystem::exists(found[i], ignored)) missing += text(" ", mnist_names[i]);
  }
  check<FileError>(missing.empty(), folder.string(), "a folder without" + missing,
                   "the four files of MNIST, each plain or as .gz");
  return found;
}

/// @throws FileError unless each picture has a label
inline void check_labels(const std::filesystem::path& path, std::size_t labels,
                         const IdxImages& images) {
  check<FileError>(labels == static_cast<std::size_t>(images.samples()), path.string(),
                   text(labels, " labels"), text(images.samples(), ", one for each picture"));
}

}  // namespace detail

/// Reads the four files of MNIST, or of a set in its form, from a folder; each may be `.gz`.
///
/// @throws FileError if files are missing (one error names all), broken or do not belong together
/// Source: Y. LeCun, C. Cortes, C. J. C. Burges, "MNIST handwritten digit database", 2010.
inline Mnist read_mnist(const std::filesystem::path& folder) {
  const auto paths = detail::find_mnist(folder);
  Mnist mnist{.train = read_gzip_idx_images(paths[0]),
              .test = read_gzip_idx_images(paths[1]),
              .train_labels = read_gzip_idx_labels(paths[2]),
              .test_labels = read_gzip_idx_labels(paths[3])};
  detail::check_labels(paths[2], mnist.train_labels.size(), mnist.train);
  detail::check_labels(paths[3], mnist.test_labels.size(), mnist.test);
  check<FileError>(
      mnist.test.height() == mnist.train.height() && mnist.test.width() == mnist.train.width(),
      paths[1].string(), text("pictures of ", mnist.test.height(), " x ", mnist.test.width()),
      text(mnist.train.height(), " x ", mnist.train.width(), " as in the training set"));
  return mnist;
}

}  // namespace eigencoder
