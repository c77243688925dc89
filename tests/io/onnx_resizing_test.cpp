// SPDX-License-Identifier: MIT
#include <eigencoder/io/onnx_resizing.hpp>

#include "catch.hpp"
#include "support/onnx.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("repetition is ONNX's Resize by whole factors") {
  const ProtobufReader graph = exported(shape<2, 3, 1>(), UpSampling2D<2, 3>{});
  CHECK(operators(graph).at(1) ==
        "0.up_sampling2d.Resize = Resize(0.up_sampling2d.Transpose, , 0.up_sampling2d.constant) "
        "mode=nearest coordinate_transformation_mode=asymmetric nearest_mode=floor");
  CHECK(constant_text(graph, "0.up_sampling2d.constant") == "4 float: 1 1 2 3");
  CHECK(constant_text(exported(shape<5, 2>(), UpSampling1D<3>{}), "0.up_sampling1d.constant") ==
        "3 float: 1 1 3");
}

TEST_CASE("resizing is a product with a matrix for the rows and one for the columns") {
  const ProtobufReader graph = exported(shape<4, 2, 1>(), Resize2D<2, 4, Bicubic, Legacy>{});
  CHECK(operators(graph).at(1) ==
        "0.resize2d.MatMul = MatMul(0.resize2d.constant, 0.resize2d.Transpose)");
  CHECK(operators(graph).at(2) ==
        "0.resize2d.MatMul.2 = MatMul(0.resize2d.MatMul, 0.resize2d.constant.2)");
  // Every second row; between two columns TensorFlow 1's cubic, whose ends repeat.
  CHECK(constant_text(graph, "0.resize2d.constant") == "2 4 float: 1 0 0 0 0 0 1 0");
  CHECK(constant_text(graph, "0.resize2d.constant.2") ==
        "2 4 float: 1 0.5 0 -0.09375 0 0.5 1 1.09375");
}
