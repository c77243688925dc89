// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <fstream>
#include <system_error>

#include <eigencoder/core/error.hpp>

namespace eigencoder {

/// Makes the folder, and those above it, where it is missing, and tries that a file can be written
/// into it: call it before a long training, not after.
/// @throws FileError if the folder cannot be made or nothing can be written into it
inline void check_writable_folder(const std::filesystem::path& folder) {
  std::error_code error, ignored;
  std::filesystem::create_directories(folder, error);
  check<FileError>(std::filesystem::is_directory(folder, ignored), folder.string(),
                   text("a path where no folder can be made (", error.message(), ")"), "a folder");
  const std::filesystem::path probe = folder / ".eigencoder-write-test";
  // Appending harms nothing should there be such a file.
  std::ofstream file(probe, std::ios::app);
  file << "may be deleted\n" << std::flush;
  const bool written = file.good();
  file.close();
  std::filesystem::remove(probe, ignored);
  check<FileError>(written, folder.string(), "a folder that cannot be written",
                   "a writable folder");
}

}  // namespace eigencoder
