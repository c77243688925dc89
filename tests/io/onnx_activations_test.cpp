// SPDX-License-Identifier: MIT
#include <eigencoder/io/onnx_activations.hpp>

#include "catch.hpp"
#include "support/onnx.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

template <class Function>
Lines operators_of_activation(const Function& activation) {
  OnnxGraph graph(Weights<float>{});
  const std::string y = to_onnx(activation, graph, "x");
  Lines lines = operators(ProtobufReader(graph.message({1}, y, {1}).bytes()));
  lines.pop_back();
  return lines;
}

}  // namespace

TEST_CASE("an activation that ONNX has is one operator") {
  CHECK(operators_of_activation(Linear{}).empty());
  CHECK(operators_of_activation(Relu{}) == Lines{"Relu = Relu(x)"});
  CHECK(operators_of_activation(LeakyRelu{0.25}) == Lines{"LeakyRelu = LeakyRelu(x) alpha=0.25"});
  CHECK(operators_of_activation(Elu{}) == Lines{"Elu = Elu(x) alpha=1"});
  CHECK(operators_of_activation(Tanh{}) == Lines{"Tanh = Tanh(x)"});
  CHECK(operators_of_activation(Sigmoid{}) == Lines{"Sigmoid = Sigmoid(x)"});
  CHECK(operators_of_activation(Softplus{}) == Lines{"Softplus = Softplus(x)"});
}

TEST_CASE("silu and gelu are made of what opset 13 has") {
  CHECK(operators_of_activation(Silu{}) == Lines{"Sigmoid = Sigmoid(x)", "Mul = Mul(x, Sigmoid)"});
  CHECK(operators_of_activation(Gelu{}) ==
        Lines{"Mul = Mul(x, constant)", "Erf = Erf(Mul)", "Add = Add(Erf, constant.2)",
              "Mul.2 = Mul(x, Add)", "Mul.3 = Mul(Mul.2, constant.3)"});
}
