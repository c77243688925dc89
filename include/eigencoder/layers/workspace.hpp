// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

#include <eigencoder/operations/activations.hpp>

namespace eigencoder {

/// How many results a layer with an activation makes in inference: a second one where it cannot be
/// applied in place, or as many more as the activation says, results between included.
template <class Activation>
inline constexpr Index results_of_activation = [] {
  if (std::is_same_v<Activation, Linear> || ElementwiseActivation<Activation>) return Index{1};
  if constexpr (requires { Activation::results; }) {
    return 1 + Index{Activation::results};
  } else {
    return Index{2};
  }
}();

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

/// How many bytes the call of a layer takes in inference however many samples there are.
template <class Scalar, class Layer, class In>
constexpr Index layer_scratch(const Layer& layer, const In& in) {
  if constexpr (requires { layer.template scratch<Scalar>(in); }) {
    return static_cast<Index>(layer.template scratch<Scalar>(in));
  } else {
    return 0;
  }
}

/// Likewise of a layer that takes over the one before it; `in` is what that is given.
template <class Scalar, class Layer, class Before, class In>
constexpr Index layer_scratch_after(const Layer& layer, const Before& before, const In& in) {
  if constexpr (requires { layer.template scratch_after<Scalar>(before, in); }) {
    return static_cast<Index>(layer.template scratch_after<Scalar>(before, in));
  } else {
    return 0;
  }
}

/// What layers one after the other take of the two sides of a `Workspace`, in numbers a sample.
struct WorkspaceUse {
  std::array<Index, 2> held{}, most{};
  std::size_t side = 0;  ///< that is filled
  Index results = 0;     ///< of layers that made one
  Index made = 0;        ///< by all layers
  Index together = 0;    ///< the most that both sides hold at a time

  constexpr void hold(Index amount) {
    held[side] += amount;
    most[side] = std::max(most[side], held[side]);
    together = std::max(together, held[0] + held[1]);
  }

  /// After a layer that made so many, in a chain that began with `start` held.
  constexpr void add(Index numbers, const std::array<Index, 2>& start) {
    if (numbers == 0) return;  // its result lies where x does
    hold(numbers);
    made += numbers;
    side = 1 - side;
    held[side] = start[side];
    ++results;
  }

  /// After a layer over `in` and, if that was computed with it, the one `before`, over `first`.
  template <class Layer, class In, class... Before>
  constexpr void add_layer(const std::array<Index, 2>& start, const Layer& layer, const In& in,
                           const Before&... /*before and first*/) {
    add(layer_workspace(layer, in), start);
  }

  constexpr Index numbers() const { return most[0] + most[1]; }
  constexpr bool operator==(const WorkspaceUse&) const = default;
};

/// What a call of a model takes, by its description. Not inlined: it would be compiled once more
/// for each who asks, which takes a quarter of a second.
template <class Description>
[[gnu::noinline]] constexpr WorkspaceUse workspace_use(const Description& description) {
  WorkspaceUse use;
  description.use_workspace(use);
  return use;
}

/// The same in bytes, for a call of so many samples that lie side by side: at most, as every piece
/// of memory begins at a multiple of 64 bytes, and a layer is taken to make up to four.
template <class Scalar>
struct WorkspaceBytes : WorkspaceUse {
  Index samples;

  constexpr explicit WorkspaceBytes(Index samples_) : samples(samples_) {}

  template <class Layer, class In>
  constexpr void add_layer(const std::array<Index, 2>& start, const Layer& layer, const In& in) {
    add_bytes(start, layer_workspace(layer, in), layer_scratch<Scalar>(layer, in));
  }
  template <class Layer, class In, class Before, class First>
  constexpr void add_layer(const std::array<Index, 2>& start, const Layer& layer, const In& in,
                           const Before& before, const First& first) {
    add_bytes(start, layer_workspace(layer, in), layer_scratch_after<Scalar>(layer, before, first));
  }
  constexpr Index bytes() const { return together; }

 private:
  constexpr void add_bytes(const std::array<Index, 2>& start, Index numbers, Index scratch) {
    constexpr auto piece = static_cast<Index>(piece_alignment);
    if (numbers == 0) return hold(scratch + piece);  // what a sigmoid remembers, seen otherwise
    const auto result = piece_bytes<Scalar>(static_cast<std::size_t>(numbers * samples));
    add(static_cast<Index>(result) + scratch + 3 * piece, start);
  }
};

}  // namespace eigencoder
