// SPDX-License-Identifier: MIT
#pragma once

#include <zip.h>

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <eigencoder/core/error.hpp>
#include <eigencoder/core/new_file.hpp>
#include <eigencoder/data/npy_writer.hpp>
#include <eigencoder/data/npz.hpp>
#include <eigencoder/data/sample_array.hpp>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eigencoder {

/// An array to be written into a .npz file: its name, and the bytes of a .npy file.
class NpzArray {
 public:
  /// @param columns  features x samples, or a row vector of numbers; see `write_npy`
  /// @throws ShapeError if the shape of a sample has not as many numbers as there are features
  template <class Derived>
  NpzArray(std::string name, const Eigen::MatrixBase<Derived>& columns,
           const NpyOptions& options = {})
      : name_(std::move(name)) {
    put(columns, detail::npy_shape(columns, options), options.fortran_order);
  }
  /// Likewise in the array's own shape.
  template <class Scalar>
  NpzArray(std::string name, const SampleArray<Scalar>& array) : name_(std::move(name)) {
    put(array.columns, array.shape, false);
  }

  const std::string& name() const { return name_; }
  const std::vector<std::uint8_t>& npy() const { return npy_; }

 private:
  void put(const auto& columns, const std::vector<Eigen::Index>& shape, bool in_fortran_order) {
    detail::check_npy_shape(shape, columns.rows(), columns.cols());
    detail::put_npy(columns, shape, in_fortran_order, [&](const void* bytes, std::size_t size) {
      const auto* first = static_cast<const std::uint8_t*>(bytes);
      npy_.insert(npy_.end(), first, first + size);
    });
  }

  std::string name_;
  std::vector<std::uint8_t> npy_;
};

/// How a .npz file is written.
struct NpzOptions {
  bool compressed = false;  ///< deflated, as by numpy.savez_compressed
};

namespace detail {

/// @throws ValueError if a name stands twice or cannot be the name of a file
inline void check_npz_names(const std::vector<NpzArray>& arrays) {
  std::set<std::string_view> names;
  if (arrays.empty()) fail<ValueError>("write_npz", "0 arrays", "at least 1");
  for (const NpzArray& array : arrays) {
    const std::string& name = array.name();
    check(names.insert(name).second, "write_npz", text('"', name, "\" twice"), "each name once");
    check(name.find('\0') == name.npos, "write_npz", "a name with a zero byte", "none");
  }
}

/// @throws ValueError if libzip does not take the name, or another failure
inline void add_to_zip(zip_t* archive, const NpzArray& array, NpzOptions options) {
  constexpr zip_uint16_t first_day =
      1 << 5 | 1;  // 1980-01-01, as NumPy's: the same bytes each time
  const std::vector<std::uint8_t>& npy = array.npy();
  Zip<zip_source_t> source(zip_source_buffer(archive, npy.data(), npy.size(), 0));
  const std::string member = array.name() + std::string(npy_extension);
  const zip_int64_t added =
      source ? zip_file_add(archive, member.c_str(), source.get(), ZIP_FL_ENC_UTF_8) : -1;
  if (added < 0) fail<ValueError>("write_npz", zip_strerror(archive), "a name in UTF-8");
  static_cast<void>(source.release());
  const auto place = static_cast<zip_uint64_t>(added);
  zip_set_file_compression(archive, place, options.compressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
  zip_file_set_dostime(archive, place, 0, first_day, 0);
}

/// The bytes of an archive that libzip has written.
inline void copy_zip(zip_source_t* source, NewFile& file) {
  std::vector<char> chunk(std::size_t{1} << 20);
  zip_int64_t read = zip_source_open(source) == 0 ? 1 : -1;
  while (read > 0) {
    read = zip_source_read(source, chunk.data(), chunk.size());
    if (read > 0) file.write(chunk.data(), static_cast<std::size_t>(read));
  }
  check<FileError>(read == 0, "write_npz", "an archive that cannot be read", "memory for it");
  zip_source_close(source);
}

}  // namespace detail

/// Writes arrays into a file that numpy.load reads, and `NpzReader`.
///
///   write_npz("codes.npz", {{"codes", model.encoder(images)}, {"labels", labels}},
///             {.compressed = true});
///
/// The file is made in memory beforehand, so this is for arrays of which there is room for two
/// more copies; `write_npy` takes none. What was there before stays until the new file is whole.
/// @throws ValueError if there is no array, a name stands twice or is no UTF-8
/// @throws FileError if the file cannot be written
inline void write_npz(const std::filesystem::path& path, const std::vector<NpzArray>& arrays,
                      NpzOptions options = {}) {
  detail::check_npz_names(arrays);
  NewFile file(path);
  zip_error_t error;
  zip_error_init(&error);
  const detail::Zip<zip_source_t> bytes(zip_source_buffer_create(nullptr, 0, 0, &error));
  detail::Zip<zip_t> archive(zip_open_from_source(bytes.get(), ZIP_TRUNCATE, &error));
  zip_error_fini(&error);
  check<FileError>(archive != nullptr, path.string(), "no room for an archive", "memory for it");
  zip_source_keep(bytes.get());  // the archive has one claim to it, and this function another
  for (const NpzArray& array : arrays) detail::add_to_zip(archive.get(), array, options);
  if (zip_close(archive.get()) != 0)
    fail<FileError>(path.string(), zip_strerror(archive.get()), "memory for the archive");
  static_cast<void>(archive.release());
  detail::copy_zip(bytes.get(), file);
  file.commit();
}

}  // namespace eigencoder
