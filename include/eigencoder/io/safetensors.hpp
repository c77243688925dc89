// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <eigencoder/core/error.hpp>
#include <eigencoder/core/new_file.hpp>
#include <eigencoder/data/excerpt.hpp>
#include <eigencoder/data/sample_array.hpp>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace eigencoder {

static_assert(
    std::endian::native == std::endian::little,
    "eigencoder: safetensors: numbers are little-endian, and are read and written as they "
    "lie");

/// What a safetensors file says of one of its arrays.
struct TensorInfo {
  std::string name;
  std::string dtype;  ///< such as "F32"
  std::vector<Eigen::Index> shape;
  std::uint64_t begin = 0, end = 0;  ///< bytes, counted from the first of all data

  Eigen::Index size() const {
    Eigen::Index product = 1;
    for (const Eigen::Index extent : shape) product *= extent;
    return product;
  }
};

/// What the header of a safetensors file says.
struct SafetensorsHeader {
  std::vector<TensorInfo> tensors;  ///< in the order of their data
  std::map<std::string, std::string> metadata;
};

namespace detail {

/// 28 x 28 x 1, or "a number" of a shape without extents.
inline std::string shape_text(const std::vector<Eigen::Index>& shape) {
  std::string words;
  for (const Eigen::Index extent : shape)
    words += (words.empty() ? "" : " x ") + std::to_string(extent);
  return words.empty() ? "a number" : words;
}

/// Bits of an element of a dtype, or 0 for one that the format does not know.
inline Eigen::Index bits_of_dtype(std::string_view dtype) {
  struct Known {
    std::string_view name;
    Eigen::Index bits;
  };
  static constexpr std::array known{
      Known{"BOOL", 8},    Known{"F4", 4},          Known{"F6_E2M3", 6},     Known{"F6_E3M2", 6},
      Known{"U8", 8},      Known{"I8", 8},          Known{"F8_E5M2", 8},     Known{"F8_E4M3", 8},
      Known{"F8_E8M0", 8}, Known{"F8_E4M3FNUZ", 8}, Known{"F8_E5M2FNUZ", 8}, Known{"I16", 16},
      Known{"U16", 16},    Known{"F16", 16},        Known{"BF16", 16},       Known{"I32", 32},
      Known{"U32", 32},    Known{"F32", 32},        Known{"C64", 64},        Known{"F64", 64},
      Known{"I64", 64},    Known{"U64", 64}};
  for (const Known& k : known) {
    if (k.name == dtype) return k.bits;
  }
  return 0;
}

/// Reads the JSON of a header; each check is one of the format's.
class SafetensorsParser {
 public:
  /// @param data_bytes  how many follow the header
  /// @param where       what errors begin with
  SafetensorsParser(std::uint64_t data_bytes, std::string where)
      : data_bytes_(data_bytes), where_(std::move(where)) {}

  /// @throws FileError for anything that a reader of the format must refuse
  SafetensorsHeader parse(std::string_view json) const {
    SafetensorsHeader header;
    const Json parsed = parse_json(json);
    for (const auto& [name, value] : parsed.items()) {
      if (name == "__metadata__") {
        read_metadata(value, header.metadata);
      } else {
        header.tensors.push_back(tensor(name, value));
      }
    }
    const auto by_place = [](const TensorInfo& a, const TensorInfo& b) {
      return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    };
    std::sort(header.tensors.begin(), header.tensors.end(), by_place);
    check_places(header.tensors);
    return header;
  }

 private:
  using Json = nlohmann::json;

  /// A JSON object without duplicate keys, which the library alone would let pass.
  Json parse_json(std::string_view json) const {
    const std::size_t first = json.find_first_not_of(" \t\n\r");
    check<FileError>(first != json.npos && json[first] == '{', where_, excerpt(json),
                     "a header that is a JSON object");
    // JSON has no NUL, and the library would take it for the end.
    check<FileError>(json.find('\0') == json.npos, where_, "a header with a zero byte",
                     "the header of safetensors");
    std::vector<std::set<std::string>> keys;
    const auto note = [&](int depth, Json::parse_event_t event, Json& parsed) {
      if (depth > deepest) fail<FileError>(where_, "JSON in too many brackets", "a flat header");
      if (event == Json::parse_event_t::object_start) keys.emplace_back();
      if (event == Json::parse_event_t::object_end) keys.pop_back();
      if (event == Json::parse_event_t::key) {
        const auto key = parsed.get<std::string>();
        check<FileError>(keys.back().insert(key).second, where_,
                         text('"', printable(key), "\" twice"), "each name once");
      }
      return true;
    };
    try {
      return Json::parse(json, note);
    } catch (const nlohmann::json::exception&) {
      fail<FileError>(where_, "a header that is no JSON, or no UTF-8", "the header of safetensors");
    }
  }

