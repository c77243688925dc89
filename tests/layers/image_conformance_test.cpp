// SPDX-License-Identifier: MIT
// What every layer over images and signals must do. A new one joins by one line of the list below.
#include <eigencoder/layers/borders.hpp>
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/layers/resize.hpp>
#include <eigencoder/layers/upsampling.hpp>

#include <tuple>

#include "layers/conformance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

using ImageLayers = std::tuple<                               //
    Over<AveragePool2D<2, 2>, 5, 4, 2>,                       //
    Over<AveragePool2D<3, 2, Valid, Stride<1, 3>>, 5, 4, 2>,  //
    Over<Cropping2D<1, 1>, 5, 4, 2>,                          //
    Over<Cropping2D<0, 2, 1, 0>, 5, 4, 9>,                    //
    Over<Flatten, 3, 2, 2>,                                   //
    Over<GlobalAveragePool2D, 5, 4, 2>,                       //
    Over<MaxPool1D<2>, 5, 2>,                                 //
    Over<MaxPool2D<2, 2>, 5, 4, 2>,                           //
    Over<MaxPool2D<2, 2>, 1, 1, 3>,                           //
    Over<MaxPool2D<3, 2, Valid, Stride<1, 3>>, 5, 4, 11>,     //
    Over<Reshape<2, 3, 2>, 4, 3>,                             //
    Over<Resize2D<3, 7>, 5, 4, 2>,                            //
    Over<Resize2D<3, 7, Bicubic>, 5, 4, 2>,                   //
    Over<Resize2D<7, 2, Bicubic, Legacy>, 5, 4, 9>,           //
    Over<Resize2D<3, 7, Nearest, Legacy>, 5, 4, 1>,           //
    Over<UpSampling1D<3>, 5, 2>,                              //
    Over<UpSampling2D<2, 2>, 3, 2, 9>,                        //
    Over<UpSampling2D<1, 3>, 3, 2, 2>,                        //
    Over<UpSampling2D<2, 3, Bilinear>, 3, 2, 2>,              //
    Over<ZeroPadding2D<1, 2>, 3, 2, 2>,                       //
    Over<ZeroPadding2D<0, 1, 2, 0>, 3, 2, 2>>;

}  // namespace

TEMPLATE_LIST_TEST_CASE("a layer over images gives the shape that it says, for any batch", "",
                        ImageLayers) {
  expect_its_shape<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a layer over images gives each sample the bits that it gives it alone", "",
                        ImageLayers) {
  expect_samples_apart<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a layer over images has the gradient of finite differences", "",
                        ImageLayers) {
  expect_gradient_of_layer<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a layer over images gives in inference the bits of training", "",
                        ImageLayers) {
  expect_bits_of_training<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a layer over images gives the same bits with any number of threads", "",
                        ImageLayers) {
  expect_bits_of_one_thread<TestType>(400'000 / TestType::features);
}

TEMPLATE_LIST_TEST_CASE("a layer over images of dynamic extents gives the bits of static ones", "",
                        ImageLayers) {
  expect_bits_of_static_extents<TestType>();
}

TEMPLATE_LIST_TEST_CASE("a layer over images takes of a workspace what it says", "", ImageLayers) {
  expect_workspace_said<TestType>();
}
