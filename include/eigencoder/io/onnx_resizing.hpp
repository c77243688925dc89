// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#include <eigencoder/io/onnx_graph.hpp>
#include <eigencoder/layers/resize.hpp>
#include <eigencoder/layers/upsampling.hpp>

namespace eigencoder {

namespace detail {

/// What an axis of images becomes, as a matrix in C order: output x input, or turned input x
/// output.
template <class Interpolation, class Grid>
std::string onnx_resizing_matrix(OnnxGraph& graph, Index input, Index output, bool turned) {
  std::vector<float> matrix(static_cast<std::size_t>(output * input));
  for (Index o = 0; o < output; ++o) {
    Taps<float> taps;
    add_taps<Grid>(Interpolation{}, position<Grid>(o, input, output), input, taps);
    for (std::size_t i = 0; i < static_cast<std::size_t>(taps.count); ++i) {
      const Index place = turned ? taps.places[i] * output + o : o * input + taps.places[i];
      matrix[static_cast<std::size_t>(place)] += taps.weights[i];
    }
  }
  return graph.tensor(turned ? std::vector{input, output} : std::vector{output, input}, matrix);
}

/// Images of another size by two products with matrices. ONNX has Resize, but computes the places
/// in float, so that a pixel may become its neighbour, and has not TensorFlow's 1024 cubics.
template <class Interpolation, class Grid, class In, class Out>
std::string onnx_resize(OnnxGraph& graph, const std::string& x, const In& in, const Out& out) {
  const std::string rows =
      onnx_resizing_matrix<Interpolation, Grid>(graph, in.extent(0), out.extent(0), false);
  const std::string columns =
      onnx_resizing_matrix<Interpolation, Grid>(graph, in.extent(1), out.extent(1), true);
  const std::string y = graph.add("MatMul", {rows, graph.channels_first(x, in.rank)});
  return graph.channels_last(graph.add("MatMul", {y, columns}), in.rank);
}

/// Each place repeated, by whole factors: exact in Resize too.
inline std::string onnx_repeat(OnnxGraph& graph, const std::string& x, int rank,
                               const std::vector<float>& factors) {
  const std::string scales = graph.tensor({static_cast<Index>(factors.size())}, factors);
  const std::string y = graph.add("Resize", {graph.channels_first(x, rank), "", scales},
                                  {{"mode", "nearest"},
                                   {"coordinate_transformation_mode", "asymmetric"},
                                   {"nearest_mode", "floor"}});
  return graph.channels_last(y, rank);
}

}  // namespace detail

template <Index Height, Index Width, class Interpolation, class Grid, class In>
std::string to_onnx(const Resize2D<Height, Width, Interpolation, Grid>& layer, OnnxGraph& graph,
                    const std::string& x, const In& in) {
  return detail::onnx_resize<Interpolation, Grid>(graph, x, in, layer.output(in));
}

template <Index Height, Index Width, class Interpolation, class In>
std::string to_onnx(const UpSampling2D<Height, Width, Interpolation>& layer, OnnxGraph& graph,
                    const std::string& x, const In& in) {
  if constexpr (std::is_same_v<Interpolation, Nearest>) {
    return detail::onnx_repeat(graph, x, in.rank, {1, 1, Height, Width});
  } else {
    return detail::onnx_resize<Interpolation, HalfPixel>(graph, x, in, layer.output(in));
  }
}

template <Index Times, class In>
std::string to_onnx(const UpSampling1D<Times>&, OnnxGraph& graph, const std::string& x,
                    const In& in) {
  return detail::onnx_repeat(graph, x, in.rank, {1, 1, Times});
}

}  // namespace eigencoder
