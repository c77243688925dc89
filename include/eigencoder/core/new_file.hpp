// SPDX-License-Identifier: MIT
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <eigencoder/core/error.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#if __has_include(<unistd.h>)
#include <fcntl.h>
#include <unistd.h>
#endif

namespace eigencoder {

/// A file that takes the place of an older one only when it is whole: until `commit` its path holds
/// what it held before, whatever happens to the program or the machine.
///
/// What is written goes to PATH.partial, which is synced to the disk and then renamed; without
/// `commit` it is removed, and one that a killed program left is overwritten. Without POSIX nothing
/// is synced.
class NewFile {
 public:
  /// @param path  of the file; a symbolic link stays, and what it leads to is replaced
  /// @throws FileError if no file can be made beside it
  explicit NewFile(const std::filesystem::path& path) : path_(target(path)) {
    errno = 0;
    file_.reset(std::fopen(partial().c_str(), "wb"));
    if (file_ == nullptr) fail_with("a folder in which a file can be made");
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  ~NewFile() {
    if (file_ == nullptr) return;
    file_.reset();
    std::error_code ignored;
    std::filesystem::remove(partial(), ignored);
  }

  /// @throws FileError if there is no room, or another failure
  void write(const void* bytes, std::size_t size) {
    if (size == 0) return;
    errno = 0;
    if (std::fwrite(bytes, 1, size, file_.get()) != size) fail_with(room);
  }
  void write(std::string_view bytes) { write(bytes.data(), bytes.size()); }

  /// Puts the file in its place.
  /// @throws FileError if it cannot be written to the disk or renamed
  void commit() {
    errno = 0;
    if (std::fflush(file_.get()) != 0 || !sync(file_.get())) fail_with(room);
    std::error_code error;
    std::filesystem::rename(partial(), path_, error);
    if (error) fail<FileError>(path_.string(), error.message(), "a file that can be replaced");
    file_.reset();
    sync_folder();
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  static constexpr std::string_view room =
      "room for the new file; what was there before is as it was";

  static std::filesystem::path target(std::filesystem::path path) {
    std::error_code error;
    for (int links = 0; std::filesystem::is_symlink(path, error); ++links) {
      check<FileError>(links < 40, path.string(), "links without an end", "a file");
      path = path.parent_path() / std::filesystem::read_symlink(path, error);
    }
    check<FileError>(
        !std::filesystem::exists(path, error) || std::filesystem::is_regular_file(path, error),
        path.string(), "a folder or device", "a file, or a name that is free");
    return path;
  }

  std::filesystem::path partial() const { return path_.string() + ".partial"; }

  [[noreturn]] void fail_with(std::string_view expected) const {
    const std::error_code reason(errno == 0 ? EIO : errno, std::generic_category());
    fail<FileError>(path_.string(), reason.message(), expected);
  }

#if __has_include(<unistd.h>)
  static bool sync(std::FILE* file) { return ::fsync(::fileno(file)) == 0; }
  /// The renaming itself lies in the folder. A file system that cannot sync one loses nothing.
  void sync_folder() const {
    const std::filesystem::path parent = path_.parent_path();
    const int folder = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY);
    if (folder < 0) return;
    ::fsync(folder);
    ::close(folder);
  }
#else
  static bool sync(std::FILE*) { return true; }
  void sync_folder() const {}
#endif

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace eigencoder
