// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <tuple>

#include <eigencoder/layers/independence.hpp>
#include <eigencoder/layers/parameter.hpp>
#include <eigencoder/operations/affine.hpp>

namespace eigencoder {

/// A fully connected layer: y = activation(kernel x + bias).
///
///   kernel  Units x inputs, Glorot uniform by default
///   bias    Units x 1, zeros by default
///
/// Takes features (rank 1), inputs x n, and gives Units x n. The number of units may be `Dynamic`:
/// `Dense<Dynamic, Sigmoid>{table.cols()}`.
template <Index Units, class Activation = Linear>
struct Dense {
  static constexpr std::string_view name = "dense";

  Shape<Units> units{};
  Initializer kernel_initializer = glorot_uniform;
  Initializer bias_initializer = zeros;
  Activation activation{};

  template <class In>
  constexpr auto output(const In& /*in*/) const {
    static_assert(In::rank == 1,
                  "eigencoder: Dense: takes features, not images; put a Flatten before it");
    return units;
  }

  template <class In>
  constexpr auto parameters(const In& in) const {
    check_at_least("Dense: units", units.extent(0), Index{1});
    return std::tuple{Parameter{"kernel", units, in.size(), kernel_initializer},
                      Parameter{"bias", units, shape<>(), bias_initializer}};
  }
  constexpr bool independent_samples() const { return has_independent_samples(activation); }

  auto operator()(const auto& x, const auto& kernel, const auto& bias) const {
    return affine(kernel, x, bias, activation);
  }
};

}  // namespace eigencoder
