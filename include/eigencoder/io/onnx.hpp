// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include <eigencoder/core/new_file.hpp>
#include <eigencoder/io/onnx_images.hpp>
#include <eigencoder/io/onnx_layers.hpp>
#include <eigencoder/io/onnx_resizing.hpp>
#include <eigencoder/io/version_text.hpp>
#include <eigencoder/models/autoencoder.hpp>

namespace eigencoder {

namespace detail {

template <class Input_, class... Layers>
std::string add_network(const Network<Input_, Layers...>& network, OnnxGraph& graph,
                        const std::string& x) {
  return translate(network.layers(), graph, x, network.input_shape());
}
template <class EncoderNetwork, class DecoderNetwork>
std::string add_network(const AutoencoderNetwork<EncoderNetwork, DecoderNetwork>& autoencoder,
                        OnnxGraph& graph, const std::string& x) {
  const std::string code =
      graph.within("encoder", [&] { return add_network(autoencoder.encoder, graph, x); });
  return graph.within("decoder", [&] { return add_network(autoencoder.decoder, graph, code); });
}

/// @throws FileError if so many parameters are more than a protocol buffer holds
inline void check_fits_onnx(const std::filesystem::path& path, Index parameters) {
  constexpr Index most = 536'000'000;  // 2 GB less a rest for all else
  check<FileError>(parameters <= most, path.string(), text(parameters, " parameters"),
                   text("at most ", most, ", for which an ONNX file has room"));
}

}  // namespace detail

/// Writes a model as an ONNX file, for ONNX Runtime and others that run networks: an Encoder, a
/// Decoder, or both with the code between them. What was there before stays until the new file is
/// whole.
///
///   export_onnx("digits.onnx", model);
///   export_onnx("encoder.onnx", model.encoder());
///
/// The network takes `input` and gives `output`, both batch x extents in float with any batch, in
/// Keras's order: batch x features, batch x length x channels, batch x height x width x channels.
/// So the memory of our batches, features x n, is that of its own. It computes what the model does
/// in inference: noise and penalties are not in it. Opset 13, IR version 7 (ONNX 1.8). Of a model
/// of double the parameters are rounded: most runtimes convolve in float alone.
///
/// A layer or an activation of one's own needs a `to_onnx`; see `OnnxGraph`.
/// @throws FileError if the file cannot be written, or the parameters are more than 2 GB
template <class Description>
void export_onnx(const std::filesystem::path& path, const Model<Description>& model) {
  detail::check_fits_onnx(path, model.parameters().size());
  OnnxGraph graph(
      Weights<float>{model.parameters().template cast<float>(), model.parameter_list()});
  const std::string result = detail::add_network(model.description(), graph, "input");
  detail::ProtobufMessage opset, file;
  opset.words(1, "").integer(2, 13);  // domain, version
  file.integer(1, 7)                  // ir_version
      .words(2, "eigencoder")         // producer_name
      .words(3, detail::version_text())
      .message(7, graph.message(detail::list_of_extents(model.input_shape()), result,
                                detail::list_of_extents(model.output_shape())))
      .message(8, opset);  // opset_import
  NewFile new_file(path);
  new_file.write(file.bytes());
  new_file.commit();
}

}  // namespace eigencoder
