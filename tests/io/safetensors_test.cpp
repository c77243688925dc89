// SPDX-License-Identifier: MIT
#include <eigencoder/io/safetensors.hpp>

#include "catch.hpp"
#include "support/errors.hpp"
#include "temporary_folder.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// The bytes of a file: the length of the header, the header, data.
Bytes file_of(const std::string& header, std::size_t data_bytes) {
  Bytes bytes;
  for (std::size_t i = 0; i < 8; ++i) bytes.push_back(header.size() >> (8 * i) & 0xff);
  bytes.insert(bytes.end(), header.begin(), header.end());
  bytes.resize(bytes.size() + data_bytes);
  return bytes;
}

/// What reading such a file says, without the path in front.
std::string refusal(const Bytes& bytes) {
  const TemporaryFolder folder;
  const auto path = folder.write("file", bytes);
  const std::string error = message<FileError>([&] { SafetensorsReader{path}; });
  const std::string start = path.string() + ": ";
  return error.starts_with(start) ? error.substr(start.size()) : error;
}
std::string refusal(const std::string& header, std::size_t data_bytes) {
  return refusal(file_of(header, data_bytes));
}

std::string tensor(const std::string& name, const std::string& shape, const std::string& offsets,
                   const std::string& dtype = "F32") {
  return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape +
         ",\"data_offsets\":" + offsets + "}";
}

}  // namespace

TEST_CASE("arrays and words are read as they were written") {
  const TemporaryFolder folder;
  const std::vector<float> numbers{1, 2, 3, 4, 5, 6};
  const float number = 7;
  write_safetensors(folder / "file",
                    {{"b", {2, 3}, numbers.data()}, {"a", {}, &number}, {"none", {0, 5}, &number}},
                    {{"made by", "a \"test\", \xc3\xa9"}});
  SafetensorsReader file(folder / "file");
  CHECK(file.metadata().at("made by") == "a \"test\", \xc3\xa9");
  REQUIRE(file.tensors().size() == 3);
  const TensorInfo* b = file.find("b");
  REQUIRE(b != nullptr);
  CHECK(b->dtype == "F32");
  CHECK(b->shape == std::vector<Eigen::Index>{2, 3});
  std::vector<float> read(6);
  file.read(*b, read.data());
  CHECK(read == numbers);
  double one = 0;
  file.read(*file.find("a"), &one);
  CHECK(one == 7);
  CHECK(file.find("none")->size() == 0);
  CHECK(file.find("c") == nullptr);
}

TEST_CASE("a file is laid out as the format has it, the data aligned to eight bytes") {
  const TemporaryFolder folder;
  const std::vector<double> numbers{1, 2};
  write_safetensors(folder / "file", {{"x", {2}, numbers.data()}}, {});
  const Bytes bytes = bytes_of(folder / "file");
  const std::string header = "{\"x\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}";
  const std::size_t padded = (header.size() + 7) / 8 * 8;
  REQUIRE(bytes.size() == 8 + padded + 16);
  CHECK(bytes[0] == padded);
  CHECK(std::string(bytes.begin() + 8, bytes.begin() + 8 + static_cast<long>(padded)) ==
        header + std::string(padded - header.size(), ' '));
  CHECK(bytes[8 + padded + 7] == 0x3f);  // 1. = 0x3ff0...
}

TEST_CASE("numbers of double lie before others, so that all are aligned") {
  const TemporaryFolder folder;
  const float a = 1;
  const double b = 2;
  write_safetensors(folder / "file", {{"a", {}, &a}, {"b", {}, &b}}, {});
  SafetensorsReader file(folder / "file");
  CHECK(file.find("b")->begin == 0);
  double read = 0;
  file.read(*file.find("a"), &read);
  CHECK(read == 1);
  file.read(*file.find("b"), &read);
  CHECK(read == 2);
}

TEST_CASE("leading white space in a header is accepted, and padding behind it") {
  CHECK(refusal(" \n{" + tensor("x", "[1]", "[0,4]") + "}   ", 4) == "nothing was thrown");
}

TEST_CASE("a file cut short at any byte is refused") {
  const Bytes whole = file_of("{" + tensor("x", "[2]", "[0,8]") + "}", 8);
  CHECK(refusal(whole) == "nothing was thrown");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO(size << " bytes");
    CHECK(refusal(Bytes(whole.begin(), whole.begin() + static_cast<long>(size))) !=
          "nothing was thrown");
  }
}

TEST_CASE("a file with any byte changed is read or refused") {
  const Bytes whole =
      file_of("{\"__metadata__\":{\"a\":\"b\"}," + tensor("x", "[2,1]", "[0,8]") + "}", 8);
  for (std::size_t i = 0; i < whole.size() - 8; ++i) {
    for (const int flipped : {1, 2, 4, 8, 16, 32, 64, 128}) {
      Bytes bytes = whole;
      bytes[i] = static_cast<std::uint8_t>(bytes[i] ^ flipped);
      CHECK_FALSE(refusal(bytes).empty());
    }
  }
}

