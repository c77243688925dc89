// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <eigencoder/layers/activation.hpp>
#include <eigencoder/layers/activity_penalty.hpp>
#include <eigencoder/layers/batch_normalization.hpp>
#include <eigencoder/layers/conv1d.hpp>
#include <eigencoder/layers/conv2d_transpose.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/depthwise_conv2d.hpp>
#include <eigencoder/layers/kl_sparsity.hpp>
#include <eigencoder/layers/layer_normalization.hpp>
#include <eigencoder/layers/noise.hpp>
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/layers/weight_penalty.hpp>
#include <eigencoder/models/autoencoder_network.hpp>
#include <eigencoder/models/network.hpp>

namespace eigencoder::detail {

/// Whether a layer does something in training alone: then it is written as a `Sequential` of
/// nothing, which keeps apart what stands before and after it, too.
template <class Layer>
inline constexpr bool only_trains =
    std::is_same_v<Layer, ActivityL1> || std::is_same_v<Layer, ActivityL2> ||
    std::is_same_v<Layer, KLSparsity> || std::is_same_v<Layer, GaussianNoise> ||
    std::is_same_v<Layer, FeatureNoise> || std::is_same_v<Layer, Dropout> ||
    std::is_same_v<Layer, MaskingNoise> || std::is_same_v<Layer, SaltAndPepperNoise>;

/// The C++ expressions that make networks, layers and activations as they are in inference.
///
/// The types say most; of members those that inference asks for are written. This is the place that
/// knows the members of the library's layers.
struct LayerSource {
  /// Of a type without members, or one that says it itself by `std::string source() const`.
  template <class T>
  static std::string of(const T& part) {
    if constexpr (only_trains<T>) {
      return "eigencoder::Sequential<>{}";
    } else if constexpr (requires { std::string{part.source()}; }) {
      return part.source();
    } else {
      static_assert(std::is_empty_v<T>,
                    "eigencoder: write_header: a layer or activation that has members needs "
                    "`std::string source() const`, which returns the C++ expression that makes it");
      return type<T>() + "{}";
    }
  }

  template <class EncoderNetwork, class DecoderNetwork>
  static std::string of(const AutoencoderNetwork<EncoderNetwork, DecoderNetwork>& network) {
    return "eigencoder::AutoencoderNetwork{\n    " + of(network.encoder) + ",\n    " +
           of(network.decoder) + "}";
  }
  template <class Input_, class... Layers>
  static std::string of(const Network<Input_, Layers...>& network) {
    const auto layers = [](const auto&... layer) {
      return (std::string{} + ... + (",\n        " + of(layer)));
    };
    return "eigencoder::Network{\n        " + of(network.input()) +
           std::apply(layers, network.layers().layers()) + "}";
  }
  template <class... Layers>
  static std::string of(const Sequential<Layers...>& sequential) {
    if constexpr (sizeof...(Layers) == 0) {
      return "eigencoder::Sequential<>{}";
    } else {
      const auto layers = [](const auto& first, const auto&... rest) {
        return (of(first) + ... + (", " + of(rest)));
      };
      return "eigencoder::Sequential{" + std::apply(layers, sequential.layers()) + "}";
    }
  }
  template <class Layer>
  static std::string of(const WeightPenalty<Layer>& penalty) {
    return "eigencoder::WeightPenalty{" + of(penalty.layer) + ", {}}";
  }

  template <class Scalar, Index... Extents>
  static std::string of(const Input<Scalar, Extents...>& input) {
    return type<Input<Scalar, Extents...>>() + extents(input.shape);
  }
  template <Index... Extents>
  static std::string of(const Reshape<Extents...>& layer) {
    const std::string shape = extents(layer.shape);
    return type<Reshape<Extents...>>() + (shape == "{}" ? shape : "{.shape = " + shape + "}");
  }
  template <Index Units, class A>
  static std::string of(const Dense<Units, A>& layer) {
    const std::string units = extents(layer.units), activation = activation_of(layer);
    if (units == "{}") return with_activation(layer);
    return type<Dense<Units, A>>() + "{.units = " + units +
           (activation.empty() ? "" : ", " + activation) + "}";
  }
  template <Index Filters, class K, class A, class... Options>
  static std::string of(const Conv2D<Filters, K, A, Options...>& layer) {
    return with_activation(layer);
  }
  template <Index Filters, Index Length, class A, class... Options>
  static std::string of(const Conv1D<Filters, Length, A, Options...>& layer) {
    return with_activation(layer);
  }
  template <Index Filters, class K, class A, class... Options>
  static std::string of(const Conv2DTranspose<Filters, K, A, Options...>& layer) {
    return with_activation(layer);
  }
  template <Index Multiplier, class K, class A, class... Options>
  static std::string of(const DepthwiseConv2D<Multiplier, K, A, Options...>& layer) {
    return with_activation(layer);
  }
  template <class Function>
  static std::string of(const Activation<Function>& layer) {
    return with_activation(layer);
  }
  static std::string of(const BatchNormalization& layer) {
    return "eigencoder::BatchNormalization{.epsilon = " + number(layer.epsilon) + "}";
  }
  static std::string of(const LayerNormalization& layer) {
    return "eigencoder::LayerNormalization{.epsilon = " + number(layer.epsilon) + "}";
  }
  static std::string of(const LeakyRelu& activation) {
    return "eigencoder::LeakyRelu{.slope_below = " + number(activation.slope_below) + "}";
  }

 private:
  template <class T>
  static constexpr const char* signature() {
    return __PRETTY_FUNCTION__;
  }

  /// The name of a type with its namespaces and arguments.
  /// @throws ValueError if no other file can use it
  template <class T>
  static std::string type() {
    std::string_view name = signature<T>();
    name.remove_prefix(name.find("T = ") + 4);
    name.remove_suffix(1);
    for (const std::string_view nameless : {"anonymous", "unnamed", "lambda", ")::"}) {
      check(name.find(nameless) == name.npos, "write_header", name,
            "a layer or activation that has a name in a header of its own; see HeaderOptions");
    }
    return std::string{name};
  }

  /// The extents of a shape in braces, or none if its type knows all.
  template <Index... Extents>
  static std::string extents(const Shape<Extents...>& shape) {
    std::string list;
    for (int axis = 0; !shape.is_static && axis < shape.rank; ++axis)
      list += (axis == 0 ? "" : ", ") + std::to_string(shape.extent(axis));
    return "{" + list + "}";
  }

  template <class Layer>
  static std::string activation_of(const Layer& layer) {
    if constexpr (std::is_empty_v<std::decay_t<decltype(layer.activation)>>) {
      of(layer.activation);  // its name is checked
      return "";
    } else {
      return ".activation = " + of(layer.activation);
    }
  }
  template <class Layer>
  static std::string with_activation(const Layer& layer) {
    return type<Layer>() + "{" + activation_of(layer) + "}";
  }

  /// In the fewest digits that give the same number again.
  static std::string number(double value) {
    char digits[32];
    return {digits, std::to_chars(digits, digits + sizeof(digits), value).ptr};
  }
};

}  // namespace eigencoder::detail
