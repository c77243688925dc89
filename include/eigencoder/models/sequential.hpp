// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <eigencoder/core/apply.hpp>
#include <eigencoder/models/layer.hpp>

namespace eigencoder {

/// Layers one after the other: itself a layer, without any weights.
///
///   Sequential{Dense<64, Relu>{}, Dense<32, Relu>{}}
template <class... Layers>
class Sequential {
 public:
  static constexpr std::string_view name = "sequential";

  constexpr explicit Sequential(const Layers&... layers) : layers_(layers...) {}

  constexpr const std::tuple<Layers...>& layers() const { return layers_; }

  template <class In>
  constexpr auto output(const In& in) const {
    return output_between<0, sizeof...(Layers)>(in);
  }

  /// One group of parameters a layer.
  template <class In>
  constexpr auto parameters(const In& in) const {
    output(in);  // refuses what the last layer does not take
    return with_indices([&]<std::size_t... I>(std::index_sequence<I...>) {
      return std::tuple{make_group(I, std::get<I>(layers_), parameters_of<I>(in))...};
    });
  }

  /// The results of leaf(p) for each parameter, in order, in tuples nested as the parameters are:
  /// without an object of all of them, which takes longer to build than a small model to compute.
  template <class In, class Leaf>
  constexpr auto map_parameters(const In& in, Leaf& leaf) const {
    return with_indices([&]<std::size_t... I>(std::index_sequence<I...>) {
      return std::tuple<decltype(for_each_parameter(parameters_of<I>(in), leaf))...>{
          for_each_parameter(parameters_of<I>(in), leaf)...};
    });
  }

  /// In inference the result of a layer is gone when the next but one is computed.
  auto operator()(const auto& x, const auto&... groups) const {
    return call_all(x, std::tie(groups...));
  }
  /// Likewise, from a tuple of the groups.
  auto call_all(const auto& x, const auto& groups) const {
    return call_from<0>(x, groups, x.context().place());
  }

  constexpr bool independent_samples() const {
    return detail::apply(
        [](const auto&... layer) { return (... && has_independent_samples(layer)); }, layers_);
  }

  /// Adds what a call takes of a workspace.
  template <class In>
  constexpr void use_workspace(const In& in, auto& use) const {
    const std::array<Index, 2> start = use.held;
    use_from<0>(in, use, start);
  }

  /// Calls visit(layer, input shape, output shape) for each layer, in order.
  template <class In, class Visit>
  void for_each_layer(const In& in, const Visit& visit) const {
    visit_from<0>(in, visit);
  }

 private:
  template <std::size_t I>
  using Layer = std::tuple_element_t<I, std::tuple<Layers...>>;

  /// Layer I, which takes samples of shape In. A type to be deduced has the assertion come first.
  template <std::size_t I, class In>
  constexpr const auto& layer_over() const {
    static_assert(LayerOver<Layer<I>, In>,
                  "eigencoder: Sequential: this layer does not take what the one before it gives, "
                  "or is no layer: it needs output(shape) and parameters(shape)");
    return std::get<I>(layers_);
  }

  template <std::size_t I, class In>
  constexpr auto output_of(const In& in) const {
    return layer_over<I, In>().output(in);
  }

  /// What the layers [I, End) make of samples of a shape. From the last on, so that what layer I
  /// takes and what all make is compiled once for each layer.
  template <std::size_t I, std::size_t End, class In>
  constexpr auto output_between(const In& in) const {
    if constexpr (I == End) {
      return in;
    } else {
      return output_of<End - 1>(output_between<I, End - 1>(in));
    }
  }

  static constexpr auto with_indices(const auto& f) {
    return f(std::make_index_sequence<sizeof...(Layers)>{});
  }

  template <std::size_t I, class In>
  constexpr auto parameters_of(const In& in) const {
    const auto own = output_between<0, I>(in);
    return layer_over<I, std::remove_const_t<decltype(own)>>().parameters(own);
  }

