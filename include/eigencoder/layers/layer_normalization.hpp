// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>

#include <eigencoder/layers/parameter.hpp>
#include <eigencoder/operations/layer_normalization.hpp>

namespace eigencoder {

/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, with the mean and the variance (divided
/// by n) of the channels of each pixel; of features, of all of a sample. As Keras's layer with its
/// defaults: `axis = -1`.
///
///   gamma, beta  channels x 1, ones and zeros at first
///
/// The same in training and in inference. Ba et al. 2016.
struct LayerNormalization {
  static constexpr std::string_view name = "layer_normalization";
  double epsilon = 1e-3;

  constexpr auto output(const auto& in) const { return in; }
  /// The result, and a scale for each pixel.
  template <class In>
  constexpr Index workspace(const In& in) const {
    return Index{in.size()} + Index{in.size()} / in.extent(In::rank - 1);
  }
  template <class Scalar, class In>
  constexpr std::size_t scratch(const In& in) const {
    return detail::tiled_bytes<Scalar>(2, in.extent(In::rank - 1));
  }

  /// @throws ValueError if epsilon is not above 0
  template <class In>
  constexpr auto parameters(const In& in) const {
    check_positive("LayerNormalization: epsilon", epsilon);
    const auto channels = in.template axis<In::rank - 1>();
    return std::tuple{Parameter{"gamma", channels, shape<>(), constant(1)},
                      Parameter{"beta", channels, shape<>(), zeros}};
  }
  static constexpr bool independent_samples() { return true; }

  auto operator()(const auto& x, const auto& gamma, const auto& beta) const {
    return layer_normalization(x, gamma, beta, epsilon);
  }
};

}  // namespace eigencoder
