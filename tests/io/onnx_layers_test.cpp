// SPDX-License-Identifier: MIT
#include <eigencoder/io/onnx_layers.hpp>

#include "catch.hpp"
#include "support/onnx.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

constexpr auto features = shape<3>();
constexpr auto images = shape<2, 3, 4>();

}  // namespace

TEST_CASE("a dense layer is a Gemm and its activation") {
  CHECK(operators_of(features, Dense<2, Relu>{}) ==
        Lines{"0.dense.Gemm = Gemm(input, 0.dense.kernel, 0.dense.bias) transB=1",
              "0.dense.Relu = Relu(0.dense.Gemm)"});
}

TEST_CASE("layers in a Sequential are called as their parameters are") {
  CHECK(operators_of(features, Sequential{Dense<2>{}, Dense<1>{}}, Dense<3>{}) ==
        Lines{"0.sequential.0.dense.Gemm = Gemm(input, 0.sequential.0.dense.kernel, "
              "0.sequential.0.dense.bias) transB=1",
              "0.sequential.1.dense.Gemm = Gemm(0.sequential.0.dense.Gemm, "
              "0.sequential.1.dense.kernel, 0.sequential.1.dense.bias) transB=1",
              "1.dense.Gemm = Gemm(0.sequential.1.dense.Gemm, 1.dense.kernel, 1.dense.bias) "
              "transB=1"});
}

TEST_CASE("penalties and noise are not exported") {
  CHECK(operators_of(features, ActivityL1{}, ActivityL2{}, KLSparsity{}, GaussianNoise{},
                     FeatureNoise{{1, 1, 1}}, Dropout{}, MaskingNoise{}, SaltAndPepperNoise{})
            .empty());
  CHECK(operators_of(features, WeightPenalty{Dense<2>{}, {.l2 = 1}}) ==
        operators_of(features, Dense<2>{}));
}

TEST_CASE("an activation between convolutions needs no other order") {
  CHECK(operators_of(images, Activation{Relu{}}) ==
        Lines{"0.activation.Transpose = Transpose(input) perm=0,3,1,2",
              "0.activation.Relu = Relu(0.activation.Transpose)",
              "0.activation.Transpose.2 = Transpose(0.activation.Relu) perm=0,2,3,1"});
  CHECK(operators_of(features, Activation{Relu{}}) == Lines{"0.activation.Relu = Relu(input)"});
}

TEST_CASE("other shapes keep the number of samples and our order") {
  const ProtobufReader graph = exported(images, Flatten{}, Reshape<4, 6>{});
  CHECK(operators(graph)[0] == "0.flatten.Reshape = Reshape(input, 0.flatten.constant)");
  CHECK(constant_text(graph, "0.flatten.constant") == "2 int64: 0 24");
  CHECK(constant_text(graph, "1.reshape.constant") == "3 int64: 0 4 6");
}

TEST_CASE("batch normalization has the moving statistics and its epsilon") {
  CHECK(operators_of(features, BatchNormalization{.epsilon = 0.25}) ==
        Lines{"0.batch_normalization.BatchNormalization = BatchNormalization(input, "
              "0.batch_normalization.gamma, 0.batch_normalization.beta, "
              "0.batch_normalization.moving_mean, 0.batch_normalization.moving_variance) "
              "epsilon=0.25"});
}

TEST_CASE("layer normalization is over the last axis, also of images") {
  const ProtobufReader graph = exported(images, LayerNormalization{.epsilon = 0.25});
  const Lines lines = operators(graph);
  CHECK(lines[0] == "0.layer_normalization.ReduceMean = ReduceMean(input) axes=-1");
  CHECK(lines.size() == 10);
  CHECK(constant_text(graph, "0.layer_normalization.constant") == "float: 0.25");
}
