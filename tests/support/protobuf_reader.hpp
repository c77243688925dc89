// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace eigencoder::testing {

/// A message of protocol buffers, read by its own few lines: the values of each field by its
/// number, those of varints as numbers and all others as bytes.
class ProtobufReader {
 public:
  ProtobufReader() = default;
  explicit ProtobufReader(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::uint64_t key = varint(bytes);
      const auto field = static_cast<int>(key >> 3);
      switch (key & 7) {
        case 0:
          numbers_[field].push_back(static_cast<std::int64_t>(varint(bytes)));
          break;
        case 2:
          words_[field].push_back(take(bytes, varint(bytes)));
          break;
        case 5:
          words_[field].push_back(take(bytes, 4));
          break;
        default:
          throw std::runtime_error("no wire type of onnx.proto");
      }
    }
  }

  const std::vector<std::int64_t>& numbers(int field) const { return get(numbers_, field); }
  const std::vector<std::string>& words(int field) const { return get(words_, field); }

  std::int64_t number(int field) const { return numbers(field).at(0); }
  const std::string& word(int field) const { return words(field).at(0); }
  float real(int field) const {
    float value = 0;
    std::memcpy(&value, word(field).data(), sizeof value);
    return value;
  }
  ProtobufReader message(int field) const { return ProtobufReader(word(field)); }
  std::vector<ProtobufReader> messages(int field) const {
    return {words(field).begin(), words(field).end()};
  }

 private:
  static std::uint64_t varint(std::string_view& bytes) {
    std::uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(bytes, 1)[0]);
      value |= std::uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
  }

  static std::string take(std::string_view& bytes, std::uint64_t count) {
    if (count > bytes.size()) throw std::runtime_error("a message that is cut short");
    const auto taken = std::string{bytes.substr(0, static_cast<std::size_t>(count))};
    bytes.remove_prefix(static_cast<std::size_t>(count));
    return taken;
  }

  template <class T>
  static const std::vector<T>& get(const std::map<int, std::vector<T>>& fields, int field) {
    static const std::vector<T> none;
    const auto found = fields.find(field);
    return found == fields.end() ? none : found->second;
  }

  std::map<int, std::vector<std::int64_t>> numbers_;
  std::map<int, std::vector<std::string>> words_;
};

}  // namespace eigencoder::testing
