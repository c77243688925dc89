// SPDX-License-Identifier: MIT
#pragma once

#include <zip.h>

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <eigencoder/core/error.hpp>
#include <eigencoder/data/excerpt.hpp>
#include <eigencoder/data/idx.hpp>
#include <eigencoder/data/npy.hpp>
#include <eigencoder/data/sample_array.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eigencoder {

namespace detail {

/// Lets go of what libzip has given.
struct ZipRelease {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* member) const { zip_fclose(member); }
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
template <class T>
using Zip = std::unique_ptr<T, ZipRelease>;

constexpr std::string_view npy_extension = ".npy";

/// @throws FileError unless the file begins as a zip archive
inline void check_zip_magic(const std::filesystem::path& path) {
  check_is_file(path);
  std::string magic(4, ' ');
  std::ifstream file(path, std::ios::binary);
  file.read(magic.data(), static_cast<std::streamsize>(magic.size()));
  check<FileError>(magic != "\x93NUM", path.string(), "a .npy file",
                   "a zip archive: read it by read_npy");
  check<FileError>(magic.starts_with("PK"), path.string(), "a file that does not begin as .npz",
                   "a zip archive, as numpy.savez writes it");
}

/// @throws FileError unless it is a zip archive whose list of members is whole
inline Zip<zip_t> open_zip(const std::filesystem::path& path) {
  check_zip_magic(path);
  int code = 0;
  Zip<zip_t> archive(zip_open(path.string().c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code));
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string reason =
      code == ZIP_ER_EXISTS ? "two members of one name" : zip_error_strerror(&error);
  zip_error_fini(&error);
  check<FileError>(archive != nullptr, path.string(), text("a corrupt archive (", reason, ")"),
                   "a sound zip archive: the file may be cut short");
  return archive;
}

}  // namespace detail

/// A .npz file: arrays under names, as numpy.savez and numpy.savez_compressed write them.
///
///   NpzReader file("codes.npz");
///   const auto codes = file.read<float>("codes");
///
/// Memory is taken for what has been inflated, whatever the file claims.
/// Source: NumPy, `numpy.lib.format`; PKWARE, "APPNOTE.TXT - .ZIP File Format Specification".
class NpzReader {
 public:
  /// @throws FileError if the file is missing, cut short, no zip archive, or has a name twice
  explicit NpzReader(const std::filesystem::path& path)
      : where_(path.string()), archive_(detail::open_zip(path)) {
    const auto members = static_cast<zip_uint64_t>(zip_get_num_entries(archive_.get(), 0));
    for (zip_uint64_t i = 0; i < members; ++i) {
      const char* member = zip_get_name(archive_.get(), i, 0);
      std::string name = member == nullptr ? "" : member;
      if (!name.ends_with(detail::npy_extension)) continue;
      name.resize(name.size() - detail::npy_extension.size());
      names_.push_back(std::move(name));
      places_.push_back(i);
    }
  }

  /// The names of the arrays, in the order of the file; what else is in it has none.
  const std::vector<std::string>& names() const { return names_; }

  /// Reads the array of that name, as `read_npy` does.
  /// @throws FileError if there is none, or it is encrypted, corrupt or something else
  template <class Scalar>
  SampleArray<Scalar> read(std::string_view name) const {
    const auto found = std::find(names_.begin(), names_.end(), name);
    check<FileError>(found != names_.end(), where_, text("no array \"", name, '"'), listed());
    const auto place = places_[static_cast<std::size_t>(found - names_.begin())];
    const std::string where = text(where_, ": ", detail::printable(name));
    return parse_npy<Scalar>(bytes(place, where), where);
  }

 private:
  /// The names, or as many as fit a message.
  std::string listed() const {
    constexpr std::size_t most = 8;
    if (names_.empty()) return "an array: there is none";
    std::string names = "one of ";
    for (std::size_t i = 0; i < std::min(most, names_.size()); ++i)
      names += text(i == 0 ? "\"" : ", \"", detail::printable(names_[i]), '"');
    return names_.size() > most ? names + ", ..." : names;
  }

  std::vector<std::uint8_t> bytes(zip_uint64_t place, std::string_view where) const {
    constexpr std::size_t chunk = std::size_t{1} << 20;
    zip_stat_t info;
    check<FileError>(zip_stat_index(archive_.get(), place, 0, &info) == 0, where,
                     zip_strerror(archive_.get()), "an array");
    check<FileError>(info.encryption_method == ZIP_EM_NONE, where, "an encrypted array",
                     "one without a password");
    const detail::Zip<zip_file_t> member(zip_fopen_index(archive_.get(), place, 0));
    check<FileError>(member != nullptr, where, zip_strerror(archive_.get()),
                     "an array that is stored or deflated");
    std::vector<std::uint8_t> bytes;
    const auto piece = static_cast<std::size_t>(std::min<zip_uint64_t>(info.size, chunk)) + 1;
    zip_int64_t read = 1;
    while (read > 0) {
      const std::size_t used = bytes.size();
      bytes.resize(used + piece);
      read = zip_fread(member.get(), bytes.data() + used, piece);
      check<FileError>(read >= 0, where,
                       text("corrupt data (", zip_file_strerror(member.get()), ")"),
                       "a sound zip archive");
      bytes.resize(used + static_cast<std::size_t>(read));
      // More are refused before they are all inflated, fewer at the end.
      const bool ok = read > 0 ? bytes.size() <= info.size : bytes.size() == info.size;
      check<FileError>(ok, where, text(read > 0 ? "at least " : "", bytes.size(), " bytes"),
                       text(info.size, ", as the archive says"));
    }
    return bytes;
  }

  std::string where_;
  detail::Zip<zip_t> archive_;
  std::vector<std::string> names_;
  std::vector<zip_uint64_t> places_;  ///< of the arrays among the archive's members
};

/// Reads one array of a .npz file; see `NpzReader`.
/// @throws FileError if it is not there, or something else
template <class Scalar>
SampleArray<Scalar> read_npz(const std::filesystem::path& path, std::string_view name) {
  return NpzReader(path).read<Scalar>(name);
}

}  // namespace eigencoder
