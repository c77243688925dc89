// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <eigencoder/core/error.hpp>
#include <eigencoder/data/excerpt.hpp>
#include <eigencoder/data/idx.hpp>
#include <eigencoder/data/sample_array.hpp>
#include <eigencoder/data/sorted_files.hpp>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

namespace eigencoder {

namespace detail {

/// Reads a PGM file from its first byte to its last: the header when made, then the pixels.
class PgmReader {
 public:
  /// @throws FileError unless the file begins with the header of a gray picture
  PgmReader(std::span<const std::uint8_t> bytes, std::string_view where)
      : rest_(reinterpret_cast<const char*>(bytes.data()), bytes.size()), where_(where) {
    plain_ = rest_.starts_with("P2");
    check<FileError>(plain_ || rest_.starts_with("P5"), where_, "a file that does not begin as PGM",
                     "a gray picture: P5 (binary) or P2");
    rest_.remove_prefix(2);
    width_ = number("a width", 1, most_);
    height_ = number("a height", 1, most_);
    maximum_ = number("a maximum", 1, 65535);
  }

  Eigen::Index height() const { return height_; }
  Eigen::Index width() const { return width_; }

  /// All pixels, row after row, divided by the maximum; takes memory only if they are there.
  /// @throws FileError if there are fewer, or more, or one is above the maximum
  template <class Scalar>
  Eigen::VectorX<Scalar> pixels() {
    check_size();
    Eigen::VectorX<Scalar> result(height_ * width_);
    for (Scalar& pixel : result)
      pixel = static_cast<Scalar>(plain_ ? number("a pixel", 0, maximum_) : binary()) /
              static_cast<Scalar>(maximum_);
    if (plain_) skip_spaces();
    check<FileError>(rest_.empty(), where_, text(rest_.size(), " bytes after the picture"),
                     "a file of one picture");
    return result;
  }

 private:
  void check_size() {
    // A plain pixel is a digit after a space, at least.
    const Eigen::Index each = plain_ || maximum_ > 255 ? 2 : 1;
    if (!plain_) {
      check<FileError>(is_space(rest_), where_, excerpt(rest_),
                       "a space between header and pixels");
      rest_.remove_prefix(1);
    }
    const Eigen::Index size = static_cast<Eigen::Index>(rest_.size());
    const auto need = element_count(std::array{width_, height_, each});
    check<FileError>(need && *need <= size, where_, text(size, " bytes of pixels"),
                     text(width_, " x ", height_, " x ", each, " or more: the file is cut short"));
  }

  /// The next pixel, the higher of two bytes first.
  Eigen::Index binary() {
    Eigen::Index value = 0;
    for (int bytes = maximum_ > 255 ? 2 : 1; bytes > 0; --bytes) {
      value = value * 256 + static_cast<std::uint8_t>(rest_.front());
      rest_.remove_prefix(1);
    }
    if (value > maximum_)
      fail<FileError>(where_, text("a pixel of ", value),
                      text("at most ", maximum_, ", the file's maximum"));
    return value;
  }

  /// The next number, after at least one space or comment.
  Eigen::Index number(std::string_view what, Eigen::Index least, Eigen::Index most) {
    const bool apart = skip_spaces();
    Eigen::Index value = -1;
    const char* begin = rest_.data();
    const auto [end, error] = std::from_chars(begin, begin + rest_.size(), value);
    const bool ok = apart && error == std::errc{} && *begin != '-';
    if (!ok || value < least || value > most)
      fail<FileError>(where_, ok ? text(value) : excerpt(rest_),
                      text(what, most == most_ ? " above 0" : text(" from ", least, " to ", most)));
    rest_.remove_prefix(static_cast<std::size_t>(end - begin));
    return value;
  }

  /// Whether there was any.
  bool skip_spaces() {
    const std::size_t before = rest_.size();
    while (is_space(rest_) || rest_.starts_with('#'))
      rest_.remove_prefix(rest_.front() == '#' ? std::min(rest_.find('\n'), rest_.size()) : 1);
    return rest_.size() < before;
  }

  static bool is_space(std::string_view bytes) {
    return !bytes.empty() && std::string_view(" \t\n\v\f\r").find(bytes.front()) != bytes.npos;
  }

  static constexpr Eigen::Index most_ = std::numeric_limits<Eigen::Index>::max();
  std::string_view rest_;
  std::string_view where_;
  bool plain_ = false;
  Eigen::Index width_ = 0, height_ = 0, maximum_ = 0;
};

}  // namespace detail

/// The picture in the bytes of a whole PGM file; see `read_pgm`. Errors begin with `where`.
/// @throws FileError if the bytes are not one PGM picture, complete to the byte
template <class Scalar>
SampleArray<Scalar> parse_pgm(std::span<const std::uint8_t> bytes, std::string_view where) {
  static_assert(std::is_floating_point_v<Scalar>,
                "eigencoder: read_pgm: pixels are in [0, 1], so they are float or double");
  detail::PgmReader reader(bytes, where);
  return {.shape = {1, reader.height(), reader.width()}, .columns = reader.pixels<Scalar>()};
}

/// Reads one gray picture: shape {1, height, width}, a column, pixel / maximum in [0, 1].
///
/// Binary PGM (P5) of 8 and 16 bits, and plain PGM (P2).
/// @throws FileError if it is missing, cut short, too long, or something else than a PGM picture
/// Source: Netpbm, "pgm: Netpbm grayscale image format".
template <class Scalar>
SampleArray<Scalar> read_pgm(const std::filesystem::path& path) {
  return parse_pgm<Scalar>(detail::read_bytes(path), path.string());
}

/// Reads all pictures *.pgm in a folder and the folders in it: shape {n, height, width}.
///
/// They are sorted by path, the numbers in it by their value: s1/2.pgm, s1/10.pgm, s2/1.pgm, as
/// the photographs of faces of AT&T Laboratories Cambridge are named.
/// @throws FileError if there is none, one cannot be read, or they differ in size
template <class Scalar>
SampleArray<Scalar> read_pgm_folder(const std::filesystem::path& folder) {
  const std::vector<std::filesystem::path> paths = detail::sorted_files(folder, ".pgm");
  std::vector<SampleArray<Scalar>> pictures;
  for (const std::filesystem::path& path : paths) {
    pictures.push_back(read_pgm<Scalar>(path));
    const auto &shape = pictures.back().shape, &first = pictures.front().shape;
    check<FileError>(shape == first, path.string(),
                     text("a picture of ", shape[1], " x ", shape[2]),
                     text(first[1], " x ", first[2], " as in ", paths.front().string()));
  }
  SampleArray<Scalar> all{.shape = pictures.front().shape, .columns = {}};
  all.shape[0] = static_cast<Eigen::Index>(pictures.size());
  all.columns.resize(pictures.front().columns.rows(), all.shape[0]);
  for (std::size_t i = 0; i < pictures.size(); ++i)
    all.columns.col(static_cast<Eigen::Index>(i)) = pictures[i].columns;
  return all;
}

}  // namespace eigencoder
