// SPDX-License-Identifier: MIT
#include <eigencoder/core/window.hpp>

#include <array>
#include <type_traits>

#include "catch.hpp"
#include "support/errors.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// Places and padding before, along both axes of an image of that size.
template <class Window>
std::array<Index, 4> places_and_padding(Index height, Index width) {
  const auto window = Window::over(Shape<Dynamic, Dynamic, 1>{height, width, 1});
  return {window.height.output, window.width.output, window.height.before, window.width.before};
}

template <class Kernel, class Stride, class Padding, class Dilation = Dilation<1>>
using Over = WindowOf<Kernel, Stride, Dilation, Padding>;

using Places = std::array<Index, 4>;

}  // namespace

TEST_CASE("Same gives ceil(input / stride) places, and the odd cell of padding is behind") {
  CHECK(places_and_padding<Over<Kernel<3, 3>, Stride<2>, Same>>(32, 31) == Places{16, 16, 0, 1});
  CHECK(places_and_padding<Over<Kernel<3, 5>, Stride<1>, Same>>(28, 28) == Places{28, 28, 1, 2});
  CHECK(places_and_padding<Over<Kernel<2, 2>, Stride<2>, Same>>(7, 14) == Places{4, 7, 0, 0});
  CHECK(places_and_padding<Over<Kernel<4, 4>, Stride<1>, Same>>(5, 1) == Places{5, 1, 1, 1});
  CHECK(places_and_padding<Over<Kernel<1, 2>, Stride<3>, Same>>(7, 7) == Places{3, 3, 0, 0});
}

TEST_CASE("Valid gives the places at which the window stays within the image") {
  CHECK(places_and_padding<Over<Kernel<3, 3>, Stride<2>, Valid>>(32, 31) == Places{15, 15, 0, 0});
  CHECK(places_and_padding<Over<Kernel<3, 2>, Stride<1, 3>, Valid>>(3, 9) == Places{1, 3, 0, 0});
}

TEST_CASE("dilation widens the window") {
  using Dilated = Over<Kernel<3, 2>, Stride<1>, Valid, Dilation<2, 3>>;
  CHECK(places_and_padding<Dilated>(5, 5) == Places{1, 2, 0, 0});
  using Padded = Over<Kernel<3, 2>, Stride<1>, Same, Dilation<2, 3>>;
  CHECK(places_and_padding<Padded>(5, 5) == Places{5, 5, 2, 1});
  CHECK(Padded::over(shape<5, 5, 1>()).height.span() == 5);
}

TEST_CASE("the output's extents are static where the image's are") {
  using Window = Over<Kernel<3, 3>, Stride<2>, Same>;
  STATIC_REQUIRE(std::is_same_v<decltype(Window::output("f", shape<7, 4, 1>())), Shape<4, 2>>);
  const Shape<Dynamic, 4, 1> image{7, 4, 1};
  STATIC_REQUIRE(std::is_same_v<decltype(Window::output("f", image)), Shape<Dynamic, 2>>);
  CHECK(Window::output("f", image) == shape<4, 2>());
}

TEST_CASE("a window that reaches beyond the image is refused where there is no padding") {
  using Window = Over<Kernel<3, 2>, Stride<1>, Valid, Dilation<2>>;
  const auto output = [](Index height, Index width) {
    return Window::output("Conv2D", Shape<Dynamic, Dynamic, 3>{height, width, 3});
  };
  CHECK(message<ShapeError>([&] { output(4, 8); }) ==
        "Conv2D: got images of 4 x 8 x 3, expected at least 5 x 3, the kernel's reach, or Same "
        "padding");
  CHECK_THROWS_AS(output(8, 2), ShapeError);
  CHECK(output(5, 3) == shape<1, 1>());
}

TEST_CASE("options are found in any order, and have defaults") {
  STATIC_REQUIRE(
      std::is_same_v<detail::option<Stride, Stride<1>, Valid, Stride<3, 2>>, Stride<3, 2>>);
  STATIC_REQUIRE(std::is_same_v<detail::option<Stride, Stride<1>, Valid>, Stride<1, 1>>);
  STATIC_REQUIRE(std::is_same_v<detail::padding_option<Stride<2>, Valid>, Valid>);
  STATIC_REQUIRE(std::is_same_v<detail::padding_option<Stride<2>>, Same>);
  STATIC_REQUIRE_FALSE(detail::is_option<Dilation<2>, Stride>);
}
