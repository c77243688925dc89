// SPDX-License-Identifier: MIT
#pragma once

#include <tuple>

#include <eigencoder/core/apply.hpp>
#include <eigencoder/losses/averages_samples.hpp>
#include <eigencoder/operations/arithmetic.hpp>

namespace eigencoder {

/// A loss and what it counts.
template <class Loss>
struct Weighted {
  double weight;
  Loss loss;
};
template <class Loss>
Weighted(double, Loss) -> Weighted<Loss>;

/// A sum of losses, each times its weight; itself a loss.
///
///   WeightedSum{Weighted{0.8, MeanSquaredError{}}, Weighted{0.2, MeanAbsoluteError{}}}
template <class... Losses>
class WeightedSum {
  static_assert(sizeof...(Losses) > 0, "eigencoder: WeightedSum: give at least one Weighted loss");

 public:
  static constexpr bool averages_samples = (... && eigencoder::averages_samples<Losses>);

  explicit WeightedSum(const Weighted<Losses>&... terms) : terms_(terms...) {}

  auto operator()(const auto& reconstruction, const auto& target) const {
    return detail::apply(
        [&](const auto&... term) {
          return (... + (term.weight * term.loss(reconstruction, target)));
        },
        terms_);
  }

 private:
  std::tuple<Weighted<Losses>...> terms_;
};

}  // namespace eigencoder
