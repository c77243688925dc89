// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <string>

#include <eigencoder/io/onnx_graph.hpp>
#include <eigencoder/operations/activations.hpp>

namespace eigencoder {

// Each activation by the operators of ONNX's opset 13: to_onnx(activation, graph, x) adds them and
// returns the name of the result.

inline std::string to_onnx(const Linear&, OnnxGraph&, const std::string& x) { return x; }

inline std::string to_onnx(const Relu&, OnnxGraph& graph, const std::string& x) {
  return graph.add("Relu", {x});
}

inline std::string to_onnx(const LeakyRelu& activation, OnnxGraph& graph, const std::string& x) {
  return graph.add("LeakyRelu", {x}, {{"alpha", static_cast<float>(activation.slope_below)}});
}

inline std::string to_onnx(const Elu&, OnnxGraph& graph, const std::string& x) {
  return graph.add("Elu", {x}, {{"alpha", 1.f}});
}

inline std::string to_onnx(const Tanh&, OnnxGraph& graph, const std::string& x) {
  return graph.add("Tanh", {x});
}

inline std::string to_onnx(const Sigmoid&, OnnxGraph& graph, const std::string& x) {
  return graph.add("Sigmoid", {x});
}

inline std::string to_onnx(const Softplus&, OnnxGraph& graph, const std::string& x) {
  return graph.add("Softplus", {x});
}

inline std::string to_onnx(const Silu&, OnnxGraph& graph, const std::string& x) {
  return graph.add("Mul", {x, graph.add("Sigmoid", {x})});
}

/// x (1 + erf(x / sqrt(2))) / 2; an operator of its own since opset 20.
inline std::string to_onnx(const Gelu&, OnnxGraph& graph, const std::string& x) {
  const std::string scaled = graph.add("Mul", {x, graph.number(std::sqrt(0.5))});
  const std::string both = graph.add("Add", {graph.add("Erf", {scaled}), graph.number(1)});
  return graph.add("Mul", {graph.add("Mul", {x, both}), graph.number(0.5)});
}

}  // namespace eigencoder
