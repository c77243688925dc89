// SPDX-License-Identifier: MIT
#include <eigencoder/io/protobuf.hpp>

#include "catch.hpp"

using eigencoder::detail::ProtobufMessage;

namespace {

std::string bytes(std::initializer_list<int> numbers) {
  std::string text;
  for (const int number : numbers) text += static_cast<char>(number);
  return text;
}

}  // namespace

TEST_CASE("a protobuf message of one number has the bytes of the documentation's example") {
  // "Encoding", section "A Simple Message": field 1 is 150.
  CHECK(ProtobufMessage{}.integer(1, 150).bytes() == bytes({0x08, 0x96, 0x01}));
}

TEST_CASE("a protobuf string and a message in a message have those of its examples") {
  CHECK(ProtobufMessage{}.words(2, "testing").bytes() ==
        bytes({0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67}));
  CHECK(ProtobufMessage{}.message(3, ProtobufMessage{}.integer(1, 150)).bytes() ==
        bytes({0x1a, 0x03, 0x08, 0x96, 0x01}));
}

TEST_CASE("protobuf integers take seven bits a byte, and negative ones ten bytes") {
  CHECK(ProtobufMessage{}.integer(1, 0).bytes() == bytes({0x08, 0x00}));
  CHECK(ProtobufMessage{}.integer(1, 127).bytes() == bytes({0x08, 0x7f}));
  CHECK(ProtobufMessage{}.integer(1, 128).bytes() == bytes({0x08, 0x80, 0x01}));
  // Section "Signed Integers": -2.
  CHECK(ProtobufMessage{}.integer(1, -2).bytes() ==
        bytes({0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}));
}

TEST_CASE("a protobuf field above 15 has a key of two bytes") {
  CHECK(ProtobufMessage{}.integer(20, 1).bytes() == bytes({0xa0, 0x01, 0x01}));
}

TEST_CASE("a protobuf float is its four bytes, the lowest first") {
  CHECK(ProtobufMessage{}.real(2, -1.5f).bytes() == bytes({0x15, 0x00, 0x00, 0xc0, 0xbf}));
}

TEST_CASE("protobuf fields follow each other as they are added, empty ones too") {
  CHECK(ProtobufMessage{}.words(1, "").integer(2, 13).bytes() == bytes({0x0a, 0, 0x10, 13}));
}