  void read_metadata(const Json& value, std::map<std::string, std::string>& metadata) const {
    check<FileError>(value.is_object(), at("__metadata__"), kind(value), "an object of strings");
    for (const auto& [key, word] : value.items()) {
      check<FileError>(word.is_string(), at("__metadata__"), kind(word), "strings alone");
      metadata[key] = word.get<std::string>();
    }
  }

  TensorInfo tensor(const std::string& name, const Json& value) const {
    const std::string where = at(name);
    check<FileError>(value.is_object() && value.contains("dtype") && value.contains("shape") &&
                         value.contains("data_offsets"),
                     where, kind(value), "an object of dtype, shape and data_offsets");
    const Json& dtype = value["dtype"];
    check<FileError>(dtype.is_string(), where, kind(dtype), "a dtype in quotes");
    TensorInfo info{name, dtype.get<std::string>(), {}, 0, 0};
    const Eigen::Index bits = bits_of_dtype(info.dtype);
    check<FileError>(bits > 0, where, text("dtype \"", printable(info.dtype), '"'),
                     "a dtype of safetensors, such as F32");
    info.shape = numbers(where, "shape", value["shape"]);
    const std::vector<Eigen::Index> offsets = numbers(where, "data_offsets", value["data_offsets"]);
    check<FileError>(offsets.size() == 2 && offsets[0] <= offsets[1], where,
                     "data_offsets that are no [begin, end]", "two numbers, the second not less");
    info.begin = static_cast<std::uint64_t>(offsets[0]);
    info.end = static_cast<std::uint64_t>(offsets[1]);
    std::vector<Eigen::Index> factors = info.shape;
    factors.push_back(bits);
    const std::optional<Eigen::Index> size = element_count(factors);
    check<FileError>(size.has_value(), where, "a shape of more bits than can be counted",
                     "a header that is not corrupt");
    const std::string described = text(shape_text(info.shape), " of ", info.dtype);
    check<FileError>(*size % 8 == 0, where, described, "as many as fill whole bytes");
    check<FileError>(*size / 8 == offsets[1] - offsets[0], where,
                     text(info.end - info.begin, " bytes"), text(*size / 8, ", for ", described));
    return info;
  }

  std::vector<Eigen::Index> numbers(const std::string& where, std::string_view key,
                                    const Json& value) const {
    const auto is_count = [](const Json& n) {
      return n.is_number_unsigned() &&
             n.get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max();
    };
    check<FileError>(value.is_array() && std::all_of(value.begin(), value.end(), is_count), where,
                     text(key, " that is no list of counts"), "whole numbers from 0 to 2^63 - 1");
    return value.get<std::vector<Eigen::Index>>();
  }

  /// Data lies without gaps and overlaps from the first byte to the last.
  void check_places(const std::vector<TensorInfo>& tensors) const {
    std::uint64_t place = 0;
    for (const TensorInfo& t : tensors) {
      check<FileError>(t.begin == place, at(t.name), text("data from byte ", t.begin),
                       text("from byte ", place, ", where the data before it ends"));
      place = t.end;
    }
    check<FileError>(
        place == data_bytes_, where_, text(data_bytes_, " bytes of data"),
        text(place, ": the file ", data_bytes_ < place ? "is cut short" : "has trailing bytes"));
  }

  std::string at(const std::string& name) const { return text(where_, ": ", printable(name)); }
  static std::string kind(const Json& value) { return value.type_name(); }

  static constexpr int deepest = 4;
  std::uint64_t data_bytes_;
  std::string where_;
};

}  // namespace detail

/// A safetensors file whose header has been read and checked.
///
/// Source: Hugging Face, "Safetensors", section "Format".
class SafetensorsReader {
 public:
  /// @throws FileError if the file is missing, cut short, too long, or breaks a rule of the format
  explicit SafetensorsReader(const std::filesystem::path& path) : where_(path.string()) {
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(path, error);
    check<FileError>(!error, where_, error.message(), "a safetensors file");
    check<FileError>(size >= prefix, where_, text(size, " bytes"), "8 or more: it is cut short");
    file_.open(path, std::ios::binary);
    std::uint64_t length = 0;
    read_bytes(&length, prefix);
    check<FileError>(length <= longest_header, where_, text("a header of ", length, " bytes"),
                     text("at most ", longest_header, ": it is no safetensors file"));
    check<FileError>(length <= size - prefix, where_, text(size, " bytes"),
                     text(prefix, " + ", length, " of the header or more: it is cut short"));
    std::string json(static_cast<std::size_t>(length), ' ');
    read_bytes(json.data(), json.size());
    data_ = prefix + length;
    header_ = detail::SafetensorsParser(size - data_, where_).parse(json);
  }

