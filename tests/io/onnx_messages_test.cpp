// SPDX-License-Identifier: MIT
#include <eigencoder/io/onnx_messages.hpp>

#include "catch.hpp"
#include "support/protobuf_reader.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

ProtobufReader read(const detail::ProtobufMessage& message) {
  return ProtobufReader(message.bytes());
}

using Numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("an attribute of ONNX says its name, its type and its value") {
  const auto alpha = read(detail::onnx_attribute({"alpha", 0.25f}));
  CHECK(alpha.word(1) == "alpha");
  CHECK(alpha.number(20) == 1);
  CHECK(alpha.real(2) == 0.25f);
  const auto axis = read(detail::onnx_attribute({"axis", Index{-1}}));
  CHECK(axis.number(20) == 2);
  CHECK(axis.number(3) == -1);
  const auto mode = read(detail::onnx_attribute({"mode", "nearest"}));
  CHECK(mode.number(20) == 3);
  CHECK(mode.word(4) == "nearest");
  const auto pads = read(detail::onnx_attribute({"pads", std::vector<Index>{1, 0, 200, 1}}));
  CHECK(pads.number(20) == 7);
  CHECK(pads.numbers(8) == Numbers{1, 0, 200, 1});
}

TEST_CASE("a tensor of ONNX says its extents and its type, and has its numbers as bytes") {
  const auto tensor = read(detail::onnx_tensor("t", {2, 1}, std::vector<float>{1, -2}));
  CHECK(tensor.numbers(1) == Numbers{2, 1});
  CHECK(tensor.number(2) == 1);
  CHECK(tensor.word(8) == "t");
  CHECK(tensor.word(9) == std::string("\x00\x00\x80\x3f\x00\x00\x00\xc0", 8));
  const auto integers = read(detail::onnx_tensor("i", {1}, std::vector<std::int64_t>{-1}));
  CHECK(integers.number(2) == 7);
  CHECK(integers.word(9) == std::string(8, '\xff'));
}

TEST_CASE("a batch of ONNX has any number of samples") {
  const auto value = read(detail::onnx_value("input", {28, 28, 1}));
  CHECK(value.word(1) == "input");
  const ProtobufReader tensor = value.message(2).message(1);
  CHECK(tensor.number(1) == 1);
  const auto extents = tensor.message(2).messages(1);
  REQUIRE(extents.size() == 4);
  CHECK(extents[0].word(2) == "batch");
  CHECK(extents[0].numbers(1).empty());
  CHECK(extents[1].number(1) == 28);
  CHECK(extents[3].number(1) == 1);
}
