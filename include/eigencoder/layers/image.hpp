// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/core/shape.hpp>

namespace eigencoder {

/// The shape of the images that a layer is given, height x width x channels: In itself.
///
///   const auto image = image_of<Conv2D>(in);
///
/// Samples of another rank do not compile; what is returned then only spares the user more errors.
template <class Layer, class In>
constexpr auto image_of(const In& in) {
  static_assert(In::rank == 3,
                "eigencoder: Layer: takes images (height, width, channels); put a Reshape before "
                "it");
  if constexpr (In::rank == 3) {
    return in;
  } else {
    return shape<1, 1, 1>();
  }
}

/// The shape of the signals that a layer is given, length x channels, as images of height 1.
///
/// Samples of another rank do not compile.
template <class Layer, class In>
constexpr auto signal_of(const In& in) {
  static_assert(In::rank == 2,
                "eigencoder: Layer: takes signals (length, channels); put a Reshape before it");
  if constexpr (In::rank == 2) {
    return concatenate(shape<1>(), in);
  } else {
    return shape<1, 1, 1>();
  }
}

/// The shape of a signal, length x channels, from that of an image of height 1.
constexpr auto as_signal(const auto& image) {
  return concatenate(image.template axis<1>(), image.template axis<2>());
}

}  // namespace eigencoder
