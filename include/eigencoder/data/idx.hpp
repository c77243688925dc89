// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <eigencoder/core/error.hpp>
#include <eigencoder/data/prefetch.hpp>

namespace eigencoder {

namespace detail {

// The last byte of a magic is the rank, the one before it the type: 0x08, unsigned bytes.
constexpr std::uint32_t idx_images_magic = 0x00000803;
constexpr std::uint32_t idx_labels_magic = 0x00000801;

/// Four bytes of the file as a number, the highest byte first.
inline std::uint32_t idx_number(std::span<const std::uint8_t> bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (const std::uint8_t byte : bytes.subspan(at, 4)) number = number << 8 | byte;
  return number;
}

inline std::string idx_kind(std::uint32_t magic) {
  return text(magic == idx_images_magic ? "images" : "labels", " (magic ", magic, ")");
}

/// What a file of this magic is, in words.
inline std::string idx_content(std::uint32_t magic) {
  if (magic == idx_images_magic || magic == idx_labels_magic) return "holds " + idx_kind(magic);
  if (magic >> 16 == 0x1F8B) return "is gzip-compressed: read it with <eigencoder/data/gzip.hpp>";
  if (magic >> 16 != 0) return text("is not IDX (magic ", magic, ")");
  if (magic >> 8 != 0x08) return text("holds values of type ", magic >> 8, ", not bytes of type 8");
  return text("holds an array of rank ", magic & 0xFF, " (magic ", magic, ")");
}

/// @throws FileError unless the bytes begin with a whole header of the wanted magic
inline void check_idx_header(std::span<const std::uint8_t> bytes, std::uint32_t wanted,
                             std::size_t header, std::string_view where) {
  const std::uint32_t magic = bytes.size() < 4 ? wanted : idx_number(bytes, 0);
  check<FileError>(magic == wanted, where, "a file that " + idx_content(magic), idx_kind(wanted));
  check<FileError>(bytes.size() >= header, where, text(bytes.size(), " bytes"),
                   text("a header of ", header, " bytes: the file is cut short"));
}

/// The extents of a whole IDX file of the wanted magic; its data must be complete to the byte.
template <std::size_t Rank>
std::array<Eigen::Index, Rank> idx_extents(std::span<const std::uint8_t> bytes,
                                           std::uint32_t wanted, std::string_view where) {
  constexpr std::size_t header = 4 + 4 * Rank;
  constexpr std::size_t most = static_cast<std::size_t>(std::numeric_limits<Eigen::Index>::max());
  check_idx_header(bytes, wanted, header, where);
  std::array<Eigen::Index, Rank> extents{};
  std::string sizes;
  std::size_t size = 1;
  for (std::size_t axis = 0; axis < Rank; ++axis) {
    const std::uint32_t extent = idx_number(bytes, 4 + 4 * axis);
    sizes += text(axis == 0 ? "" : " x ", extent);
    check<FileError>(extent > 0, where, text("sizes ", sizes), "data: every size above 0");
    check<FileError>(size <= most / extent, where, text("sizes ", sizes),
                     text("a product of at most ", most, ": the header is corrupt"));
    extents[axis] = static_cast<Eigen::Index>(extent);
    size *= extent;
  }
  const std::size_t found = bytes.size() - header;
  check<FileError>(found == size, where, text(found, " bytes of data"),
                   text(size, " (", sizes, "): the file ",
                        found < size ? "is cut short" : "has trailing bytes"));
  return extents;
}

/// pixel / 255 to the last bit, as NumPy and Keras have it, without a division, with which a
/// picture takes 1.7 times as long: 1 / 255 is 1 / 256 + 1 / 65280, and a pixel over 256 is exact.
template <class Scalar>
Scalar pixel_value(std::uint8_t pixel) {
  const auto value = static_cast<Scalar>(pixel);
  return value * (Scalar(1) / Scalar(256)) + value * (Scalar(1) / Scalar(65280));
}

/// @throws FileError unless the path is a file, not a folder or nothing
inline void check_is_file(const std::filesystem::path& path) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::status(path, ignored);
  check<FileError>(std::filesystem::exists(status), path.string(), "no such file",
                   "a file to read");
  check<FileError>(!std::filesystem::is_directory(status), path.string(), "a folder",
                   "a file to read");
}

inline std::vector<std::uint8_t> read_bytes(const std::filesystem::path& path) {
  check_is_file(path);
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  check<FileError>(!error, path.string(), error.message(), "a file with a size");
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  check<FileError>(file.good(), path.string(), "a file that cannot be read",
                   text(size, " readable bytes"));
  return bytes;
}

}  // namespace detail

