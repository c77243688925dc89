// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>

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

  const std::tuple<Layers...>& layers() const { return layers_; }

  template <class In>
  constexpr auto output(const In& in) const {
    return output_from<0>(in);
  }

  /// One group of parameters a layer.
  template <class In>
  constexpr auto parameters(const In& in) const {
    return parameters_from<0>(in);
  }

  /// In inference the result of a layer is gone when the next but one is computed.
  auto operator()(const auto& x, const auto&... groups) const {
    return call_from<0>(x, std::tie(groups...), x.context().place());
  }

  /// Adds what a call takes of a workspace.
  template <class In>
  constexpr void use_workspace(const In& in, WorkspaceUse& use) const {
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

  template <std::size_t I, class In>
  constexpr auto output_of(const In& in) const {
    static_assert(LayerOver<Layer<I>, In>,
                  "eigencoder: Sequential: this layer does not take what the one before it gives, "
                  "or is no layer: it needs output(shape) and parameters(shape)");
    return std::get<I>(layers_).output(in);
  }

  template <std::size_t I, class In>
  constexpr auto output_from(const In& in) const {
    if constexpr (I == sizeof...(Layers)) {
      return in;
    } else {
      return output_from<I + 1>(output_of<I>(in));
    }
  }

  template <std::size_t I, class In>
  constexpr auto parameters_from(const In& in) const {
    if constexpr (I == sizeof...(Layers)) {
      return std::tuple{};
    } else {
      const auto out = output_of<I>(in);
      const auto& layer = std::get<I>(layers_);
      return std::tuple_cat(std::tuple{make_group(I, layer, layer.parameters(in))},
                            parameters_from<I + 1>(out));
    }
  }

  template <class L, class... Parameters>
  static constexpr auto make_group(std::size_t index, const L& /*layer*/,
                                   const std::tuple<Parameters...>& parameters) {
    return Group<Parameters...>{index, &layer_name<L>, parameters};
  }

  template <std::size_t I>
  auto call_from(const auto& x, const auto& groups, const auto& start) const {
    if constexpr (I == sizeof...(Layers)) {
      return x;
    } else {
      const auto& layer = std::get<I>(layers_);
      const auto y =
          std::apply([&](const auto&... p) { return layer(x, p...); }, std::get<I>(groups));
      using Said = decltype(layer.output(x.shape()));
      static_assert(may_be_equal<Said, std::decay_t<decltype(y.shape())>>,
                    "eigencoder: Sequential: output(shape) of this layer says another shape than "
                    "its call returns");
      if (y.data() != x.data()) x.context().turn(start, y.data());
      return call_from<I + 1>(y, groups, start);
    }
  }

  template <std::size_t I, class In>
  constexpr void use_from(const In& in, WorkspaceUse& use,
                          const std::array<Index, 2>& start) const {
    if constexpr (I < sizeof...(Layers)) {
      const auto& layer = std::get<I>(layers_);
      if constexpr (requires { layer.use_workspace(in, use); }) {
        const WorkspaceUse before = use;
        layer.use_workspace(in, use);
        if (!(use == before)) use.held[use.side] = start[use.side];
      } else {
        use.add(layer_workspace(layer, in), start);
      }
      use_from<I + 1>(output_of<I>(in), use, start);
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
