// SPDX-License-Identifier: MIT
#include <eigencoder/data/excerpt.hpp>

#include "catch.hpp"

using eigencoder::detail::excerpt;

TEST_CASE("An excerpt shows the next 24 bytes of a file") {
  CHECK(excerpt("92 112") == "\"92 112\"");
  CHECK(excerpt("abcdefghijklmnopqrstuvwxyz") == "\"abcdefghijklmnopqrstuvwx\"");
}

TEST_CASE("An excerpt hides what a terminal would act on") {
  CHECK(excerpt("a\x1b[2J\n\xff") == "\"a?[2J??\"");
}

TEST_CASE("An excerpt says where there is nothing left") { CHECK(excerpt("") == "the end"); }