/// Gray pictures kept as the bytes of an IDX file (rank 3, unsigned bytes): a dataset.
///
/// A sample is one picture of height x width x 1, row after row: already the order of a batch.
/// Values are pixel / 255, so they are finite and in [0, 1]. All of MNIST's training pictures
/// take 47 MB, a quarter of what they take as floats.
/// Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database", section "File formats".
class IdxImages {
 public:
  /// @param bytes  a whole IDX file; move it in, no copy is made
  /// @param where  what errors begin with, such as the path
  /// @throws FileError if the bytes are not an IDX file of pictures, complete to the byte
  IdxImages(std::vector<std::uint8_t> bytes, std::string_view where)
      : bytes_(std::move(bytes)),
        extents_(detail::idx_extents<3>(bytes_, detail::idx_images_magic, where)) {}

  Eigen::Index samples() const { return extents_[0]; }
  Eigen::Index height() const { return extents_[1]; }
  Eigen::Index width() const { return extents_[2]; }
  Eigen::Index channels() const { return 1; }
  Eigen::Index features() const { return height() * width(); }

  /// The bytes of all pictures, one after the other.
  std::span<const std::uint8_t> pixels() const { return std::span(bytes_).subspan(header_); }

  /// Writes the chosen samples as the columns of a features x samples.size() matrix at `out`.
  /// @throws ValueError if a sample is not there
  template <class Scalar>
  void gather(std::span<const Eigen::Index> samples, Scalar* out) const {
    for (const Eigen::Index sample : samples) {
      if (sample < 0 || sample >= this->samples())
        fail<ValueError>("IdxImages::gather", text("sample ", sample),
                         text("0 to ", this->samples() - 1));
    }
    for (std::size_t i = 0; i < samples.size(); ++i) {
      // Two ahead: a picture is converted in less time than it takes to fetch one.
      if (i + 2 < samples.size()) detail::prefetch(begin(samples[i + 2]), features());
      convert(samples[i], 1, out);
      out += features();
    }
  }

  /// Samples first, ..., first + count - 1 as a features x count matrix.
  /// @throws ValueError if a sample is not there
  template <class Scalar>
  Eigen::MatrixX<Scalar> columns(Eigen::Index first, Eigen::Index count) const {
    check(first >= 0 && count >= 0 && first <= samples() && count <= samples() - first,
          "IdxImages::columns", text(count, " samples from sample ", first),
          text("a part of ", samples(), " samples"));
    Eigen::MatrixX<Scalar> result(features(), count);
    convert(first, count, result.data());
    return result;
  }

  /// All samples as a features x samples matrix.
  template <class Scalar>
  Eigen::MatrixX<Scalar> matrix() const {
    return columns<Scalar>(0, samples());
  }

 private:
  const std::uint8_t* begin(Eigen::Index sample) const {
    return bytes_.data() + header_ + sample * features();
  }

  template <class Scalar>
  void convert(Eigen::Index first, Eigen::Index samples, Scalar* out) const {
    const std::uint8_t* from = begin(first);
    // By blocks of a length that GCC knows, from memory that `out` cannot share: so it has vectors
    // at -O2 too (a fifth of a training step of 784-32-784).
    constexpr Eigen::Index block = 64;
    const Eigen::Index count = samples * features();
    const auto scale = [](std::uint8_t pixel) { return detail::pixel_value<Scalar>(pixel); };
    Eigen::Index i = 0;
    for (; i + block <= count; i += block) {
      std::uint8_t pixels[block];
      std::memcpy(pixels, from + i, block);
      for (Eigen::Index k = 0; k < block; ++k) out[i + k] = scale(pixels[k]);
    }
    std::transform(from + i, from + count, out + i, scale);
  }

  static constexpr std::size_t header_ = 16;
  std::vector<std::uint8_t> bytes_;
  std::array<Eigen::Index, 3> extents_;
};

/// The labels in the bytes of a whole IDX file of labels; errors begin with `where`.
/// @throws FileError if the bytes are not an IDX file of labels, complete to the byte
inline std::vector<std::uint8_t> parse_idx_labels(std::span<const std::uint8_t> bytes,
                                                  std::string_view where) {
  detail::idx_extents<1>(bytes, detail::idx_labels_magic, where);
  const std::span<const std::uint8_t> labels = bytes.subspan(8);
  return {labels.begin(), labels.end()};
}

/// The pictures of an IDX file that is not compressed.
/// @throws FileError if it is missing, cut short, gzip-compressed or holds something else
inline IdxImages read_idx_images(const std::filesystem::path& path) {
  return IdxImages(detail::read_bytes(path), path.string());
}

/// The labels of an IDX file that is not compressed.
/// @throws FileError if it is missing, cut short, gzip-compressed or holds something else
inline std::vector<std::uint8_t> read_idx_labels(const std::filesystem::path& path) {
  return parse_idx_labels(detail::read_bytes(path), path.string());
}

}  // namespace eigencoder
