// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <iomanip>
#include <ios>
#include <locale>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <eigencoder/models/autoencoder.hpp>
#include <eigencoder/models/encoder.hpp>

namespace eigencoder {

namespace detail {

/// 1234567 as "1,234,567".
inline std::string with_separators(Index count) {
  std::string digits = std::to_string(count);
  for (std::size_t left = digits.size(); left > 3; left -= 3) digits.insert(left - 3, 1, ',');
  return digits;
}

inline std::string two_decimals(double number) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out << std::fixed << std::setprecision(2) << number;
  return out.str();
}

/// "168 B", "199.19 KB" or "32.73 MB"; a KB has 1024 bytes.
inline std::string readable_size(double bytes) {
  if (bytes < 1024) return text(bytes, " B");
  if (bytes < 1024 * 1024) return two_decimals(bytes / 1024) + " KB";
  return two_decimals(bytes / (1024 * 1024)) + " MB";
}

/// "dense (relu)", or the layer's name alone where it has no activation.
template <class Layer>
std::string layer_title() {
  if constexpr (requires(const Layer& layer) { layer.activation; }) {
    return layer_name<Layer>() + " (" + type_name<decltype(Layer::activation)>() + ")";
  } else {
    return layer_name<Layer>();
  }
}

struct SummaryRow {
  std::string layer, shape, parameters;
};

/// A row for the input and one for each layer, with the parameters that `list` has below its name.
template <class Input_, class... Layers>
void add_rows(std::vector<SummaryRow>& rows, const std::string& input, const std::string& prefix,
              const Network<Input_, Layers...>& network, const std::vector<ParameterInfo>& list) {
  rows.push_back({input, text(network.input_shape(), " x n"), "0"});
  std::size_t index = 0;
  const auto add = [&]<class Layer>(const Layer&, const auto&, const auto& out) {
    const std::string place = text(prefix, index++, '.');
    Index count = 0;
    for (const ParameterInfo& p : list) count += p.name.starts_with(place) ? p.size() : 0;
    rows.push_back(
        {"  " + place + layer_title<Layer>(), text(out, " x n"), with_separators(count)});
  };
  network.layers().for_each_layer(network.input_shape(), add);
}

/// The rows as columns below their titles.
inline std::string table(std::vector<SummaryRow> rows) {
  rows.insert(rows.begin(), {"Layer", "Output shape", "Parameters"});
  const auto width = [&](std::string SummaryRow::*column) {
    std::size_t longest = 0;
    for (const SummaryRow& row : rows) longest = std::max(longest, (row.*column).size());
    return static_cast<int>(longest);
  };
  const int layer = width(&SummaryRow::layer) + 2, shape = width(&SummaryRow::shape) + 2;
  const int parameters = width(&SummaryRow::parameters);
  const std::string rule(static_cast<std::size_t>(layer + shape + parameters), '-');
  std::ostringstream out;
  for (const SummaryRow& row : rows) {
    out << std::left << std::setw(layer) << row.layer << std::setw(shape) << row.shape << std::right
        << std::setw(parameters) << row.parameters << '\n';
    if (&row == &rows.front() || &row == &rows.back()) out << rule << '\n';
  }
  return out.str();
}

inline std::string footer_line(std::string_view label, const std::string& value) {
  std::ostringstream out;
  out << std::left << std::setw(18) << label << value << '\n';
  return out.str();
}

template <class Description>
std::string totals(const Model<Description>& model) {
  using Scalar = typename Description::Scalar;
  const auto line = [](std::string_view label, Index count) {
    const double bytes = static_cast<double>(count) * sizeof(Scalar);
    return footer_line(label, with_separators(count) + " (" + readable_size(bytes) + ")");
  };
  const Index total = model.parameters().size(), trainable = model.weights().trainable();
  const auto workspace = static_cast<double>(model.workspace_bytes());
  return line("Total parameters", total) + line("Trainable", trainable) +
         line("Non-trainable", total - trainable) +
         footer_line("Workspace", readable_size(workspace) + " a sample");
}

}  // namespace detail

/// The layers of an Encoder or a Decoder as a table, to print: the shape of what each gives, n
/// being the samples of a batch, and how many parameters it has; below it all parameters with
/// their size in memory, how many of them training moves, and what inference takes of a workspace.
template <class Input_, class... Layers>
std::string summary(const Model<Network<Input_, Layers...>>& model) {
  std::vector<detail::SummaryRow> rows;
  detail::add_rows(rows, "input", "", model.description(), model.parameter_list());
  return detail::table(rows) + detail::totals(model);
}

/// Likewise of an Autoencoder, and how long its code is and how many times longer a sample:
///
///   Layer                        Output shape  Parameters
///   -----------------------------------------------------
///   encoder input                784 x n                0
///     encoder.0.dense (relu)     32 x n            25,120
///   decoder input                32 x n                 0
///     decoder.0.dense (sigmoid)  784 x n           25,872
///   -----------------------------------------------------
///   Total parameters  50,992 (199.19 KB)
///   Trainable         50,992 (199.19 KB)
///   Non-trainable     0 (0 B)
///   Workspace         3.19 KB a sample
///   Code length       32
///   Compression       24.50
template <class EncoderNetwork, class DecoderNetwork>
std::string summary(const Model<AutoencoderNetwork<EncoderNetwork, DecoderNetwork>>& model) {
  const auto& [encoder, decoder] = model.description();
  std::vector<detail::SummaryRow> rows;
  detail::add_rows(rows, "encoder input", "encoder.", encoder, model.parameter_list());
  detail::add_rows(rows, "decoder input", "decoder.", decoder, model.parameter_list());
  const Index features = model.input_shape().size(), code = encoder.output_shape().size();
  const double compression = static_cast<double>(features) / static_cast<double>(code);
  return detail::table(rows) + detail::totals(model) +
         detail::footer_line("Code length", detail::with_separators(code)) +
         detail::footer_line("Compression", detail::two_decimals(compression));
}

}  // namespace eigencoder