  template <class L, class... Parameters>
  static constexpr auto make_group(std::size_t index, const L& /*layer*/,
                                   const std::tuple<Parameters...>& parameters) {
    return Group<L, Parameters...>{index, parameters};
  }

  /// The last of the layers that layer I is computed with: itself, or the next if that is called
  /// together with the one before it.
  template <std::size_t I>
  static constexpr std::size_t together() {
    if constexpr (I + 1 < sizeof...(Layers)) {
      if constexpr (requires(const Layer<I>& a, const Layer<I + 1>& b) { b.after(a); })
        return I + 1;
    }
    return I;
  }

  /// Whether layer I computes the relu at the end of the one before it: not where one of them is
  /// computed with the next, which knows nothing of that.
  template <std::size_t I>
  static constexpr bool takes_relu() {
    if constexpr (I == 0 || I >= sizeof...(Layers)) {
      return false;
    } else if constexpr (together<I - 1>() == I || together<I>() == I + 1) {
      return false;
    } else {
      return requires(const Layer<I - 1>& a, const Layer<I>& b) {
        a.without_relu();
        b.with_relu();
      };
    }
  }

  /// What is called as layer I: itself, unless a relu moves from or to it.
  template <std::size_t I>
  constexpr decltype(auto) called() const {
    const auto& layer = std::get<I>(layers_);
    if constexpr (takes_relu<I + 1>()) {
      return layer.without_relu();
    } else if constexpr (takes_relu<I>()) {
      return layer.with_relu();
    } else {
      return (layer);
    }
  }

  template <std::size_t I>
  auto call(const auto& x, const auto&... parameters) const {
    constexpr std::size_t last = together<I>();
    const auto& layer = called<last>();
    if constexpr (last == I) {
      return layer(x, parameters...);
    } else {
      return layer.after(std::get<I>(layers_))(x, parameters...);
    }
  }

  template <std::size_t I>
  auto call_from(const auto& x, const auto& groups, const auto& start) const {
    if constexpr (I == sizeof...(Layers)) {
      return x;
    } else {
      constexpr std::size_t last = together<I>();
      using Own = std::decay_t<decltype(std::get<I>(groups))>;
      static_assert(last == I || std::tuple_size_v<Own> == 0,
                    "eigencoder: Sequential: after(layer) may only take over a layer without "
                    "parameters");
      const auto y =
          detail::apply([&](const auto&... p) { return call<I>(x, p...); }, std::get<last>(groups));
      using Said = decltype(output_between<I, last + 1>(x.shape()));
      static_assert(may_be_equal<Said, std::decay_t<decltype(y.shape())>>,
                    "eigencoder: Sequential: output(shape) of this layer says another shape than "
                    "its call returns");
      if (y.data() != x.data()) x.context().turn(start, y.data());
      return call_from<last + 1>(y, groups, start);
    }
  }

  template <std::size_t I, class In>
  constexpr void use_from(const In& in, auto& use, const std::array<Index, 2>& start) const {
    if constexpr (I < sizeof...(Layers)) {
      constexpr std::size_t last = together<I>();
      const auto& layer = std::get<last>(layers_);
      const auto taken = output_between<I, last>(in);
      if constexpr (requires { layer.use_workspace(taken, use); }) {
        const Index results = use.results;
        layer.use_workspace(taken, use);
        if (use.results > results) use.held[use.side] = start[use.side];
      } else if constexpr (last == I) {
        use.add_layer(start, layer, taken);
      } else {
        use.add_layer(start, layer, taken, std::get<I>(layers_), in);
      }
      use_from<last + 1>(output_of<last>(taken), use, start);
    }
  }

  template <std::size_t I, class In, class Visit>
  void visit_from(const In& in, const Visit& visit) const {
    if constexpr (I < sizeof...(Layers)) {
      const auto out = output_of<I>(in);
      visit(std::get<I>(layers_), in, out);
      visit_from<I + 1>(out, visit);
    }
  }

  std::tuple<Layers...> layers_;
};

}  // namespace eigencoder
