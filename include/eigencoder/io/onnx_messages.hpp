// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <bit>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <eigencoder/io/protobuf.hpp>

namespace eigencoder {

using Eigen::Index;

/// What an operator of ONNX is told besides its inputs: {"alpha", 0.3f}, {"axis", 1}.
struct OnnxAttribute {
  std::string name;
  std::variant<float, Index, std::string, std::vector<Index>> value;
};

namespace detail {

static_assert(std::endian::native == std::endian::little,
              "eigencoder: ONNX: numbers are little-endian, and are written as they lie");

// Numbers of fields, and of types, are those of onnx.proto, whose names stand beside them.

inline ProtobufMessage onnx_attribute(const OnnxAttribute& attribute) {
  constexpr int number = 1, integer = 2, string = 3, integers = 7;  // AttributeType
  ProtobufMessage message;
  message.words(1, attribute.name);
  if (const auto* real = std::get_if<float>(&attribute.value)) {
    message.real(2, *real).integer(20, number);  // f, type
  } else if (const auto* whole = std::get_if<Index>(&attribute.value)) {
    message.integer(3, *whole).integer(20, integer);  // i
  } else if (const auto* words = std::get_if<std::string>(&attribute.value)) {
    message.words(4, *words).integer(20, string);  // s
  } else {
    for (const Index i : std::get<std::vector<Index>>(attribute.value)) message.integer(8, i);
    message.integer(20, integers);  // 8: ints
  }
  return message;
}

template <class Number>
ProtobufMessage onnx_tensor(std::string_view name, const std::vector<Index>& extents,
                            const std::vector<Number>& numbers) {
  ProtobufMessage message;
  for (const Index extent : extents) message.integer(1, extent);  // dims
  const auto* bytes = reinterpret_cast<const char*>(numbers.data());
  message
      .integer(2, std::is_same_v<Number, float> ? 1 : 7)    // data_type: FLOAT, INT64
      .words(8, name)                                       // name
      .words(9, {bytes, numbers.size() * sizeof(Number)});  // raw_data
  return message;
}

/// Numbers of float, batch x extents, with any batch.
inline ProtobufMessage onnx_value(std::string_view name, const std::vector<Index>& extents) {
  ProtobufMessage shape, tensor, type, value;
  shape.message(1, ProtobufMessage{}.words(2, "batch"));  // dim { dim_param }
  for (const Index extent : extents) shape.message(1, ProtobufMessage{}.integer(1, extent));
  tensor.integer(1, 1).message(2, shape);  // elem_type: FLOAT, shape
  type.message(1, tensor);                 // tensor_type
  value.words(1, name).message(2, type);   // name, type
  return value;
}

}  // namespace detail

}  // namespace eigencoder
