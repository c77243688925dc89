// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

#include <eigencoder/io/onnx_activations.hpp>
#include <eigencoder/layers/borders.hpp>
#include <eigencoder/layers/conv1d.hpp>
#include <eigencoder/layers/conv2d_transpose.hpp>
#include <eigencoder/layers/depthwise_conv2d.hpp>
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/layers/resize.hpp>

namespace eigencoder {

// Each layer over images and signals by the operators of ONNX's opset 13: to_onnx(layer, graph, x,
// in) adds them and returns the name of the result.

namespace detail {

using OnnxAttributes = std::vector<OnnxAttribute>;
using WindowAxes = std::vector<WindowAxis>;

/// The axes of a window that a layer moves over images, or over signals as images of height 1.
inline WindowAxes image_axes(const Window& window) { return {window.height, window.width}; }
inline WindowAxes signal_axes(const Window& window) { return {window.width}; }
template <class Layer, class In>
WindowAxes axes_of(const Layer& /*layer*/, const In& in) {
  return image_axes(Layer::Window::over(in));
}

/// A number of each axis.
template <class F>
std::vector<Index> of_each(const WindowAxes& axes, const F& f) {
  std::vector<Index> numbers;
  for (const WindowAxis& axis : axes) numbers.push_back(f(axis));
  return numbers;
}

/// How many places the last window sees behind the input; negative if it does not reach the end.
inline Index reach_behind(const WindowAxis& a) {
  return (a.output - 1) * a.stride + a.span() - a.before - a.input;
}

inline OnnxAttributes window_attributes(const WindowAxes& axes) {
  std::vector<Index> pads = of_each(axes, [](const WindowAxis& a) { return a.before; });
  for (const WindowAxis& a : axes) pads.push_back(std::max<Index>(reach_behind(a), 0));
  return {{"kernel_shape", of_each(axes, [](const WindowAxis& a) { return a.kernel; })},
          {"strides", of_each(axes, [](const WindowAxis& a) { return a.stride; })},
          {"pads", pads}};
}

/// A convolution of any kind and its activation.
template <class Layer>
std::string onnx_convolution(const std::string& op, const Layer& layer, OnnxGraph& graph,
                             const std::string& x, const WindowAxes& axes,
                             const OnnxAttribute& attribute) {
  const int rank = static_cast<int>(axes.size()) + 1;
  OnnxAttributes attributes = window_attributes(axes);
  attributes.push_back({"dilations", of_each(axes, [](const auto& a) { return a.dilation; })});
  attributes.push_back(attribute);
  const std::string y = graph.add(
      op, {graph.channels_first(x, rank), graph.parameter("kernel"), graph.parameter("bias")},
      attributes);
  return graph.channels_last(translate(layer.activation, graph, y), rank);
}

inline std::string onnx_pooling(const std::string& op, OnnxGraph& graph, const std::string& x,
                                const WindowAxes& axes) {
  const int rank = static_cast<int>(axes.size()) + 1;
  const std::string y = graph.add(op, {graph.channels_first(x, rank)}, window_attributes(axes));
  return graph.channels_last(y, rank);
}

}  // namespace detail

template <Index Filters, class Kernel_, class Activation, class... Options, class In>
std::string to_onnx(const Conv2D<Filters, Kernel_, Activation, Options...>& layer, OnnxGraph& graph,
                    const std::string& x, const In& in) {
  return detail::onnx_convolution("Conv", layer, graph, x, detail::axes_of(layer, in),
                                  {"group", Index{1}});
}

template <Index Filters, Index Length, class Activation, class... Options, class In>
std::string to_onnx(const Conv1D<Filters, Length, Activation, Options...>& layer, OnnxGraph& graph,
                    const std::string& x, const In& in) {
  using Layer = Conv1D<Filters, Length, Activation, Options...>;
  const Window window = Layer::Images::Window::over(signal_of<Layer>(in));
  return detail::onnx_convolution("Conv", layer, graph, x, detail::signal_axes(window),
                                  {"group", Index{1}});
}

template <Index Multiplier, class Kernel_, class Activation, class... Options, class In>
std::string to_onnx(const DepthwiseConv2D<Multiplier, Kernel_, Activation, Options...>& layer,
                    OnnxGraph& graph, const std::string& x, const In& in) {
  return detail::onnx_convolution("Conv", layer, graph, x, detail::axes_of(layer, in),
                                  {"group", in.extent(2)});
}

/// The window looks from the result at the images: what it reaches beyond the result is cut off,
/// and what it does not reach is output padding.
template <Index Filters, class Kernel_, class Activation, class... Options, class In>
std::string to_onnx(const Conv2DTranspose<Filters, Kernel_, Activation, Options...>& layer,
                    OnnxGraph& graph, const std::string& x, const In& in) {
  const detail::WindowAxes axes = detail::axes_of(layer, in);
  const auto missing = [](const WindowAxis& a) {
    return std::max<Index>(-detail::reach_behind(a), 0);
  };
  return detail::onnx_convolution("ConvTranspose", layer, graph, x, axes,
                                  {"output_padding", detail::of_each(axes, missing)});
}

template <Index Height, Index Width, class... Options, class In>
std::string to_onnx(const MaxPool2D<Height, Width, Options...>&, OnnxGraph& graph,
                    const std::string& x, const In& in) {
  const Window window = MaxPool2D<Height, Width, Options...>::Pooling::window.over(in);
  return detail::onnx_pooling("MaxPool", graph, x, detail::image_axes(window));
}

template <Index Length, class... Options, class In>
std::string to_onnx(const MaxPool1D<Length, Options...>&, OnnxGraph& graph, const std::string& x,
                    const In& in) {
  using Layer = MaxPool1D<Length, Options...>;
  const Window window = Layer::Pooling::window.over(signal_of<Layer>(in));
  return detail::onnx_pooling("MaxPool", graph, x, detail::signal_axes(window));
}

/// ONNX too leaves the padding out of the mean.
template <Index Height, Index Width, class... Options, class In>
std::string to_onnx(const AveragePool2D<Height, Width, Options...>&, OnnxGraph& graph,
                    const std::string& x, const In& in) {
  const Window window = AveragePool2D<Height, Width, Options...>::Pooling::window.over(in);
  return detail::onnx_pooling("AveragePool", graph, x, detail::image_axes(window));
}

template <class In>
std::string to_onnx(const GlobalAveragePool2D&, OnnxGraph& graph, const std::string& x,
                    const In& in) {
  const std::string means = graph.add("GlobalAveragePool", {graph.channels_first(x, in.rank)});
  return graph.add("Flatten", {means});
}

template <Index... Sides, class In>
std::string to_onnx(const ZeroPadding2D<Sides...>&, OnnxGraph& graph, const std::string& x,
                    const In& in) {
  using Border = typename ZeroPadding2D<Sides...>::Border;
  const std::string pads =
      graph.integers({0, 0, Border::top, Border::left, 0, 0, Border::rows - Border::top,
                      Border::columns - Border::left});
  return graph.channels_last(graph.add("Pad", {graph.channels_first(x, in.rank), pads}), in.rank);
}

template <Index... Sides, class In>
std::string to_onnx(const Cropping2D<Sides...>& layer, OnnxGraph& graph, const std::string& x,
                    const In& in) {
  using Border = typename Cropping2D<Sides...>::Border;
  const auto out = layer.output(in);
  const std::string from = graph.integers({Border::top, Border::left});
  const std::string to =
      graph.integers({Border::top + out.extent(0), Border::left + out.extent(1)});
  const std::string y =
      graph.add("Slice", {graph.channels_first(x, in.rank), from, to, graph.integers({2, 3})});
  return graph.channels_last(y, in.rank);
}

}  // namespace eigencoder
