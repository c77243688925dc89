// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/io/onnx_graph.hpp>
#include <eigencoder/io/onnx_layers.hpp>

#include <string>
#include <vector>

#include "support/protobuf_reader.hpp"

namespace eigencoder::testing {

using Lines = std::vector<std::string>;

/// An attribute as "alpha=0.25" or "perm=0,2,1".
inline std::string attribute_text(const ProtobufReader& attribute) {
  const std::string name = attribute.word(1) + '=';
  switch (attribute.number(20)) {  // type
    case 1:
      return text(name, attribute.real(2));
    case 2:
      return text(name, attribute.number(3));
    case 3:
      return name + attribute.word(4);
    default: {
      std::string list = name;
      for (const std::int64_t i : attribute.numbers(8)) list += text(list == name ? "" : ",", i);
      return list;
    }
  }
}

/// The operators of a GraphProto: "0.dense.Relu = Relu(0.dense.Gemm)", attributes behind.
inline Lines operators(const ProtobufReader& graph) {
  Lines lines;
  for (const ProtobufReader& node : graph.messages(1)) {
    std::string inputs;
    for (const std::string& input : node.words(1)) inputs += (inputs.empty() ? "" : ", ") + input;
    std::string line = text(node.word(2), " = ", node.word(4), '(', inputs, ')');
    for (const ProtobufReader& a : node.messages(5)) line += ' ' + attribute_text(a);
    lines.push_back(line);
  }
  return lines;
}

/// The constant of that name in a GraphProto, as "2 x 3 float" or "4 int64" and its numbers.
inline std::string constant_text(const ProtobufReader& graph, std::string_view name) {
  for (const ProtobufReader& tensor : graph.messages(5)) {
    if (tensor.word(8) != name) continue;
    std::string words;
    for (const std::int64_t extent : tensor.numbers(1)) words += text(extent, ' ');
    const bool is_float = tensor.number(2) == 1;
    const std::string& raw = tensor.word(9);
    words += is_float ? "float:" : "int64:";
    for (std::size_t at = 0; at < raw.size(); at += is_float ? 4 : 8) {
      float real = 0;
      std::int64_t whole = 0;
      std::memcpy(is_float ? static_cast<void*>(&real) : &whole, &raw[at], is_float ? 4 : 8);
      words += is_float ? text(' ', real) : text(' ', whole);
    }
    return words;
  }
  return "no such constant";
}

/// What layers over samples of a shape become, as a GraphProto.
template <class In, class... Layers>
ProtobufReader exported(const In& in, const Layers&... layers) {
  const Sequential network{layers...};
  OnnxGraph graph(detail::make_weights<float>(network.parameters(in), 0, 0));
  const std::string y = detail::translate(network, graph, "input", in);
  const auto out = detail::list_of_extents(network.output(in));
  return ProtobufReader(graph.message(detail::list_of_extents(in), y, out).bytes());
}

/// Its operators, but the last, which gives the result its name.
template <class In, class... Layers>
Lines operators_of(const In& in, const Layers&... layers) {
  Lines lines = operators(exported(in, layers...));
  lines.pop_back();
  return lines;
}

}  // namespace eigencoder::testing
