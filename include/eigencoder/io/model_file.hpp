// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <eigencoder/data/scaling.hpp>
#include <eigencoder/io/pytorch_order.hpp>
#include <eigencoder/io/safetensors.hpp>
#include <eigencoder/io/scaling_arrays.hpp>
#include <eigencoder/io/version_text.hpp>
#include <eigencoder/models/summary.hpp>
#include <filesystem>
#include <iomanip>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace eigencoder {

/// Whose order of axes the arrays of a model file have.
///
///             Keras                          PyTorch
///   dense     inputs x units                 units x inputs
///   conv2d    height x width x in x out      out x in x height x width
///
/// and alike for other kernels; Keras's is the order in memory. What stands at a place is the same:
/// after a `Flatten` PyTorch's own models count channels first, ours and Keras's last.
enum class Orientation { keras, pytorch };

/// How a model is saved.
template <class Scalar>
struct SaveOptions {
  Orientation orientation = Orientation::keras;
  /// Samples, one a column, that are kept with what the model makes of them, for `self_test`.
  Eigen::MatrixX<Scalar> self_test_samples{};
  /// What scaled the samples that the model was trained on.
  Scaling scaling{};
};

struct LoadOptions {
  /// Also asks the model for what it makes of the samples in the file, and refuses a file that says
  /// otherwise or has none.
  bool self_test = false;
  /// Where the scaling in the file goes; a file that has one is not loaded without.
  Scaling* scaling = nullptr;
};

