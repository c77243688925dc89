// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace eigencoder::detail {

/// A message in the wire format of protocol buffers: its fields, one after the other, as they are
/// added. A field that repeats is added once for each of its values.
///
/// Source: Google, "Protocol Buffers Documentation", section "Encoding".
class ProtobufMessage {
 public:
  const std::string& bytes() const { return bytes_; }

  /// A number of type int32, int64 or an enumeration.
  ProtobufMessage& integer(int field, std::int64_t value) {
    start(field, 0);
    return varint(static_cast<std::uint64_t>(value));
  }
  ProtobufMessage& real(int field, float value) {
    start(field, 5);
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (int shift = 0; shift < 32; shift += 8) put(bits >> shift);
    return *this;
  }
  /// A string or bytes.
  ProtobufMessage& words(int field, std::string_view value) {
    start(field, 2);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  ProtobufMessage& message(int field, const ProtobufMessage& value) {
    return words(field, value.bytes());
  }

 private:
  void start(int field, int wire_type) {
    varint(static_cast<std::uint64_t>(field) << 3 | static_cast<std::uint64_t>(wire_type));
  }

  /// Seven bits a byte, the lowest first; the eighth says that more follow.
  ProtobufMessage& varint(std::uint64_t value) {
    for (; value > 0x7f; value >>= 7) put(value | 0x80);
    put(value);
    return *this;
  }

  void put(std::uint64_t value) { bytes_ += static_cast<char>(value & 0xff); }

  std::string bytes_;
};

}  // namespace eigencoder::detail
