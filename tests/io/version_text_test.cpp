// SPDX-License-Identifier: MIT
#include <eigencoder/io/version_text.hpp>

#include <algorithm>

#include "catch.hpp"

using namespace eigencoder;

TEST_CASE("the version in files is three numbers with points between them") {
  const std::string version = detail::version_text();
  CHECK(std::count(version.begin(), version.end(), '.') == 2);
  CHECK(version.starts_with(std::to_string(EIGENCODER_VERSION_MAJOR) + '.'));
  CHECK(version.ends_with('.' + std::to_string(EIGENCODER_VERSION_PATCH)));
}
