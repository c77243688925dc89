// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <eigencoder/core/error.hpp>
#include <eigencoder/core/new_file.hpp>
#include <eigencoder/data/npy.hpp>
#include <eigencoder/data/sample_array.hpp>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace eigencoder {

/// How an array is written.
struct NpyOptions {
  /// Of a sample, such as {64, 64}; without: {features}, and of a row vector {}, a single number.
  std::vector<Eigen::Index> sample_shape = {};
  bool fortran_order = false;  ///< the first axis fastest; without: C order, as the columns lie
};

namespace detail {

template <class Scalar>
constexpr std::string_view npy_dtype() {
  constexpr bool is_i8 = std::is_integral_v<Scalar> && std::is_signed_v<Scalar>;
  if constexpr (std::is_same_v<Scalar, float>) return "<f4";
  if constexpr (std::is_same_v<Scalar, double>) return "<f8";
  if constexpr (std::is_same_v<Scalar, std::uint8_t>) return "|u1";
  if constexpr (is_i8 && sizeof(Scalar) == 8) return "<i8";
  return "";
}

/// What stands before the numbers, as NumPy writes it: with room for the first extent to grow, and
/// so long that the numbers begin at a multiple of 64 bytes.
/// Source: NumPy, `numpy.lib.format`, section "Format Version 1.0".
inline std::string npy_header_text(std::string_view dtype, bool fortran_order,
                                   std::span<const Eigen::Index> shape) {
  std::string extents = std::to_string(shape[0]) + ",";
  for (const Eigen::Index extent : shape.subspan(1)) extents += text(" ", extent, ",");
  if (shape.size() > 1) extents.pop_back();
  std::string header =
      text("{'descr': '", dtype, "', 'fortran_order': ", fortran_order ? "True" : "False",
           ", 'shape': (", extents, "), }");
  constexpr std::size_t prefix = 10, alignment = 64, most_digits = 21;
  const Eigen::Index growing = fortran_order ? shape.back() : shape.front();
  header.append(most_digits - std::to_string(growing).size(), ' ');
  header.append(alignment - (prefix + header.size() + 1) % alignment, ' ');
  header += '\n';
  const auto byte = [](std::size_t value) { return static_cast<char>(value & 0xFF); };
  return std::string("\x93NUMPY\x01\0", 8) + byte(header.size()) + byte(header.size() >> 8) +
         header;
}

/// @throws ShapeError unless the shape is one of so many samples, each of so many features
inline void check_npy_shape(std::span<const Eigen::Index> shape, Eigen::Index features,
                            Eigen::Index samples) {
  const bool ok = !shape.empty() && shape.size() <= 64;
  check<ShapeError>(ok, "write_npy: shape", text(shape.size(), " axes"), "1 to 64 axes");
  for (const Eigen::Index extent : shape)
    check<ShapeError>(extent >= 0, "write_npy: shape", extent, "extents of at least 0");
  check_equal("write_npy: shape", shape[0], samples, "samples");
  const std::optional<Eigen::Index> count = element_count(shape.subspan(1));
  check<ShapeError>(count.has_value(), "write_npy: shape", "more features than can be counted",
                    text(features, " features"));
  check_equal("write_npy: shape", *count, features, "features");
}

/// The shape of the file, of as many axes as the options say.
template <class Derived>
std::vector<Eigen::Index> npy_shape(const Eigen::MatrixBase<Derived>& columns,
                                    const NpyOptions& options) {
  std::vector<Eigen::Index> shape{columns.cols()};
  const std::vector<Eigen::Index>& sample = options.sample_shape;
  shape.insert(shape.end(), sample.begin(), sample.end());
  if (sample.empty() && Derived::RowsAtCompileTime != 1) shape.push_back(columns.rows());
  return shape;
}

/// The features, by their numbers in C order, in the order of a file whose first axis is fastest.
inline std::vector<Eigen::Index> fortran_order(std::span<const Eigen::Index> shape,
                                               Eigen::Index features) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(features));
  for (Eigen::Index f = 0; f < features; ++f)
    order[static_cast<std::size_t>(fortran_feature(f, shape, features))] = f;
  return order;
}

/// Calls put(bytes, size) with the pieces of a .npy file, one after the other.
template <class Derived, class Put>
void put_npy(const Eigen::MatrixBase<Derived>& columns, std::span<const Eigen::Index> shape,
             bool in_fortran_order, const Put& put) {
  using Scalar = typename Derived::Scalar;
  static_assert(!npy_dtype<Scalar>().empty(),
                "eigencoder: write_npy: numbers are written as float, double, std::uint8_t or "
                "std::int64_t; cast them to one of these first");
  static_assert(std::endian::native == std::endian::little,
                "eigencoder: write_npy: numbers are little-endian, and are written as they lie");
  using Columns = Eigen::Ref<const Eigen::MatrixX<Scalar>, 0, Eigen::OuterStride<>>;
  const Columns values(columns.derived());
  const auto put_numbers = [&](const Scalar* numbers, Eigen::Index count) {
    put(numbers, static_cast<std::size_t>(count) * sizeof(Scalar));
  };
  const std::string header = npy_header_text(npy_dtype<Scalar>(), in_fortran_order, shape);
  put(header.data(), header.size());
  if (values.size() == 0) return;
  if (!in_fortran_order) {
    for (Eigen::Index s = 0; s < values.cols(); ++s)
      put_numbers(values.col(s).data(), values.rows());
    return;
  }
  Eigen::VectorX<Scalar> feature(values.cols());
  for (const Eigen::Index f : fortran_order(shape, values.rows())) {
    feature = values.row(f);
    put_numbers(feature.data(), feature.size());
  }
}

template <class Derived>
void write_npy_file(const std::filesystem::path& path, const Eigen::MatrixBase<Derived>& columns,
                    std::span<const Eigen::Index> shape, bool in_fortran_order) {
  check_npy_shape(shape, columns.rows(), columns.cols());
  NewFile file(path);
  put_npy(columns, shape, in_fortran_order,
          [&](const void* bytes, std::size_t size) { file.write(bytes, size); });
  file.commit();
}

}  // namespace detail

/// Writes samples into a file that numpy.load reads, and `read_npy`: as an array of samples x
/// features, or of samples x any shape.
///
///   write_npy("codes.npy", model.encoder(images));
///   write_npy("faces.npy", faces, {.sample_shape = {64, 64}});
///
/// Numbers stay as they are: float becomes f4, double f8, std::uint8_t u1, std::int64_t i8. What
/// was there before stays until the new file is whole.
/// @param columns  features x samples; the features of a sample in C order
/// @throws ShapeError if the shape of a sample has not as many numbers as there are features
/// @throws FileError if the file cannot be written
template <class Derived>
void write_npy(const std::filesystem::path& path, const Eigen::MatrixBase<Derived>& columns,
               const NpyOptions& options = {}) {
  const std::vector<Eigen::Index> shape = detail::npy_shape(columns, options);
  detail::write_npy_file(path, columns, shape, options.fortran_order);
}

/// Likewise in the array's own shape, in C order.
/// @throws ShapeError if the shape is not that of the columns
template <class Scalar>
void write_npy(const std::filesystem::path& path, const SampleArray<Scalar>& array) {
  detail::write_npy_file(path, array.columns, array.shape, false);
}

}  // namespace eigencoder
