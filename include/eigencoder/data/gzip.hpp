// SPDX-License-Identifier: MIT
#pragma once

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>
#include <system_error>
#include <vector>

#include <eigencoder/core/error.hpp>
#include <eigencoder/data/idx.hpp>

namespace eigencoder {

namespace detail {

/// A guess at how many bytes the file holds once decompressed, right for all but odd files.
inline std::size_t guess_gzip_size(const std::filesystem::path& path) {
  constexpr std::uintmax_t best_ratio = 1032;  // of deflate: a file cannot hold more than this
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size < 4) return 0;
  std::ifstream file(path, std::ios::binary);
  std::array<std::uint8_t, 4> ends{};
  file.read(reinterpret_cast<char*>(ends.data()), 2);
  if (ends[0] != 0x1F || ends[1] != 0x8B) return static_cast<std::size_t>(size);
  file.seekg(-4, std::ios::end).read(reinterpret_cast<char*>(ends.data()), 4);
  std::uintmax_t length = 0;
  for (std::size_t i = 4; i > 0; --i) length = length << 8 | ends[i - 1];
  return static_cast<std::size_t>(std::min(length, size * best_ratio));
}

using GzipFile = std::unique_ptr<gzFile_s, decltype(&gzclose)>;

inline GzipFile open_gzip(const std::filesystem::path& path) {
  check_is_file(path);
  GzipFile file(gzopen(path.string().c_str(), "rb"), &gzclose);
  check<FileError>(file != nullptr, path.string(), "a file that cannot be opened",
                   "a readable one");
  return file;
}

/// @throws FileError if what stopped the reading, after `size` bytes, is not the end of the data
inline void check_gzip_end(const GzipFile& file, std::string_view where, std::size_t size) {
  int status = Z_OK;
  std::string_view reason = gzerror(file.get(), &status);
  // zlib begins its reason with the path, which the error begins with already.
  if (reason.starts_with(text(where, ": "))) reason.remove_prefix(where.size() + 2);
  check<FileError>(status != Z_BUF_ERROR, where,
                   text("unexpected end of gzip data after ", size, " bytes"),
                   "a whole gzip file: the file is cut short");
  check<FileError>(status == Z_OK, where, text("corrupt gzip data (", reason, ")"),
                   "a sound gzip file");
}

}  // namespace detail

/// The bytes of a gzip file, decompressed by zlib; a file that is not gzip is given as it is.
///
/// The memory taken is that of the result: room is made once, from the length the file ends with.
/// @throws FileError if the file is missing, cut short or corrupt
/// Source: RFC 1952, "GZIP file format specification version 4.3".
inline std::vector<std::uint8_t> read_gzip(const std::filesystem::path& path) {
  constexpr unsigned chunk = 1U << 18;
  const detail::GzipFile file = detail::open_gzip(path);
  std::vector<std::uint8_t> bytes;
  bytes.reserve(detail::guess_gzip_size(path) + chunk);
  int read = 0;
  do {
    const std::size_t used = bytes.size();
    bytes.resize(used + chunk);
    read = gzread(file.get(), bytes.data() + used, chunk);
    bytes.resize(used + static_cast<std::size_t>(std::max(read, 0)));
  } while (read > 0);
  detail::check_gzip_end(file, path.string(), bytes.size());
  return bytes;
}

/// The pictures of an IDX file, gzip-compressed or plain.
/// @throws FileError if it is missing, cut short, corrupt or holds something else
inline IdxImages read_gzip_idx_images(const std::filesystem::path& path) {
  return IdxImages(read_gzip(path), path.string());
}

/// The labels of an IDX file, gzip-compressed or plain.
/// @throws FileError if it is missing, cut short, corrupt or holds something else
inline std::vector<std::uint8_t> read_gzip_idx_labels(const std::filesystem::path& path) {
  return parse_idx_labels(read_gzip(path), path.string());
}

}  // namespace eigencoder
