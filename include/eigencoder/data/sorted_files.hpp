// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <eigencoder/core/error.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace eigencoder::detail {

/// What paths are sorted by: "s2/10" comes after "s2/9" and before "s10/1".
inline std::string natural_key(std::string_view path) {
  std::string key;
  while (!path.empty()) {
    const std::size_t run = std::min(path.find_first_not_of("0123456789"), path.size());
    if (run == 0) {
      key += path.front();
      path.remove_prefix(1);
      continue;
    }
    const std::size_t zeros = std::min(path.find_first_not_of('0'), run);
    // Of two whole numbers without leading zeros the one with more digits is the larger.
    key += '0';
    key += static_cast<char>(run - zeros);
    key += path.substr(zeros, run - zeros);
    path.remove_prefix(run);
  }
  return key;
}

/// Whether the path ends in the extension, which is in small letters, or in the same in capitals.
inline bool has_extension(const std::filesystem::path& path, std::string_view extension) {
  std::string found = path.extension().string();
  for (char& c : found) c = 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return found == extension;
}

/// All files of an extension, such as ".pgm", in a folder and the folders in it, in natural order.
/// @throws FileError if the folder is missing or cannot be read, or there is no such file
inline std::vector<std::filesystem::path> sorted_files(const std::filesystem::path& folder,
                                                       std::string_view extension) {
  std::error_code error, ignored;
  check<FileError>(std::filesystem::exists(folder, ignored), folder.string(), "no such folder",
                   text("a folder of ", extension, " files"));
  std::vector<std::pair<std::string, std::filesystem::path>> found;
  std::filesystem::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != end(entry); entry.increment(error))
    if (has_extension(entry->path(), extension) && !entry->is_directory(ignored))
      found.emplace_back(natural_key(entry->path().generic_string()), entry->path());
  check<FileError>(!error, folder.string(), error.message(), "a folder that can be read");
  check<FileError>(!found.empty(), folder.string(), text("a folder without ", extension, " files"),
                   "at least one");
  std::sort(found.begin(), found.end());
  std::vector<std::filesystem::path> paths;
  for (auto& [key, path] : found) paths.push_back(std::move(path));
  return paths;
}

}  // namespace eigencoder::detail
