// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <tuple>

#include <eigencoder/layers/independence.hpp>
#include <eigencoder/layers/parameter.hpp>
#include <eigencoder/layers/workspace.hpp>

namespace eigencoder {

/// A layer over samples of shape In: a pure description, that has
///
///   auto output(in) const          the shape of one sample of the result
///   auto parameters(in) const      a tuple of Parameter
///   auto operator()(x, p...) const the result, from a view of the batch and one of each parameter
///   static std::string_view name   how it is called in summaries and parameter names (optional)
///   auto workspace(in) const       how many numbers a sample its call makes in inference, results
///                                  between included; 0 if it returns x (optional, else those of
///                                  the result, twice for an activation that is not applied in
///                                  place)
///   auto scratch<Scalar>(in) const how many bytes its call takes besides, however many samples
///                                  (optional, else 0); see `ModelView::workspace_bytes`
///   bool independent_samples() const  whether training may call it for parts of a batch, and for
///                                  several at once: see `has_independent_samples` (optional, else
///                                  not)
///   auto after(layer) const        what computes both at once, called as this layer is but with
///                                  the x of the layer before it, which has no parameters; for the
///                                  layers that it can take over so (optional)
///   auto without_relu() const      the layer without the relu at its end, whose result its way
///   back
///                                  does not read, and
///   auto with_relu() const         what is called as this layer is and ends in a relu: the relu of
///                                  a layer moves behind the next where it makes no difference
///                                  there; x is then read by nobody else (optional)
///
/// and none of them changes anything. An activation that makes more than one result in inference
/// may have a `static constexpr Index results`.
template <class L, class In>
concept LayerOver = requires(const L& layer, const In& in) {
  { layer.output(in).rank } -> std::convertible_to<int>;
  std::tuple_size<decltype(layer.parameters(in))>::value;
};

namespace detail {

/// The name of a type without its namespaces and arguments, in snake case: `my::BigLayer<3>` is
/// "big_layer", `SGD` is "sgd".
template <class T>
std::string type_name() {
  std::string_view name = __PRETTY_FUNCTION__;
  name.remove_prefix(name.find("T = ") + 4);
  name = name.substr(0, name.find_first_of("<;]"));
  const auto scope = name.rfind("::");
  if (scope != std::string_view::npos) name.remove_prefix(scope + 2);
  std::string snake;
  bool after_upper = false;
  for (const char c : name) {
    const bool upper = 'A' <= c && c <= 'Z';
    if (upper && !snake.empty() && !after_upper) snake += '_';
    snake += upper ? static_cast<char>(c - 'A' + 'a') : c;
    after_upper = upper;
  }
  return snake;
}

}  // namespace detail

/// How a layer is called in summaries and in the names of its parameters.
template <class Layer>
std::string layer_name() {
  if constexpr (requires { std::string_view{Layer::name}; }) {
    return std::string{Layer::name};
  } else {
    return detail::type_name<Layer>();
  }
}

}  // namespace eigencoder
