// SPDX-License-Identifier: MIT
#include <eigencoder/io/onnx.hpp>

using namespace eigencoder;

/// An activation of one's own.
struct Square {
  auto operator()(const auto& x) const { return product(x, x); }
};
#ifndef MISUSE
std::string to_onnx(const Square& /*activation*/, OnnxGraph& graph, const std::string& x) {
  return graph.add("Mul", {x, x});
}
#endif

void save(const Encoder<Input<float, 3>, Dense<2, Square>>& encoder) {
  export_onnx("encoder.onnx", encoder);
}
