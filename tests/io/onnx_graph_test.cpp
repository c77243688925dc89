// SPDX-License-Identifier: MIT
#include <eigencoder/io/onnx_graph.hpp>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/onnx.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

ProtobufReader finished(OnnxGraph& graph, const std::string& result) {
  return ProtobufReader(graph.message({4}, result, {2}).bytes());
}

OnnxGraph graph_of_dense() {
  const Dense<2> layer;
  auto weights = detail::make_weights<float>(layer.parameters(shape<3>()), 0, 0);
  weights.values << 1, 2, 3, 4, 5, 6, 7, 8;
  return OnnxGraph(weights);
}

}  // namespace

TEST_CASE("an operator is called after its layer, and numbered from the second on") {
  OnnxGraph graph(Weights<float>{});
  const std::string y = graph.within("encoder", [&] {
    return graph.within("0.own", [&] { return graph.add("Mul", {graph.add("Mul", {"input"})}); });
  });
  CHECK(operators(finished(graph, y)) == Lines{"encoder.0.own.Mul = Mul(input)",
                                               "encoder.0.own.Mul.2 = Mul(encoder.0.own.Mul)",
                                               "output = Identity(encoder.0.own.Mul.2)"});
}

TEST_CASE("a network of no operators gives its input") {
  OnnxGraph graph(Weights<float>{});
  CHECK(operators(finished(graph, "input")) == Lines{"output = Identity(input)"});
}

TEST_CASE("images that are channels last and first again are not transposed") {
  OnnxGraph graph(Weights<float>{});
  const std::string first = graph.channels_first("input", 3);
  const std::string last = graph.channels_last(graph.add("Relu", {first}), 3);
  CHECK(graph.channels_last(first, 3) == "input");
  const std::string y = graph.channels_last(graph.add("Tanh", {graph.channels_first(last, 3)}), 3);
  CHECK(operators(finished(graph, y)) == Lines{"Transpose = Transpose(input) perm=0,3,1,2",
                                               "Relu = Relu(Transpose)", "Tanh = Tanh(Relu)",
                                               "Transpose.3 = Transpose(Tanh) perm=0,2,3,1",
                                               "output = Identity(Transpose.3)"});
}

TEST_CASE("signals are transposed as images are, and features not at all") {
  OnnxGraph graph(Weights<float>{});
  const std::string y =
      graph.channels_last(graph.add("Relu", {graph.channels_first("input", 2)}), 2);
  CHECK(operators(finished(graph, y))[0] == "Transpose = Transpose(input) perm=0,2,1");
  CHECK(graph.channels_first("input", 1) == "input");
  CHECK(graph.channels_last("input", 1) == "input");
}

TEST_CASE("constants are numbers, tensors and integers") {
  OnnxGraph graph(Weights<float>{});
  graph.number(0.5);
  graph.tensor({2, 1}, {1, -1});
  graph.integers({0, -1});
  const ProtobufReader message = finished(graph, "input");
  CHECK(constant_text(message, "constant") == "float: 0.5");
  CHECK(constant_text(message, "constant.2") == "2 1 float: 1 -1");
  CHECK(constant_text(message, "constant.3") == "2 int64: 0 -1");
}

TEST_CASE("a parameter is a constant under its own name in PyTorch's order, once") {
  OnnxGraph graph = graph_of_dense();
  CHECK(graph.parameter("kernel") == "kernel");
  CHECK(graph.parameter("kernel") == "kernel");
  const ProtobufReader message = finished(graph, "input");
  CHECK(message.messages(5).size() == 1);
  CHECK(constant_text(message, "kernel") == "2 3 float: 1 3 5 2 4 6");
}

TEST_CASE("a parameter that the layer has not is refused") {
  OnnxGraph graph = graph_of_dense();
  CHECK(message<ValueError>([&] { graph.parameter("scale"); }) ==
        "parameter: got \"scale\", expected one of kernel, bias");
}

TEST_CASE("a graph has a name, an input and an output, each with any number of samples") {
  OnnxGraph graph(Weights<float>{});
  const ProtobufReader message = finished(graph, "input");
  CHECK(message.word(2) == "eigencoder");
  CHECK(message.message(11).word(1) == "input");
  CHECK(message.message(12).word(1) == "output");
  const auto extents = message.message(12).message(2).message(1).message(2).messages(1);
  CHECK(extents.at(0).word(2) == "batch");
  CHECK(extents.at(1).number(1) == 2);
}
