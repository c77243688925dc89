// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

#include <eigencoder/operations/activations.hpp>

namespace eigencoder {

/// How many results a layer with an activation makes in inference: a second one where it cannot be
/// applied in place.
template <class Activation>
inline constexpr Index results_of_activation =
    std::is_same_v<Activation, Linear> || ElementwiseActivation<Activation> ? 1 : 2;

/// How many numbers a sample the call of a layer makes in inference.
template <class Layer, class In>
constexpr Index layer_workspace(const Layer& layer, const In& in) {
  if constexpr (requires { layer.workspace(in); }) {
    return layer.workspace(in);
  } else if constexpr (requires { layer.activation; }) {
    using Activation = std::decay_t<decltype(layer.activation)>;
    return Index{layer.output(in).size()} * results_of_activation<Activation>;
  } else {
    return Index{layer.output(in).size()};
  }
}

/// What layers one after the other take of the two sides of a `Workspace`, in numbers a sample.
struct WorkspaceUse {
  std::array<Index, 2> held{}, most{};
  std::size_t side = 0;  ///< that is filled

  /// After a layer that made so many, in a chain that began with `start` held.
  constexpr void add(Index numbers, const std::array<Index, 2>& start) {
    if (numbers == 0) return;  // its result lies where x does
    held[side] += numbers;
    most[side] = std::max(most[side], held[side]);
    side = 1 - side;
    held[side] = start[side];
  }
  constexpr Index numbers() const { return most[0] + most[1]; }
  constexpr bool operator==(const WorkspaceUse&) const = default;
};

}  // namespace eigencoder
