// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <eigencoder/core/error.hpp>
#include <eigencoder/data/idx.hpp>
#include <eigencoder/data/npy_header.hpp>
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

namespace detail {

/// Number i of an array of little-endian numbers, which may lie at any address.
template <class Stored>
Stored npy_element(std::span<const std::uint8_t> data, Eigen::Index i) {
  std::array<std::uint8_t, sizeof(Stored)> bytes;
  std::copy_n(data.data() + i * Eigen::Index{sizeof(Stored)}, sizeof(Stored), bytes.begin());
  if constexpr (std::endian::native == std::endian::big) std::reverse(bytes.begin(), bytes.end());
  return std::bit_cast<Stored>(bytes);
}

/// Where the feature that is the f-th in C order stands where the first axis is the fastest.
inline Eigen::Index fortran_feature(Eigen::Index f, std::span<const Eigen::Index> shape,
                                    Eigen::Index features) {
  Eigen::Index place = 0, stride = features;
  for (std::size_t axis = shape.size() - 1; axis > 0; --axis) {
    stride /= shape[axis];
    place += f % shape[axis] * stride;
    f /= shape[axis];
  }
  return place;
}

/// Converts the numbers from the first-th on, which follow each other.
template <class Stored, class Scalar>
void convert_npy_run(std::span<const std::uint8_t> data, Eigen::Index first, Eigen::Index count,
                     Scalar* out) {
  for (Eigen::Index i = 0; i < count; ++i)
    out[i] = static_cast<Scalar>(npy_element<Stored>(data, first + i));
}

/// Fills the columns with the numbers behind a header, of which there are as many.
template <class Stored, class Scalar>
void convert_npy(const NpyHeader& header, std::span<const std::uint8_t> data,
                 Eigen::MatrixX<Scalar>& columns) {
  const Eigen::Index features = columns.rows(), samples = columns.cols();
  if (!header.fortran_order)
    return convert_npy_run<Stored>(data, 0, columns.size(), columns.data());
  for (Eigen::Index f = 0; f < features; ++f) {
    const Eigen::Index first = fortran_feature(f, header.shape, features) * samples;
    for (Eigen::Index s = 0; s < samples; ++s)
      columns(f, s) = static_cast<Scalar>(npy_element<Stored>(data, first + s));
  }
}

/// Writes one sample, its features in C order.
template <class Stored, class Scalar>
void convert_npy_sample(const NpyHeader& header, std::span<const std::uint8_t> data,
                        Eigen::Index sample, Scalar* out) {
  const Eigen::Index samples = header.shape[0];
  const auto numbers = static_cast<Eigen::Index>(data.size() / sizeof(Stored));
  const Eigen::Index features = numbers / samples;
  if (!header.fortran_order) return convert_npy_run<Stored>(data, sample * features, features, out);
  for (Eigen::Index f = 0; f < features; ++f) {
    const Eigen::Index place = fortran_feature(f, header.shape, features) * samples + sample;
    out[f] = static_cast<Scalar>(npy_element<Stored>(data, place));
  }
}

/// A dtype that is read, and how.
template <class Scalar>
struct NpyType {
  std::string_view name;
  Eigen::Index size;  ///< bytes an element
  void (*convert)(const NpyHeader&, std::span<const std::uint8_t>, Eigen::MatrixX<Scalar>&);
  void (*convert_sample)(const NpyHeader&, std::span<const std::uint8_t>, Eigen::Index, Scalar*);

  template <class Stored>
  static constexpr NpyType of(std::string_view name) {
    return {name, sizeof(Stored), &detail::convert_npy<Stored, Scalar>,
            &detail::convert_npy_sample<Stored, Scalar>};
  }
};

template <class Scalar>
constexpr std::array<NpyType<Scalar>, 4> npy_types{
    NpyType<Scalar>::template of<float>("<f4"), NpyType<Scalar>::template of<double>("<f8"),
    NpyType<Scalar>::template of<std::int64_t>("<i8"),
    NpyType<Scalar>::template of<std::uint8_t>("|u1")};

template <class Scalar>
const NpyType<Scalar>& npy_type(const std::string& dtype, std::string_view where) {
  std::string names;
  for (const NpyType<Scalar>& type : npy_types<Scalar>) {
    if (type.name == dtype) return type;
    names += text(names.empty() ? "" : ", ", type.name);
  }
  fail<FileError>(where, text("dtype ", dtype, dtype.starts_with('>') ? " (big-endian)" : ""),
                  text("one of ", names, ": convert it by array.astype(\"<f4\")"));
}

/// @throws FileError unless there are as many bytes of data as elements of `size` bytes need
inline void check_npy_size(std::span<const Eigen::Index> shape, Eigen::Index size,
                           std::size_t found, std::string_view where) {
  std::string sizes;
  for (const Eigen::Index extent : shape) sizes += text(extent, " x ");
  sizes += text(size, size == 1 ? " byte" : " bytes");
  const std::optional<Eigen::Index> count = element_count(shape);
  const auto need = element_count(std::array{count.value_or(0), size});
  check<FileError>(count && need, where, "sizes " + sizes,
                   "a product that can be counted: the header is corrupt");
  const auto expected = static_cast<std::size_t>(*need);
  check<FileError>(found == expected, where, text(found, " bytes of data"),
                   text(expected, " (", sizes, "): the file ",
                        found < expected ? "is cut short" : "has trailing bytes"));
}

}  // namespace detail

/// The array in the bytes of a whole .npy file; see `read_npy`. Errors begin with `where`.
/// @throws FileError if the bytes are not such a file, complete to the byte
template <class Scalar>
SampleArray<Scalar> parse_npy(std::span<const std::uint8_t> bytes, std::string_view where) {
  static_assert(std::is_floating_point_v<Scalar>,
                "eigencoder: read_npy: samples are read as float or double, whatever numbers the "
                "file holds");
  detail::NpyHeader header = detail::parse_npy_header(bytes, where);
  const detail::NpyType<Scalar>& type = detail::npy_type<Scalar>(header.dtype, where);
  const std::span<const std::uint8_t> data = bytes.subspan(header.size);
  detail::check_npy_size(header.shape, type.size, data.size(), where);
  const std::span<const Eigen::Index> shape = header.shape;
  Eigen::MatrixX<Scalar> columns(*detail::element_count(shape.subspan(1)), shape[0]);
  type.convert(header, data, columns);
  return {.shape = std::move(header.shape), .columns = std::move(columns)};
}

/// Reads an array that NumPy has saved: numpy.save("faces.npy", array.astype("<f4")).
///
/// The first axis counts the samples; the others are the features, in C order whatever the order
/// in the file. Numbers become Scalar as they are: bytes are not divided by 255.
/// Versions 1.0 to 3.0; dtypes <f4, <f8, <i8 and |u1; C and Fortran order; 1 to 64 axes. Memory
/// is taken only for as many numbers as the file has.
/// @throws FileError if it is missing, cut short, too long, or holds something else
/// Source: NumPy, `numpy.lib.format`.
template <class Scalar>
SampleArray<Scalar> read_npy(const std::filesystem::path& path) {
  return parse_npy<Scalar>(detail::read_bytes(path), path.string());
}

}  // namespace eigencoder
