// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>

#include <eigencoder/io/onnx_activations.hpp>
#include <eigencoder/layers/activation.hpp>
#include <eigencoder/layers/activity_penalty.hpp>
#include <eigencoder/layers/batch_normalization.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/kl_sparsity.hpp>
#include <eigencoder/layers/layer_normalization.hpp>
#include <eigencoder/layers/noise.hpp>
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/layers/weight_penalty.hpp>
#include <eigencoder/models/sequential.hpp>

namespace eigencoder {

// Each layer by the operators of ONNX's opset 13, but those of images, which are in
// onnx_images.hpp: to_onnx(layer, graph, x, in) adds them and returns the name of the result.

/// The layers one after the other, each with its parameters below its own name.
template <class... Layers, class In>
std::string to_onnx(const Sequential<Layers...>& layers, OnnxGraph& graph, const std::string& x,
                    const In& in) {
  std::string y = x;
  std::size_t index = 0;
  layers.for_each_layer(in, [&]<class Layer>(const Layer& layer, const auto& from, const auto&) {
    y = graph.within(text(index++, '.', layer_name<Layer>()),
                     [&] { return detail::translate(layer, graph, y, from); });
  });
  return y;
}

template <Index Units, class Activation, class In>
std::string to_onnx(const Dense<Units, Activation>& layer, OnnxGraph& graph, const std::string& x,
                    const In& /*in*/) {
  const std::string y = graph.add("Gemm", {x, graph.parameter("kernel"), graph.parameter("bias")},
                                  {{"transB", Index{1}}});
  return detail::translate(layer.activation, graph, y);
}

template <class Function, class In>
std::string to_onnx(const Activation<Function>& layer, OnnxGraph& graph, const std::string& x,
                    const In& in) {
  const std::string y =
      detail::translate(layer.activation, graph, graph.channels_first(x, in.rank));
  return graph.channels_last(y, in.rank);
}

namespace detail {

/// Batches under another shape; ONNX's 0 keeps the number of samples.
template <class Out>
std::string onnx_reshape(OnnxGraph& graph, const std::string& x, const Out& out) {
  std::vector<Index> extents = list_of_extents(out);
  extents.insert(extents.begin(), 0);
  return graph.add("Reshape", {x, graph.integers(extents)});
}

/// What changes nothing in inference: penalties and noise.
template <class Layer, class... Others>
inline constexpr bool is_one_of = (std::is_same_v<Layer, Others> || ...);
template <class Layer>
concept IdentityInInference = is_one_of<Layer, ActivityL1, ActivityL2, KLSparsity, GaussianNoise,
                                        FeatureNoise, Dropout, MaskingNoise, SaltAndPepperNoise>;

}  // namespace detail

template <class In>
std::string to_onnx(const Flatten&, OnnxGraph& graph, const std::string& x, const In& in) {
  return detail::onnx_reshape(graph, x, in.size());
}

template <Index... Extents, class In>
std::string to_onnx(const Reshape<Extents...>& layer, OnnxGraph& graph, const std::string& x,
                    const In& /*in*/) {
  return detail::onnx_reshape(graph, x, layer.shape);
}

template <detail::IdentityInInference Layer, class In>
std::string to_onnx(const Layer&, OnnxGraph&, const std::string& x, const In& /*in*/) {
  return x;
}

template <class Layer, class In>
std::string to_onnx(const WeightPenalty<Layer>& penalized, OnnxGraph& graph, const std::string& x,
                    const In& in) {
  return detail::translate(penalized.layer, graph, x, in);
}

/// With the moving statistics, as in inference.
template <class In>
std::string to_onnx(const BatchNormalization& layer, OnnxGraph& graph, const std::string& x,
                    const In& in) {
  const std::string y = graph.add(
      "BatchNormalization",
      {graph.channels_first(x, in.rank), graph.parameter("gamma"), graph.parameter("beta"),
       graph.parameter("moving_mean"), graph.parameter("moving_variance")},
      {{"epsilon", static_cast<float>(layer.epsilon)}});
  return graph.channels_last(y, in.rank);
}

/// An operator of its own since opset 17.
template <class In>
std::string to_onnx(const LayerNormalization& layer, OnnxGraph& graph, const std::string& x,
                    const In& /*in*/) {
  const auto mean = [&](const std::string& of) {
    return graph.add("ReduceMean", {of}, {{"axes", std::vector<Index>{-1}}});
  };
  const std::string centred = graph.add("Sub", {x, mean(x)});
  const std::string variance = mean(graph.add("Mul", {centred, centred}));
  const std::string deviation =
      graph.add("Sqrt", {graph.add("Add", {variance, graph.number(layer.epsilon)})});
  const std::string scaled =
      graph.add("Mul", {graph.add("Div", {centred, deviation}), graph.parameter("gamma")});
  return graph.add("Add", {scaled, graph.parameter("beta")});
}

}  // namespace eigencoder
