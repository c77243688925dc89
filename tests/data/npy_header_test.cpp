// SPDX-License-Identifier: MIT
#include <eigencoder/data/npy_header.hpp>

#include <string>

#include "catch.hpp"
#include "temporary_folder.hpp"

using Catch::Matchers::StartsWith;
using eigencoder::FileError;
using eigencoder::detail::NpyHeader;
using eigencoder::detail::parse_npy_header;
using Shape = std::vector<Eigen::Index>;

namespace {

Bytes file_of(const std::string& literal, std::uint8_t major = 1) {
  Bytes bytes{0x93, 'N', 'U', 'M', 'P', 'Y', major, 0};
  for (int i = 0; i < (major == 1 ? 2 : 4); ++i)
    bytes.push_back(static_cast<std::uint8_t>(literal.size() >> 8 * i));
  bytes.insert(bytes.end(), literal.begin(), literal.end());
  return bytes;
}

NpyHeader parse(const std::string& literal) { return parse_npy_header(file_of(literal), "a.npy"); }

NpyHeader parse_shape(const std::string& shape) {
  return parse("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }");
}

}  // namespace

TEST_CASE("A .npy header tells dtype, order, shape and where the data begin") {
  const NpyHeader header = parse("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 4), }  \n");
  CHECK(header.dtype == "<f4");
  CHECK(header.fortran_order);
  CHECK(header.shape == Shape{3, 4});
  CHECK(header.size == 10 + 61);
}

TEST_CASE("The keys of a .npy header may come in any order and spacing") {
  const NpyHeader header = parse(" {\"shape\":(5,),\n'fortran_order' :False,\t'descr':  \"|u1\"}");
  CHECK(header.dtype == "|u1");
  CHECK_FALSE(header.fortran_order);
  CHECK(header.shape == Shape{5});
}

TEST_CASE("The longer .npy headers of versions 2.0 and 3.0 are read") {
  const std::string literal =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }" + std::string(70'000, ' ');
  for (const std::uint8_t major : Bytes{2, 3})
    CHECK(parse_npy_header(file_of(literal, major), "a.npy").size == 12 + literal.size());
}

TEST_CASE("A shape of .npy has 1 to 64 axes of whole numbers") {
  CHECK(parse_shape("(0, 9223372036854775807)").shape == Shape{0, 9223372036854775807});
  CHECK_THROWS_WITH(parse_shape("()"),
                    "a.npy, header: got a single number (shape ()), expected an array whose first "
                    "axis counts the samples: array.reshape(1)");
  CHECK_THROWS_WITH(parse_shape("(3)"), "a.npy, header: got \"), }\", expected ','");
  CHECK_THROWS_WITH(parse_shape("3"), "a.npy, header: got \"3, }\", expected '('");
  for (const std::string extent : {"-1", "-0", "x", "", "(1, 2)", "9223372036854775808"})
    CHECK_THROWS_WITH(parse_shape("(1, " + extent + ", 2)"),
                      "a.npy, header: got \"" + (extent + ", 2), }").substr(0, 24) +
                          "\", expected an extent: a whole number from 0 to 2^63 - 1");
  std::string many;
  for (int i = 0; i < 65; ++i) many += "1, ";
  CHECK_THROWS_WITH(parse_shape("(" + many + ")"),
                    "a.npy, header: got a shape of more than 64 axes, expected at most 64");
}

TEST_CASE("Each key of a .npy header is there once, and no other") {
  CHECK_THROWS_WITH(parse("{'descr': '<f4', 'shape': (3,)}"),
                    "a.npy, header: got 2 of the three keys, expected 'descr', 'fortran_order' and "
                    "'shape'");
  CHECK_THROWS_AS(parse("{}"), FileError);
  CHECK_THROWS_WITH(parse("{'descr': '<f4', 'descr': '<f4'}"),
                    "a.npy, header: got 'descr' twice, expected each key once");
  CHECK_THROWS_WITH(parse("{'dtype': '<f4'}"),
                    "a.npy, header: got key 'dtype', expected 'descr', 'fortran_order' or 'shape'");
}

TEST_CASE("Rubbish in a .npy header is shown") {
  CHECK_THROWS_WITH(parse(""), "a.npy, header: got the end, expected '{'");
  CHECK_THROWS_WITH(parse("[1, 2]"), "a.npy, header: got \"[1, 2]\", expected '{'");
  CHECK_THROWS_WITH(parse("{'descr' '<f4'}"), "a.npy, header: got \"'<f4'}\", expected ':'");
  CHECK_THROWS_WITH(parse("{'fortran_order': 0}"),
                    "a.npy, header: got \"0}\", expected True or False");
  CHECK_THROWS_WITH(parse("{descr: 1}"),
                    "a.npy, header: got \"descr: 1}\", expected a key in quotes");
  CHECK_THROWS_WITH(parse("{'descr: 1}"),
                    "a.npy, header: got \"'descr: 1}\", expected a key in quotes");
  CHECK_THROWS_WITH(parse("{{{{"), "a.npy, header: got \"{{{\", expected a key in quotes");
  CHECK_THROWS_WITH(parse("{'descr': '<f4', 'fortran_order': False, 'shape': (3,)} {"),
                    "a.npy, header: got \"{\", expected nothing after '}'");
}

TEST_CASE("A structured dtype is named as such") {
  CHECK_THROWS_WITH(parse("{'descr': [('x', '<f4')]}"),
                    "a.npy, header: got \"[('x', '<f4')]}\", expected a dtype in quotes such as "
                    "'<f4', not a structured one");
}

TEST_CASE("A file that is not .npy, or of another version, is refused") {
  CHECK_THROWS_WITH(parse_npy_header(Bytes{'P', '5', '\n'}, "a.npy"),
                    "a.npy: got a file that does not begin as .npy, expected \"\\x93NUMPY\", as "
                    "numpy.save writes it");
  CHECK_THROWS_WITH(parse_npy_header(Bytes{'P', 'K', 3, 4}, "a.npy"),
                    "a.npy: got a zip archive, such as .npz, expected .npy: read it with "
                    "<eigencoder/data/npz.hpp>");
  CHECK_THROWS_WITH(parse_npy_header(file_of("", 4), "a.npy"),
                    "a.npy: got .npy version 4.0, expected 1.0, 2.0 or 3.0");
  CHECK_THROWS_AS(parse_npy_header(file_of("", 0), "a.npy"), FileError);
}

TEST_CASE("A .npy header that is cut short is refused") {
  CHECK_THROWS_WITH(parse_npy_header(Bytes{}, "a.npy"),
                    "a.npy: got 0 bytes, expected a header of 8 bytes or more: the file is cut "
                    "short");
  Bytes long_header = file_of("{", 2);
  long_header[11] = 255;
  CHECK_THROWS_WITH(parse_npy_header(long_header, "a.npy"),
                    "a.npy: got 13 bytes, expected a header of 4278190093 bytes or more: the file "
                    "is cut short");
}
