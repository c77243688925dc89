// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <tuple>

#include <eigencoder/core/apply.hpp>
#include <eigencoder/layers/independence.hpp>
#include <eigencoder/layers/parameter.hpp>
#include <eigencoder/layers/workspace.hpp>
#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/functions.hpp>
#include <eigencoder/operations/reductions.hpp>

namespace eigencoder {

/// Factors of the sum of |w| and of the sum of w^2.
struct WeightFactors {
  double l1 = 0;
  double l2 = 0;
};

/// A layer, with the penalty l1 sum |w| + l2 sum w^2 on its weights; biases are free, as with
/// Keras's `kernel_regularizer`.
///
///   Encoder{Input<float, 784>{}, WeightPenalty{Dense<32, Relu>{}, {.l2 = 1e-4}}}
///
/// Not divided by the batch. Like the penalties on activity it is part of the training loss and
/// not of the validation loss; `Trainer::evaluate` reports it if asked.
template <class Layer>
struct WeightPenalty {
  static constexpr std::string_view name = [] {
    if constexpr (requires { std::string_view{Layer::name}; }) {
      return std::string_view{Layer::name};
    } else {
      return std::string_view{"weight_penalty"};
    }
  }();

  Layer layer;
  WeightFactors factors;

  constexpr WeightPenalty(const Layer& layer_, const WeightFactors& factors_)
      : layer(layer_), factors(factors_) {}

  constexpr auto output(const auto& in) const { return layer.output(in); }
  constexpr Index workspace(const auto& in) const { return layer_workspace(layer, in); }
  template <class Scalar>
  constexpr Index scratch(const auto& in) const {
    return layer_scratch<Scalar>(layer, in);
  }

  /// @throws ValueError unless both factors are finite and at least 0
  constexpr auto parameters(const auto& in) const {
    check_not_negative("WeightPenalty: l1", factors.l1);
    check_not_negative("WeightPenalty: l2", factors.l2);
    return layer.parameters(in);
  }
  constexpr bool independent_samples() const { return has_independent_samples(layer); }

  auto operator()(const auto& x, const auto&... p) const {
    static_assert((... && requires { p.data(); }),
                  "eigencoder: WeightPenalty: takes a single layer; put the penalties into the "
                  "Sequential");
    if (x.context().wants_penalties()) {
      const auto penalize_all = [&](const auto&... said) { (penalize(said, p), ...); };
      detail::apply(penalize_all, layer.parameters(x.shape()));
    }
    return layer(x, p...);
  }

 private:
  void penalize(const auto& said, const auto& w) const {
    if (said.name == "bias" || !said.trained) return;
    if (factors.l1 > 0) w.context().add_penalty(factors.l1 * sum(abs(w)));
    if (factors.l2 > 0) w.context().add_penalty(factors.l2 * squared_norm(w));
  }
};

}  // namespace eigencoder
