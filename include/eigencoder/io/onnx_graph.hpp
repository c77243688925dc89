// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <eigencoder/io/onnx_messages.hpp>
#include <eigencoder/io/pytorch_order.hpp>

namespace eigencoder {

/// A network as ONNX sees it, while it is put together: operators, each with a result that has a
/// name, and the constants that they take.
///
/// Batches are batch x extents in it, in our order, which is Keras's: images are batch x height x
/// width x channels. A layer or an activation of one's own is exported by a function beside it,
/// which adds what computes it and returns the name of the result:
///
///   std::string to_onnx(const Maxout& layer, OnnxGraph& graph, const std::string& x, auto in);
///   std::string to_onnx(const Swish& activation, OnnxGraph& graph, const std::string& x) {
///     return graph.add("Mul", {x, graph.add("Sigmoid", {x})});
///   }
///
/// with x the name of what it is called with and `in` its shape, without the batch.
class OnnxGraph {
 public:
  explicit OnnxGraph(Weights<float> weights) : weights_(std::move(weights)) {}

  /// Adds an operator of opset 13; an input "" is one that is left out.
  /// @return the name of its result
  std::string add(const std::string& op, const std::vector<std::string>& inputs,
                  const std::vector<OnnxAttribute>& attributes = {}) {
    return add_as(unused(path_ + op), op, inputs, attributes);
  }

  /// The parameter of that name of the layer that is being exported, rows x inputs x places as in
  /// PyTorch: of Dense units x inputs, of Conv2D filters x channels x height x width.
  /// @throws ValueError if the layer has none of that name
  std::string parameter(std::string_view name) {
    const ParameterInfo& p = weights_.find(path_ + std::string{name});
    const detail::PyTorchOrder order(p);
    std::vector<float> numbers(static_cast<std::size_t>(p.size()));
    order.for_each([&](Index theirs, Index ours) {
      numbers[static_cast<std::size_t>(theirs)] = weights_.values[p.offset + ours];
    });
    return constant(p.name, order.shape, numbers);
  }

  /// Constants: a number, the numbers of a tensor in C order, and integers as a vector.
  std::string number(double value) { return tensor({}, {static_cast<float>(value)}); }
  std::string tensor(const std::vector<Index>& extents, const std::vector<float>& numbers) {
    return constant(unused(path_ + "constant"), extents, numbers);
  }
  std::string integers(const std::vector<Index>& numbers) {
    const std::vector<std::int64_t> wide(numbers.begin(), numbers.end());
    return constant(unused(path_ + "constant"), {static_cast<Index>(wide.size())}, wide);
  }

  /// Images or signals as most operators take them, batch x channels x height x width, and back;
  /// `rank` is that of our shape. Features stay as they are.
  std::string channels_first(const std::string& x, int rank) {
    std::vector<Index> order{0, rank};
    for (Index axis = 1; axis < rank; ++axis) order.push_back(axis);
    return rank == 1 ? x : turn(x, order);
  }
  std::string channels_last(const std::string& x, int rank) {
    std::vector<Index> order{0};
    for (Index axis = 2; axis <= rank; ++axis) order.push_back(axis);
    order.push_back(1);
    return rank == 1 ? x : turn(x, order);
  }

  /// Calls f() with the names of a layer, "0.dense", below those of what it is part of.
  template <class F>
  auto within(const std::string& name, const F& f) {
    const std::string outer = std::exchange(path_, path_ + name + '.');
    const auto result = f();
    path_ = outer;
    return result;
  }

  /// All of it as a GraphProto, from `input` to `output`.
  detail::ProtobufMessage message(const std::vector<Index>& input, const std::string& result,
                                  const std::vector<Index>& output) {
    add_as("output", "Identity", {result}, {});
    detail::ProtobufMessage graph;
    for (const Node* node : needed()) graph.message(1, node->message());     // node
    graph.words(2, "eigencoder");                                            // name
    for (const auto& [name, tensor] : constants_) graph.message(5, tensor);  // initializer
    graph.message(11, detail::onnx_value("input", input));                   // input
    graph.message(12, detail::onnx_value("output", output));                 // output
    return graph;
  }

 private:
  struct Node {
    std::string output, op;
    std::vector<std::string> inputs;
    std::vector<OnnxAttribute> attributes;

    detail::ProtobufMessage message() const {
      detail::ProtobufMessage node;
      for (const std::string& input : inputs) node.words(1, input);
      node.words(2, output).words(3, output).words(4, op);  // output, name, op_type
      for (const OnnxAttribute& a : attributes) node.message(5, detail::onnx_attribute(a));
      return node;
    }
  };

  std::string add_as(const std::string& name, const std::string& op,
                     const std::vector<std::string>& inputs,
                     const std::vector<OnnxAttribute>& attributes) {
    nodes_.push_back({name, op, inputs, attributes});
    return name;
  }

  template <class Number>
  std::string constant(const std::string& name, const std::vector<Index>& extents,
                       const std::vector<Number>& numbers) {
    constants_.try_emplace(name, detail::onnx_tensor(name, extents, numbers));
    return name;
  }

  /// The name, with a number behind it from its second use on.
  std::string unused(const std::string& name) {
    const int use = ++uses_[name];
    return use == 1 ? name : text(name, '.', use);
  }

  /// Transposes, unless x is itself what was made by the opposite of this.
  std::string turn(const std::string& x, const std::vector<Index>& order) {
    const auto known = turned_.find(x);
    if (known != turned_.end()) return known->second;
    const std::string y = add("Transpose", {x}, {{"perm", order}});
    turned_[x] = y, turned_[y] = x;
    return y;
  }

  /// The operators on which the output depends; of most pairs of transpositions it does not.
  std::vector<const Node*> needed() const {
    std::set<std::string> names{"output"};
    std::vector<const Node*> nodes;
    for (auto node = nodes_.rbegin(); node != nodes_.rend(); ++node) {
      if (!names.contains(node->output)) continue;
      names.insert(node->inputs.begin(), node->inputs.end());
      nodes.push_back(&*node);
    }
    std::reverse(nodes.begin(), nodes.end());
    return nodes;
  }

  Weights<float> weights_;
  std::string path_;
  std::vector<Node> nodes_;
  std::map<std::string, detail::ProtobufMessage> constants_;
  std::map<std::string, std::string> turned_;
  std::map<std::string, int> uses_;
};

namespace detail {

/// What a layer (with the shape `in`) or an activation (without) makes of x.
template <class Part, class... In>
std::string translate(const Part& part, OnnxGraph& graph, const std::string& x, const In&... in) {
  constexpr bool known = requires {
    { to_onnx(part, graph, x, in...) } -> std::convertible_to<std::string>;
  };
  static_assert(known,
                "eigencoder: export_onnx: this layer or activation (Part) has no translation; "
                "write to_onnx beside it, as said at OnnxGraph in eigencoder/io/onnx_graph.hpp");
  if constexpr (known) return to_onnx(part, graph, x, in...);
  return x;
}

}  // namespace detail

}  // namespace eigencoder