  const std::vector<TensorInfo>& tensors() const { return header_.tensors; }
  const std::map<std::string, std::string>& metadata() const { return header_.metadata; }

  /// The array of that name, or nullptr.
  const TensorInfo* find(std::string_view name) const {
    for (const TensorInfo& t : header_.tensors) {
      if (t.name == name) return &t;
    }
    return nullptr;
  }

  /// Reads the numbers of an array, in C order, as Scalar: of F32 and F64.
  /// @param to  room for `tensor.size()` numbers
  /// @throws FileError for another dtype, or if the file cannot be read
  template <class Scalar>
  void read(const TensorInfo& tensor, Scalar* to) {
    file_.seekg(static_cast<std::streamoff>(data_ + tensor.begin));
    if (tensor.dtype == "F32") return read_as<float>(tensor, to);
    if (tensor.dtype == "F64") return read_as<double>(tensor, to);
    fail<FileError>(text(where_, ": ", detail::printable(tensor.name)),
                    text("dtype ", tensor.dtype), "F32 or F64");
  }

  static constexpr std::size_t prefix = sizeof(std::uint64_t);
  static constexpr std::uint64_t longest_header = 100'000'000;

 private:
  void read_bytes(void* to, std::size_t size) {
    file_.read(static_cast<char*>(to), static_cast<std::streamsize>(size));
    check<FileError>(file_.good(), where_, "a file that cannot be read",
                     text(size, " readable bytes"));
  }

  template <class Stored, class Scalar>
  void read_as(const TensorInfo& tensor, Scalar* to) {
    const auto count = static_cast<std::size_t>(tensor.size());
    if constexpr (std::is_same_v<Stored, Scalar>) {
      read_bytes(to, count * sizeof(Stored));
    } else {
      std::vector<Stored> stored(count);
      read_bytes(stored.data(), count * sizeof(Stored));
      std::transform(stored.begin(), stored.end(), to,
                     [](Stored number) { return static_cast<Scalar>(number); });
    }
  }

  std::string where_;
  std::ifstream file_;
  std::uint64_t data_ = 0;
  SafetensorsHeader header_;
};

/// An array to be written: its numbers in C order, which must outlive the writing.
struct Tensor {
  std::string name;
  std::vector<Eigen::Index> shape;
  std::string_view dtype;
  const void* numbers;
  std::size_t bytes;

  template <class Scalar>
  Tensor(std::string name_, std::vector<Eigen::Index> shape_, const Scalar* numbers_)
      : name(std::move(name_)),
        shape(std::move(shape_)),
        dtype(sizeof(Scalar) == 4 ? "F32" : "F64"),
        numbers(numbers_),
        bytes(sizeof(Scalar)) {
    static_assert(std::is_same_v<Scalar, float> || std::is_same_v<Scalar, double>,
                  "eigencoder: safetensors: float and double are written");
    for (const Eigen::Index extent : shape) bytes *= static_cast<std::size_t>(extent);
  }
};

/// Writes arrays and words into a safetensors file, those of double first, so that all are aligned,
/// else in the order given; what was there before stays until the new file is whole.
/// @throws FileError if the file cannot be written
/// @throws ValueError if a name stands twice, or is no UTF-8
inline void write_safetensors(const std::filesystem::path& path, std::vector<Tensor> tensors,
                              const std::map<std::string, std::string>& metadata) {
  std::stable_partition(tensors.begin(), tensors.end(),
                        [](const Tensor& t) { return t.dtype == "F64"; });
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::size_t place = 0;
  for (const Tensor& t : tensors) {
    check(t.name != "__metadata__" && !header.contains(t.name), "write_safetensors",
          text('"', t.name, "\" twice"), "each name once");
    header[t.name] = {
        {"dtype", t.dtype}, {"shape", t.shape}, {"data_offsets", {place, place + t.bytes}}};
    place += t.bytes;
  }
  std::string json;
  try {
    json = header.dump();
  } catch (const nlohmann::json::exception&) {
    fail<ValueError>("write_safetensors", "a name or word that is no UTF-8", "UTF-8");
  }
  json.resize((json.size() + 7) / 8 * 8, ' ');  // so that the data is aligned
  NewFile file(path);
  const std::uint64_t length = json.size();
  file.write(&length, sizeof length);
  file.write(json);
  for (const Tensor& t : tensors) file.write(t.numbers, t.bytes);
  file.commit();
}

}  // namespace eigencoder
