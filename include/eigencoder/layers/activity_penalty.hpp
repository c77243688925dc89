// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <tuple>

#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/functions.hpp>
#include <eigencoder/operations/reductions.hpp>

namespace eigencoder {

/// What becomes of a penalty's sum over the batch.
enum class PenaltyReduction {
  mean,  ///< divided by the number of samples: Keras 1.0.0 to 1.0.6, tf.keras, Keras from 3.14
  sum,   ///< not divided: Keras 1.0.7 to 2.3 and 3.0 to 3.13; grows with the batch
};

namespace detail {

/// Adds factor times penalty(x), summed over units, to what is trained; in inference nothing, not
/// even the work.
template <class View, class Penalty>
void penalize(const View& x, double factor, PenaltyReduction reduction, const Penalty& penalty) {
  if (!x.context().wants_penalties()) return;
  const double per_batch = reduction == PenaltyReduction::mean ? reciprocal(x.columns()) : 1.;
  x.context().add_penalty((factor * per_batch) * penalty(x));
}

}  // namespace detail

/// The identity, with the penalty L1 = factor sum_ij |x_ij| / n on what passes: sparse codes.
///
///   Encoder{Input<float, 784>{}, Dense<32, Relu>{}, ActivityL1{1e-4}}
///
/// It is part of the training loss and not of the validation loss, as in Keras 1, for which the
/// blog's figures were made; `Trainer::evaluate` reports it if asked.
struct ActivityL1 {
  static constexpr std::string_view name = "activity_l1";
  double factor = 0.01;
  PenaltyReduction reduction = PenaltyReduction::mean;

  constexpr auto output(const auto& in) const { return in; }
  constexpr Index workspace(const auto& /*in*/) const { return 0; }
  /// @throws ValueError unless the factor is finite and at least 0
  constexpr auto parameters(const auto& /*in*/) const {
    check_not_negative("ActivityL1: factor", factor);
    return std::tuple{};
  }
  constexpr bool independent_samples() const { return reduction == PenaltyReduction::mean; }
  auto operator()(const auto& x) const {
    detail::penalize(x, factor, reduction, [](const auto& a) { return sum(abs(a)); });
    return x;
  }
};

/// The identity, with the penalty L2 = factor sum_ij x_ij^2 / n; see `ActivityL1`.
struct ActivityL2 {
  static constexpr std::string_view name = "activity_l2";
  double factor = 0.01;
  PenaltyReduction reduction = PenaltyReduction::mean;

  constexpr auto output(const auto& in) const { return in; }
  constexpr Index workspace(const auto& /*in*/) const { return 0; }
  /// @throws ValueError unless the factor is finite and at least 0
  constexpr auto parameters(const auto& /*in*/) const {
    check_not_negative("ActivityL2: factor", factor);
    return std::tuple{};
  }
  constexpr bool independent_samples() const { return reduction == PenaltyReduction::mean; }
  auto operator()(const auto& x) const {
    detail::penalize(x, factor, reduction, [](const auto& a) { return squared_norm(a); });
    return x;
  }
};

}  // namespace eigencoder