namespace detail {

constexpr std::string_view self_test_input = "self_test.input";
constexpr std::string_view self_test_output = "self_test.output";

// What begins the names of a checkpoint's other arrays.
constexpr std::string_view moment_prefix = "optimizer.";
constexpr std::string_view history_prefix = "history.";
constexpr std::string_view callback_prefix = "callback.";

inline std::string name_of(Orientation orientation) {
  return orientation == Orientation::keras ? "keras" : "pytorch";
}

inline std::vector<Index> shape_in_file(const ParameterInfo& p, Orientation orientation) {
  if (orientation == Orientation::pytorch) return PyTorchOrder(p).shape;
  std::vector<Index> shape = p.column_extents;
  shape.insert(shape.end(), p.row_extents.begin(), p.row_extents.end());
  return shape;
}

/// Lists the layers of a network: what each is called and gives.
template <class Input_, class... Layers>
void describe(const std::string& prefix, const Network<Input_, Layers...>& network,
              nlohmann::ordered_json& list) {
  list.push_back({{"input", list_of_extents(network.input_shape())}});
  std::size_t index = 0;
  const auto add = [&]<class Layer>(const Layer&, const auto&, const auto& out) {
    nlohmann::ordered_json layer{{"name", text(prefix, index++, '.', layer_name<Layer>())}};
    if constexpr (requires(const Layer& l) { l.activation; })
      layer["activation"] = type_name<decltype(Layer::activation)>();
    layer["output"] = list_of_extents(out);
    list.push_back(layer);
  };
  network.layers().for_each_layer(network.input_shape(), add);
}

template <class Input_, class... Layers>
std::string architecture(const Network<Input_, Layers...>& network) {
  auto list = nlohmann::ordered_json::array();
  describe("", network, list);
  return list.dump();
}
template <class EncoderNetwork, class DecoderNetwork>
std::string architecture(const AutoencoderNetwork<EncoderNetwork, DecoderNetwork>& autoencoder) {
  auto list = nlohmann::ordered_json::array();
  describe("encoder.", autoencoder.encoder, list);
  describe("decoder.", autoencoder.decoder, list);
  return list.dump();
}

inline Orientation orientation_of(const SafetensorsReader& file, const std::string& where) {
  const auto found = file.metadata().find("orientation");
  if (found == file.metadata().end() || found->second == "keras") return Orientation::keras;
  if (found->second == "pytorch") return Orientation::pytorch;
  fail<FileError>(where, text("orientation \"", printable(found->second), '"'), "keras or pytorch");
}

/// @throws FileError naming the first parameter that a file does not hold as the model has it
inline void check_holds(const SafetensorsReader& file, Orientation orientation,
                        const std::vector<ParameterInfo>& list, const std::string& where) {
  for (const ParameterInfo& p : list) {
    const TensorInfo* tensor = file.find(p.name);
    const std::vector<Index> expected = shape_in_file(p, orientation);
    if (tensor != nullptr && tensor->shape == expected) continue;
    fail<FileError>(text(where, ": ", p.name),
                    tensor == nullptr ? std::string{"a file without it"}
                                      : shape_text(tensor->shape) + " in the file",
                    text(shape_text(expected), ", as the model has it"));
  }
}

/// @throws FileError naming the first difference between the arrays of a file and the parameters
inline void check_fits(const SafetensorsReader& file, Orientation orientation,
                       const std::vector<ParameterInfo>& list, const std::string& where) {
  check_holds(file, orientation, list, where);
  // A checkpoint has the model and more.
  const bool is_checkpoint = file.metadata().contains("steps");
  const auto of_training = [](const std::string& name) {
    return name.starts_with(moment_prefix) || name.starts_with(history_prefix) ||
           name.starts_with(callback_prefix);
  };
  const auto known = [&](const std::string& name) {
    return name == self_test_input || name == self_test_output || name == scaling_offset ||
           name == scaling_scale || (is_checkpoint && of_training(name)) ||
           std::any_of(list.begin(), list.end(),
                       [&](const ParameterInfo& p) { return p.name == name; });
  };
  for (const TensorInfo& tensor : file.tensors()) {
    check<FileError>(known(tensor.name), text(where, ": ", printable(tensor.name)),
                     text(shape_text(tensor.shape), " in the file"), "no more than the model has");
  }
}

template <class Scalar>
Eigen::VectorX<Scalar> read_parameters(SafetensorsReader& file, Orientation orientation,
                                       const std::vector<ParameterInfo>& list, Index size) {
  Eigen::VectorX<Scalar> values(size);
  for (const ParameterInfo& p : list) {
    Scalar* to = values.data() + p.offset;
    const TensorInfo& tensor = *file.find(p.name);
    if (orientation == Orientation::keras) {
      file.read(tensor, to);
      continue;
    }
    Eigen::VectorX<Scalar> numbers(p.size());
    file.read(tensor, numbers.data());
    PyTorchOrder(p).for_each([&](Index theirs, Index ours) { to[ours] = numbers[theirs]; });
  }
  return values;
}

/// @throws FileError unless the model makes of the samples in the file what the file says
template <class M>
void run_self_test(SafetensorsReader& file, const M& model, const std::string& where) {
  using Scalar = typename M::Scalar;
  const auto read = [&](std::string_view name, Index features) {
    const TensorInfo* tensor = file.find(name);
    check<FileError>(tensor != nullptr, where, text("a file without ", name),
                     "a model saved with self_test_samples");
    check<FileError>(
        tensor->shape.size() == 2 && tensor->shape[0] > 0 && tensor->shape[1] == features,
        text(where, ": ", name), shape_text(tensor->shape),
        text("n x ", features, " with n of at least 1"));
    Eigen::MatrixX<Scalar> columns(features, tensor->shape[0]);
    file.read(*tensor, columns.data());
    return columns;
  };
  const auto input = read(self_test_input, model.input_shape().size());
  const auto output = read(self_test_output, model.output_shape().size());
  check<FileError>(input.cols() == output.cols(), text(where, ": ", self_test_output),
                   text(output.cols(), " samples"), text(input.cols(), ", one for each input"));
  const Eigen::MatrixX<Scalar> made = model(input);
  const auto is_double = [](const TensorInfo& tensor) { return tensor.dtype == "F64"; };
  const bool all_double = std::is_same_v<Scalar, double> &&
                          std::all_of(file.tensors().begin(), file.tensors().end(), is_double);
  const auto tolerance = static_cast<Scalar>(all_double ? 1e-10 : 1e-5);
  for (Index i = 0; i < made.size(); ++i) {
    const Scalar a = made.data()[i], b = output.data()[i];
    // Of a NaN every comparison is false.
    check<FileError>(
        std::abs(a - b) <= tolerance + tolerance * std::abs(b),
        text(where, ": self test, sample ", i / made.rows(), ", feature ", i % made.rows()),
        text(std::setprecision(9), a, " by the model"),
        text(std::setprecision(9), b, " as in the file"));
  }
}

}  // namespace detail

