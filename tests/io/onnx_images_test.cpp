// SPDX-License-Identifier: MIT
#include <eigencoder/io/onnx_images.hpp>

#include "catch.hpp"
#include "support/onnx.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// Of the second operator, behind the transposition, what it is told.
template <class In, class Layer>
std::string attributes_of(const In& in, const Layer& layer) {
  const std::string line = operators_of(in, layer).at(1);
  return line.substr(line.find(") ") + 2);
}

constexpr auto images = shape<7, 6, 3>();
using Wide = Kernel<2, 3>;

}  // namespace

TEST_CASE("a convolution is between transpositions, of channels first") {
  const ProtobufReader graph = exported(images, Conv2D<4, Wide, Relu>{}, Conv2D<1, Wide>{});
  const Lines lines = operators(graph);
  CHECK(lines.at(0) == "0.conv2d.Transpose = Transpose(input) perm=0,3,1,2");
  CHECK(lines.at(1).starts_with(
      "0.conv2d.Conv = Conv(0.conv2d.Transpose, 0.conv2d.kernel, 0.conv2d.bias) kernel_shape=2,3"));
  CHECK(lines.at(2) == "0.conv2d.Relu = Relu(0.conv2d.Conv)");
  CHECK(lines.at(3).starts_with("1.conv2d.Conv = Conv(0.conv2d.Relu, "));
  CHECK(lines.at(4) == "1.conv2d.Transpose = Transpose(1.conv2d.Conv) perm=0,2,3,1");
  CHECK(constant_text(graph, "0.conv2d.kernel").starts_with("4 3 2 3 float:"));
}

TEST_CASE("what is odd of a convolution's padding is behind") {
  CHECK(attributes_of(images, Conv2D<4, Wide>{}) ==
        "kernel_shape=2,3 strides=1,1 pads=0,1,1,1 dilations=1,1 group=1");
  CHECK(attributes_of(images, Conv2D<4, Wide, Linear, Stride<2, 4>>{}) ==
        "kernel_shape=2,3 strides=2,4 pads=0,0,1,1 dilations=1,1 group=1");
  CHECK(attributes_of(images, Conv2D<4, Wide, Linear, Valid, Dilation<3, 2>>{}) ==
        "kernel_shape=2,3 strides=1,1 pads=0,0,0,0 dilations=3,2 group=1");
}

TEST_CASE("a depthwise convolution has as many groups as channels, and one of signals one axis") {
  CHECK(attributes_of(images, DepthwiseConv2D<2, Wide>{}) ==
        "kernel_shape=2,3 strides=1,1 pads=0,1,1,1 dilations=1,1 group=3");
  CHECK(attributes_of(shape<9, 2>(), Conv1D<3, 4, Linear, Stride<2>>{}) ==
        "kernel_shape=4 strides=2 pads=1,2 dilations=1 group=1");
}

TEST_CASE("a transposed convolution cuts off what Keras cuts off") {
  using Three = Kernel<3, 3>;
  CHECK(attributes_of(images, Conv2DTranspose<4, Three, Linear, Stride<2, 1>>{}) ==
        "kernel_shape=3,3 strides=2,1 pads=0,1,1,1 dilations=1,1 output_padding=0,0");
  CHECK(attributes_of(images, Conv2DTranspose<4, Three, Linear, Stride<4, 3>, Valid>{}) ==
        "kernel_shape=3,3 strides=4,3 pads=0,0,0,0 dilations=1,1 output_padding=1,0");
}

TEST_CASE("pools have explicit padding") {
  CHECK(operators_of(images, MaxPool2D<2, 2>{}).at(1) ==
        "0.max_pool2d.MaxPool = MaxPool(0.max_pool2d.Transpose) kernel_shape=2,2 strides=2,2 "
        "pads=0,0,1,0");
  CHECK(operators_of(images, AveragePool2D<3, 2, Valid, Stride<1, 3>>{}).at(1) ==
        "0.average_pool2d.AveragePool = AveragePool(0.average_pool2d.Transpose) "
        "kernel_shape=3,2 strides=1,3 pads=0,0,0,0");
  CHECK(attributes_of(shape<9, 2>(), MaxPool1D<2>{}) == "kernel_shape=2 strides=2 pads=0,1");
}

TEST_CASE("the mean of all pixels is features") {
  CHECK(operators_of(images, GlobalAveragePool2D{}).at(2) ==
        "0.global_average_pool2d.Flatten = "
        "Flatten(0.global_average_pool2d.GlobalAveragePool)");
}

TEST_CASE("borders are said as places of height and width") {
  const ProtobufReader graph =
      exported(images, ZeroPadding2D<0, 1, 2, 3>{}, Cropping2D<1, 2, 0, 3>{});
  CHECK(constant_text(graph, "0.zero_padding2d.constant") == "8 int64: 0 0 0 2 0 0 1 3");
  CHECK(operators(graph).at(2) ==
        "1.cropping2d.Slice = Slice(0.zero_padding2d.Pad, 1.cropping2d.constant, "
        "1.cropping2d.constant.2, 1.cropping2d.constant.3)");
  CHECK(constant_text(graph, "1.cropping2d.constant") == "2 int64: 1 0");
  CHECK(constant_text(graph, "1.cropping2d.constant.2") == "2 int64: 6 8");
  CHECK(constant_text(graph, "1.cropping2d.constant.3") == "2 int64: 2 3");
}
