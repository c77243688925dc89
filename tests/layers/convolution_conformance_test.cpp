// SPDX-License-Identifier: MIT
// What every layer must do, of convolutions.
#include <eigencoder/layers/conv1d.hpp>
#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/layers/conv2d_transpose.hpp>

#include <tuple>

#include "layers/conformance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// A layer after one with which it is computed together.
template <class Before, class Layer, Index... Extents>
struct After {
  static constexpr Index features = (Extents * ... * 1);

  static auto fixed() { return Encoder{Input<double, Extents...>{}, Before{}, Layer{}}; }
  static auto dynamic() {
    return Encoder{Input<double, at_run_time<Extents>...>{Extents...}, Before{}, Layer{}};
  }
};

using Convolutions = std::tuple<                                                   //
    Over<Conv1D<2, 3, Tanh, Stride<2>>, 5, 2>,                                     //
    Over<Conv2D<3, Kernel<3, 3>, Tanh>, 3, 2, 2>,                                  //
    Over<Conv2D<9, Kernel<2, 3>, Sigmoid, Valid, Stride<2, 1>>, 4, 3, 1>,          //
    Over<Conv2D<1, Kernel<3, 2>, Linear, Dilation<2, 1>, Stride<1, 2>>, 3, 3, 9>,  //
    Over<Conv2DTranspose<2, Kernel<3, 3>, Tanh, Stride<2, 2>>, 2, 2, 3>,           //
    Over<Conv2DTranspose<1, Kernel<3, 2>, Linear, Stride<2, 3>, Valid>, 2, 1, 9>,  //
    After<UpSampling1D<3>, Conv1D<2, 5, Tanh>, 4, 2>,                              //
    After<UpSampling2D<2, 2>, Conv2D<3, Kernel<3, 3>, Tanh>, 2, 3, 2>,             //
    After<UpSampling2D<3, 2>, Conv2D<1, Kernel<2, 3>, Gelu, Valid>, 2, 3, 9>>;     //

}  // namespace

TEMPLATE_LIST_TEST_CASE("a convolution gives the shape that it says, for any batch", "",
                        Convolutions) {
  expect_its_shape<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a convolution gives each sample the bits that it gives it alone", "",
                        Convolutions) {
  expect_samples_apart<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a convolution has the gradient of finite differences", "", Convolutions) {
  expect_gradient_of_layer<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a convolution gives in inference the bits of training", "", Convolutions) {
  expect_bits_of_training<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a convolution gives the same bits with any number of threads", "",
                        Convolutions) {
  expect_bits_of_one_thread<TestType>(4'000);
}

TEMPLATE_LIST_TEST_CASE("a convolution of dynamic extents gives the bits of static ones", "",
                        Convolutions) {
  expect_bits_of_static_extents<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a convolution takes of a workspace what it says", "", Convolutions) {
  expect_workspace_said<TestType>();
}