/// Saves a model into a safetensors file: an array for each parameter and each state under its
/// name, such as "encoder.0.dense.kernel", and in the metadata the library's version, the
/// orientation and what the layers are and give. What was there before stays until the new file is
/// whole.
///
///   save_model("digits.safetensors", model);
///   save_model("houses.safetensors", model, {.scaling = scaling});
///
/// Not in the file: which parameters are frozen, and what is in the type alone, such as strides.
/// @throws FileError if the file cannot be written; ShapeError if samples or the scaling do not fit
///         the model
template <class Description>
void save_model(const std::filesystem::path& path, const Model<Description>& model,
                const SaveOptions<typename Description::Scalar>& options = {}) {
  using Scalar = typename Description::Scalar;
  const Eigen::VectorX<Scalar>& values = model.parameters();
  const bool turned = options.orientation == Orientation::pytorch;
  Eigen::VectorX<Scalar> in_order(turned ? values.size() : 0);
  std::vector<Tensor> tensors;
  for (const ParameterInfo& p : model.parameter_list()) {
    const Scalar* numbers = values.data() + p.offset;
    if (turned) {
      Scalar* to = in_order.data() + p.offset;
      detail::PyTorchOrder(p).for_each(
          [&](Index theirs, Index ours) { to[theirs] = numbers[ours]; });
      numbers = to;
    }
    tensors.emplace_back(p.name, detail::shape_in_file(p, options.orientation), numbers);
  }
  const Eigen::MatrixX<Scalar>& input = options.self_test_samples;
  Eigen::MatrixX<Scalar> output;
  if (input.size() > 0) {
    output = model(input);
    tensors.emplace_back(std::string{detail::self_test_input},
                         std::vector{input.cols(), input.rows()}, input.data());
    tensors.emplace_back(std::string{detail::self_test_output},
                         std::vector{output.cols(), output.rows()}, output.data());
  }
  for (const Tensor& array : detail::scaling_arrays(options.scaling, model))
    tensors.push_back(array);
  write_safetensors(path, tensors,
                    {{"eigencoder", detail::version_text()},
                     {"orientation", detail::name_of(options.orientation)},
                     {"architecture", detail::architecture(model.description())}});
}

/// Loads the parameters and the state of a model from a safetensors file, which `save_model`,
/// `save_checkpoint` or another program has written: float or double, in Keras's order unless the
/// file says PyTorch's.
///
///   load_model("digits.safetensors", model);
///   load_model("houses.safetensors", model, {.scaling = &scaling});
///
/// NaN loads as it is. What is frozen stays so.
/// @throws FileError if the file is none, does not fit the model (the first difference in words),
///         fails the self-test that was asked for, or has no scaling where one is asked for, or one
///         where none is; the model and the scaling are then as they were
template <class Description>
void load_model(const std::filesystem::path& path, Model<Description>& model,
                const LoadOptions& options = {}) {
  using Scalar = typename Description::Scalar;
  const std::string where = path.string();
  SafetensorsReader file(path);
  const Orientation orientation = detail::orientation_of(file, where);
  const std::vector<ParameterInfo>& list = model.parameter_list();
  detail::check_fits(file, orientation, list, where);
  const auto values =
      detail::read_parameters<Scalar>(file, orientation, list, model.parameters().size());
  if (options.scaling == nullptr) detail::check_no_scaling(file, where);
  Scaling scaling = options.scaling ? detail::read_scaling(file, model, where) : Scaling{};
  if (options.self_test) {
    Model<Description> loaded = model;
    loaded.parameters() = values;
    detail::run_self_test(file, loaded, where);
  }
  model.parameters() = values;
  if (options.scaling) *options.scaling = std::move(scaling);
}

}  // namespace eigencoder