TEST_CASE("each rule of the format is kept, and the error says which was broken") {
  CHECK(refusal(Bytes(3)) == "got 3 bytes, expected 8 or more: it is cut short");
  Bytes huge(20, 0);
  huge[7] = 0x10;
  CHECK(refusal(huge) ==
        "got a header of 1152921504606846976 bytes, expected at most 100000000: it is no "
        "safetensors file");
  CHECK(refusal("[1]", 0) == "got \"[1]\", expected a header that is a JSON object");
  CHECK(refusal("{\"a\":", 0) ==
        "got a header that is no JSON, or no UTF-8, expected the header of safetensors");
  CHECK(refusal(std::string("{}\0 [", 5), 0) ==
        "got a header with a zero byte, expected the header of safetensors");
  CHECK(refusal("{\"\xff\":{}}", 0) ==
        "got a header that is no JSON, or no UTF-8, expected the header of safetensors");
  CHECK(refusal("{" + tensor("x", "[1]", "[0,4]") + "," + tensor("x", "[1]", "[4,8]") + "}", 8) ==
        "got \"x\" twice, expected each name once");
  CHECK(refusal("{" + tensor("x", "[[[[[]]]]]", "[0,4]") + "}", 4) ==
        "got JSON in too many brackets, expected a flat header");
  CHECK(refusal("{\"__metadata__\":{\"a\":1}}", 0) ==
        "__metadata__: got number, expected strings alone");
  CHECK(refusal("{\"__metadata__\":[]}", 0) ==
        "__metadata__: got array, expected an object of strings");
  CHECK(refusal("{\"x\":{\"dtype\":\"F32\"}}", 0) ==
        "x: got object, expected an object of dtype, shape and data_offsets");
  CHECK(refusal("{" + tensor("x", "[1]", "[0,4]", "F31") + "}", 4) ==
        "x: got dtype \"F31\", expected a dtype of safetensors, such as F32");
  CHECK(refusal("{" + tensor("x", "[-1]", "[0,4]") + "}", 4) ==
        "x: got shape that is no list of counts, expected whole numbers from 0 to 2^63 - 1");
  CHECK(refusal("{" + tensor("x", "[1.0]", "[0,4]") + "}", 4) ==
        "x: got shape that is no list of counts, expected whole numbers from 0 to 2^63 - 1");
  CHECK(refusal("{" + tensor("x", "[1]", "[4,0]") + "}", 4) ==
        "x: got data_offsets that are no [begin, end], expected two numbers, the second not less");
  CHECK(refusal("{" + tensor("x", "[2]", "[0,4]") + "}", 4) ==
        "x: got 4 bytes, expected 8, for 2 of F32");
  CHECK(refusal("{" + tensor("x", "[3]", "[0,1]", "F4") + "}", 1) ==
        "x: got 3 of F4, expected as many as fill whole bytes");
  CHECK(refusal("{" + tensor("x", "[4294967296,4294967296]", "[0,4]") + "}", 4) ==
        "x: got a shape of more bits than can be counted, expected a header that is not corrupt");
  CHECK(refusal("{" + tensor("x", "[0,9223372036854775807,9]", "[0,0]") + "}", 0) ==
        "x: got a shape of more bits than can be counted, expected a header that is not corrupt");
  CHECK(refusal("{" + tensor("x", "[1]", "[0,4]") + "," + tensor("y", "[1]", "[8,12]") + "}", 12) ==
        "y: got data from byte 8, expected from byte 4, where the data before it ends");
  CHECK(refusal("{" + tensor("x", "[2]", "[0,8]") + "," + tensor("y", "[1]", "[4,8]") + "}", 8) ==
        "y: got data from byte 4, expected from byte 8, where the data before it ends");
  CHECK(refusal("{" + tensor("x", "[1]", "[0,4]") + "}", 5) ==
        "got 5 bytes of data, expected 4: the file has trailing bytes");
  CHECK(refusal("{" + tensor("x", "[1]", "[0,4]") + "}", 3) ==
        "got 3 bytes of data, expected 4: the file is cut short");
}

TEST_CASE("a header in a hundred thousand brackets is refused, not followed") {
  const std::string nested(100'000, '[');
  CHECK(refusal("{\"x\":" + nested, 0) == "got JSON in too many brackets, expected a flat header");
}

TEST_CASE("numbers of a type that is not read are refused when they are asked for") {
  const TemporaryFolder folder;
  const auto path =
      folder.write("file", file_of("{" + tensor("x", "[1]", "[0,2]", "BF16") + "}", 2));
  SafetensorsReader file(path);
  float number = 0;
  CHECK(message<FileError>([&] { file.read(file.tensors()[0], &number); }) ==
        path.string() + ": x: got dtype BF16, expected F32 or F64");
}

TEST_CASE("a missing file is refused, and names that cannot stand in a file") {
  CHECK(message<FileError>([] { SafetensorsReader{"/no/such/file"}; }) ==
        "/no/such/file: got No such file or directory, expected a safetensors file");
  const TemporaryFolder folder;
  const float one = 1;
  CHECK(message<ValueError>([&] {
          write_safetensors(folder / "file", {{"x", {}, &one}, {"x", {}, &one}}, {});
        }) == "write_safetensors: got \"x\" twice, expected each name once");
  CHECK(message<ValueError>([&] {
          write_safetensors(folder / "file", {{"\xff", {}, &one}}, {});
        }) == "write_safetensors: got a name or word that is no UTF-8, expected UTF-8");
  CHECK_FALSE(std::filesystem::exists(folder / "file"));
}
