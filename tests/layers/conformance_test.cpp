// SPDX-License-Identifier: MIT
// What every layer must do. A new layer joins by one line of the list below.
#include <eigencoder/layers/activation.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/depthwise_conv2d.hpp>
#include <eigencoder/layers/layer_normalization.hpp>
#include <eigencoder/layers/noise.hpp>

#include "layers/conformance.hpp"
#include "support/maxout.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

struct Stack : Sequential<Dense<7, Tanh>, Dense<2, Relu>> {
  Stack() : Sequential(Dense<7, Tanh>{}, Dense<2, Relu>{}) {}
};

using Depthwise = DepthwiseConv2D<2, Kernel<3, 2>, Tanh, Stride<2, 1>>;
using Unpadded = DepthwiseConv2D<1, Kernel<3, 3>, Linear, Valid>;

using Layers = std::tuple<         //
    Over<Activation<Linear>, 4>,   //
    Over<Activation<Sigmoid>, 4>,  //
    Over<Activation<Gelu>, 4>,     //
    Over<Dense<5>, 4>,             //
    Over<Dense<5, Elu>, 4>,        //
    Over<Dense<5, Gelu>, 4>,       //
    Over<Dense<5, LeakyRelu>, 4>,  //
    Over<Dense<5, Relu>, 4>,       //
    Over<Dense<5, Sigmoid>, 4>,    //
    Over<Dense<5, Tanh>, 4>,       //
    Over<Dense<1>, 1>,             //
    Over<Depthwise, 5, 4, 2>,      //
    Over<Unpadded, 5, 4, 3>,       //
    Over<Dropout, 4>,              //
    Over<GaussianNoise, 4>,        //
    Over<LayerNormalization, 4>,   //
    Over<MaskingNoise, 4>,         //
    Over<Maxout<3>, 4>,            //
    Over<SaltAndPepperNoise, 4>,   //
    Over<Sequential<>, 4>,         //
    Over<Stack, 4>>;

}  // namespace

TEMPLATE_LIST_TEST_CASE("a layer gives the shape that it says, for any batch", "", Layers) {
  expect_its_shape<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a layer gives each sample the bits that it gives it alone", "", Layers) {
  expect_samples_apart<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a layer has the gradient of finite differences", "", Layers) {
  expect_gradient_of_layer<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a layer gives in inference the bits of training", "", Layers) {
  expect_bits_of_training<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a layer gives the same bits with any number of threads", "", Layers) {
  expect_bits_of_one_thread<TestType>(40'000);
}

TEMPLATE_LIST_TEST_CASE("a layer over dynamic extents gives the bits of static ones", "", Layers) {
  expect_bits_of_static_extents<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a layer takes of a workspace what it says", "", Layers) {
  expect_workspace_said<TestType>();
}
