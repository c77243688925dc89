// SPDX-License-Identifier: MIT
#include <eigencoder/core/window_options.hpp>

#include "catch.hpp"

using namespace eigencoder;

namespace {

template <class A, class B>
constexpr bool same = std::is_same_v<A, B>;

}  // namespace

TEST_CASE("an option is found among others, in any order") {
  using detail::option;
  STATIC_REQUIRE(same<option<Stride, Stride<1>, Valid, Stride<2, 3>, Dilation<4>>, Stride<2, 3>>);
  STATIC_REQUIRE(same<option<Dilation, Dilation<1>, Valid, Stride<2>, Dilation<4>>, Dilation<4>>);
  STATIC_REQUIRE(same<detail::padding_option<Stride<2>, Valid>, Valid>);
}

TEST_CASE("an option that is not given is the default, and the padding Same") {
  using detail::option;
  STATIC_REQUIRE(same<option<Stride, Stride<1>, Valid>, Stride<1, 1>>);
  STATIC_REQUIRE(same<option<OutputPadding, FullOutput>, FullOutput>);
  STATIC_REQUIRE(same<detail::padding_option<Stride<2>>, Same>);
}

TEST_CASE("strides, dilations and paddings are options of a convolution, and nothing else is") {
  using detail::is_convolution_option;
  STATIC_REQUIRE(is_convolution_option<Stride<2>>);
  STATIC_REQUIRE(is_convolution_option<Dilation<2>>);
  STATIC_REQUIRE(is_convolution_option<Same>);
  STATIC_REQUIRE(is_convolution_option<Valid>);
  STATIC_REQUIRE_FALSE(is_convolution_option<OutputPadding<1, 1>>);
  STATIC_REQUIRE_FALSE(is_convolution_option<Kernel<3, 3>>);
}
