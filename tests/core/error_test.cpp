// SPDX-License-Identifier: MIT
#include <eigencoder/core/error.hpp>

#include <cmath>
#include <limits>
#include <locale>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "catch.hpp"
#include "support/errors.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("bad arguments and bad files are told apart by their base") {
  STATIC_REQUIRE(std::is_base_of_v<std::invalid_argument, ShapeError>);
  STATIC_REQUIRE(std::is_base_of_v<std::invalid_argument, ValueError>);
  STATIC_REQUIRE(std::is_base_of_v<std::runtime_error, FileError>);
}

TEST_CASE("text writes its parts one after the other") {
  CHECK(text("got ", 3, ' ', 0.5) == "got 3 0.5");
  CHECK(text("").empty());
}

TEST_CASE("text writes numbers without the marks of the program's locale") {
  struct Grouped : std::numpunct<char> {
    char do_thousands_sep() const override { return '.'; }
    char do_decimal_point() const override { return ','; }
    std::string do_grouping() const override { return "\3"; }
  };
  const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Grouped));
  const std::string written = text(1234567, ' ', 0.5);
  std::locale::global(before);
  CHECK(written == "1234567 0.5");
}

TEST_CASE("a failure says where, what was given and what was expected") {
  CHECK(message<FileError>([] { fail<FileError>("a.gz", "no file", "a file"); }) ==
        "a.gz: got no file, expected a file");
  CHECK(message<ValueError>([] { check(false, "rate", -1, "more"); }) ==
        "rate: got -1, expected more");
  CHECK_NOTHROW(check(true, "rate", 1, "more"));
}

TEST_CASE("what a failure says may have several parts") {
  CHECK(message<ShapeError>([] {
          fail<ShapeError>({"x", ": y"}, {1, " of ", 2}, {0.5, '?'});
        }) == "x: y: got 1 of 2, expected 0.5?");
}

TEST_CASE("values are checked by the compiler where it knows them") {
  constexpr bool ok = [] {
    check(true, "x", 1, "more");
    check_positive("x", 1.);
    check_not_negative("x", 0);
    check_at_least("x", 1, 1);
    check_fraction("x", 0.5);
    check_equal("x", 2, 2, "features");
    return true;
  }();
  STATIC_REQUIRE(ok);
}

TEST_CASE("positive numbers are finite and above 0") {
  const auto refused = [](auto value) {
    return message<ValueError>([&] { check_positive("rate", value); });
  };
  CHECK(refused(0) == "rate: got 0, expected a number above 0");
  CHECK(refused(-0.5) == "rate: got -0.5, expected a number above 0");
  CHECK(refused(std::numeric_limits<float>::infinity()) ==
        "rate: got inf, expected a number above 0");
  CHECK(refused(std::nan("")) == "rate: got nan, expected a number above 0");
  CHECK_NOTHROW(check_positive("rate", 1e-30));
}

TEST_CASE("numbers that are not negative are finite and may be 0") {
  const auto refused = [](auto value) {
    return message<ValueError>([&] { check_not_negative("sigma", value); });
  };
  CHECK(refused(-1) == "sigma: got -1, expected a number of at least 0");
  CHECK(refused(-1e-30) == "sigma: got -1e-30, expected a number of at least 0");
  CHECK(refused(std::numeric_limits<float>::infinity()) ==
        "sigma: got inf, expected a number of at least 0");
  CHECK(refused(std::nan("")) == "sigma: got nan, expected a number of at least 0");
  CHECK_NOTHROW(check_not_negative("sigma", 0));
}

TEST_CASE("a least value is allowed itself, and NaN is not at least anything") {
  CHECK_NOTHROW(check_at_least("size", 1, 1));
  CHECK(message<ValueError>([] { check_at_least("size", 0, 1); }) ==
        "size: got 0, expected at least 1");
  CHECK(message<ValueError>([] { check_at_least("size", std::nan(""), 0.); }) ==
        "size: got nan, expected at least 0");
}

TEST_CASE("a fraction may be its lower limit but not its upper") {
  CHECK_NOTHROW(check_fraction("decay", 0));
  CHECK(message<ValueError>([] { check_fraction("decay", 1); }) ==
        "decay: got 1, expected a number in [0, 1)");
  CHECK(message<ValueError>([] { check_fraction("decay", 0.25, 0.5, 0.75); }) ==
        "decay: got 0.25, expected a number in [0.5, 0.75)");
  CHECK(message<ValueError>([] { check_fraction("decay", std::nan("")); }) ==
        "decay: got nan, expected a number in [0, 1)");
}

TEST_CASE("counts that differ are shown with their unit") {
  CHECK_NOTHROW(check_equal("encoder", 784, 784, "features"));
  CHECK(message<ShapeError>([] { check_equal("encoder", 783, 784, "features"); }) ==
        "encoder: got 783 features, expected 784 features");
}
