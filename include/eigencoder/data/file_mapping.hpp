// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <eigencoder/core/error.hpp>
#include <eigencoder/data/idx.hpp>
#include <filesystem>
#include <limits>
#include <span>
#include <system_error>
#include <vector>
#if __has_include(<sys/mman.h>)
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#endif

namespace eigencoder::detail {

#if __has_include(<sys/mman.h>)

/// The bytes of a file, read from the disk where they are looked at, and forgotten by the system
/// when it needs the memory. A file must not become shorter meanwhile: to look at what is no more
/// ends the program (SIGBUS). One that is renamed, removed or replaced by another stays as it was.
class FileMapping {
 public:
  /// @throws FileError if the file is missing, a folder, or cannot be read
  explicit FileMapping(const std::filesystem::path& path) {
    check_is_file(path);
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    check<FileError>(!error, path.string(), error.message(), "a file with a size");
    check<FileError>(size <= std::numeric_limits<std::size_t>::max(), path.string(),
                     text(size, " bytes"), "fewer: a system of 64 bits maps them");
    size_ = static_cast<std::size_t>(size);
    if (size_ > 0) map(path);
  }
  FileMapping(const FileMapping&) = delete;
  FileMapping& operator=(const FileMapping&) = delete;
  ~FileMapping() {
    if (size_ > 0) ::munmap(start_, size_);
  }

  std::span<const std::uint8_t> bytes() const {
    return {static_cast<const std::uint8_t*>(start_), size_};
  }

  /// Has the disk read a part in one go, before it is looked at. Measured, not in memory: parts of
  /// 16 KB and more come three times as fast, smaller ones no faster.
  void will_need(std::size_t begin, std::size_t size) const {
    if (size < (std::size_t{1} << 14)) return;
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t first = begin / page * page;
    ::madvise(static_cast<std::uint8_t*>(start_) + first, begin + size - first, MADV_WILLNEED);
  }

 private:
  void map(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    start_ = file < 0 ? MAP_FAILED : ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file, 0);
    const std::error_code reason(errno, std::generic_category());
    if (file >= 0) ::close(file);  // the mapping stays
    check<FileError>(start_ != MAP_FAILED, path.string(), reason.message(),
                     "a file that can be mapped into memory");
  }

  void* start_ = nullptr;
  std::size_t size_ = 0;
};

#else

/// The bytes of a file, which without POSIX are read as a whole.
class FileMapping {
 public:
  explicit FileMapping(const std::filesystem::path& path) : bytes_(read_bytes(path)) {}
  std::span<const std::uint8_t> bytes() const { return bytes_; }
  void will_need(std::size_t, std::size_t) const {}

 private:
  std::vector<std::uint8_t> bytes_;
};

#endif

}  // namespace eigencoder::detail
