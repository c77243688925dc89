// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <string_view>
#include <tuple>

#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/extrema.hpp>
#include <eigencoder/operations/functions.hpp>
#include <eigencoder/operations/reductions.hpp>

namespace eigencoder {

/// The identity, with a penalty that draws the mean activation of each unit to a target:
///
///   factor sum_i [ rho log(rho / m_i) + (1 - rho) log((1 - rho) / (1 - m_i)) ]
///
/// with the target rho and m_i the mean of unit i over the batch, clipped to [1e-7, 1 - 1e-7]. For
/// units in (0, 1), such as those of a `Sigmoid`. The penalty is not divided by the batch: its
/// means are. Source: A. Ng, "Sparse autoencoder", CS294A lecture notes, 2011.
struct KLSparsity {
  static constexpr std::string_view name = "kl_sparsity";
  double target = 0.05;
  double factor = 1;

  constexpr auto output(const auto& in) const { return in; }
  constexpr Index workspace(const auto& /*in*/) const { return 0; }
  /// @throws ValueError unless the target is within (0, 1) and the factor finite and at least 0
  constexpr auto parameters(const auto& /*in*/) const {
    check(0 < target && target < 1, "KLSparsity: target", target, "a number in (0, 1)");
    check_not_negative("KLSparsity: factor", factor);
    return std::tuple{};
  }
  auto operator()(const auto& x) const {
    if (x.context().wants_penalties()) {
      const auto mean = clamp(mean_over_batch(x), 1e-7, 1 - 1e-7);
      const double entropy = target * std::log(target) + (1 - target) * std::log(1 - target);
      const double constant = entropy * static_cast<double>(Index{x.rows()});
      x.context().add_penalty(factor *
                              (constant - sum(target * log(mean) + (1 - target) * log(1 - mean))));
    }
    return x;
  }
};

}  // namespace eigencoder
