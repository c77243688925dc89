// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "temporary_folder.hpp"

/// While it lives, programs are looked for in this folder alone.
class SearchPath {
 public:
  explicit SearchPath(const std::filesystem::path& folder) { set(folder.string()); }
  ~SearchPath() { set(before_); }
  SearchPath(const SearchPath&) = delete;
  SearchPath& operator=(const SearchPath&) = delete;

 private:
  static void set(const std::string& folders) { setenv("PATH", folders.c_str(), 1); }

  std::string before_ = std::getenv("PATH");
};

inline std::string text_of(const std::filesystem::path& path) {
  const Bytes bytes = bytes_of(path);
  return std::string(bytes.begin(), bytes.end());
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

/// Width and height from the header of a PNG file, or "no PNG".
inline std::string png_size(const std::filesystem::path& path) {
  const Bytes bytes = bytes_of(path);
  const Bytes signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  if (bytes.size() < 24 || !std::equal(signature.begin(), signature.end(), bytes.begin()))
    return "no PNG";
  const auto number = [&](std::size_t at) { return bytes[at] * 256 + bytes[at + 1]; };
  return std::to_string(number(18)) + " x " + std::to_string(number(22));
}
