// SPDX-License-Identifier: MIT
#include <eigencoder/layers/image.hpp>

#include <type_traits>

#include "catch.hpp"

using namespace eigencoder;

namespace {
struct AnyLayer {};
}  // namespace

TEST_CASE("images are what they are, and signals are images of height 1") {
  STATIC_REQUIRE(std::is_same_v<decltype(image_of<AnyLayer>(shape<4, 3, 2>())), Shape<4, 3, 2>>);
  STATIC_REQUIRE(std::is_same_v<decltype(signal_of<AnyLayer>(shape<4, 2>())), Shape<1, 4, 2>>);
  CHECK(image_of<AnyLayer>(Shape<Dynamic, 3, 2>{4, 3, 2}) == shape<4, 3, 2>());
  CHECK(signal_of<AnyLayer>(Shape<Dynamic, 2>{4, 2}) == shape<1, 4, 2>());
}

TEST_CASE("an image of height 1 is a signal again") {
  STATIC_REQUIRE(std::is_same_v<decltype(as_signal(shape<1, 4, 2>())), Shape<4, 2>>);
  CHECK(as_signal(signal_of<AnyLayer>(Shape<4, Dynamic>{4, 2})) == shape<4, 2>());
}
