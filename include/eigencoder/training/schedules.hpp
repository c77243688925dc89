// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <limits>
#include <memory>
#include <numbers>
#include <vector>

#include <eigencoder/training/early_stopping.hpp>

namespace eigencoder {

/// factor^(floor(epoch / every)): the rate falls in steps.
struct StepDecay {
  double factor = 0.5;
  Eigen::Index every = 10;

  void check() const {
    check_positive("StepDecay: factor", factor);
    check_at_least("StepDecay: every", every, Eigen::Index{1});
  }
  double operator()(Eigen::Index epoch) const {
    return std::pow(factor, static_cast<double>(epoch / every));
  }
};

/// factor^epoch.
struct ExponentialDecay {
  double factor = 0.95;

  void check() const { check_positive("ExponentialDecay: factor", factor); }
  double operator()(Eigen::Index epoch) const {
    return std::pow(factor, static_cast<double>(epoch));
  }
};

/// least + (1 - least) (1 + cos(pi epoch / epochs)) / 2, and `least` from then on (Loshchilov,
/// Hutter 2017, equation 5, without restarts).
struct CosineDecay {
  Eigen::Index epochs = 50;
  double least = 0.01;

  void check() const {
    check_at_least("CosineDecay: epochs", epochs, Eigen::Index{1});
    check_positive("CosineDecay: least", least);
  }
  double operator()(Eigen::Index epoch) const {
    const double part = std::min(1., static_cast<double>(epoch) / static_cast<double>(epochs));
    return least + (1 - least) * 0.5 * (1 + std::cos(std::numbers::pi * part));
  }
};

/// The rate rises in equal steps to the whole at the end of so many epochs (Goyal et al.
/// 2017, 2.2), then falls as `then` has it, which counts epochs from the first on.
///
/// Adam moves every weight by about the rate in its first steps: after many inputs that may be too
/// much for a saturating activation.
template <std::invocable<Eigen::Index> Decay>
struct WarmUp {
  Eigen::Index epochs = 10;
  Decay then;

  void check() const {
    check_at_least("WarmUp: epochs", epochs, Eigen::Index{1});
    if constexpr (requires { then.check(); }) then.check();
  }
  double operator()(Eigen::Index epoch) const {
    if (epoch >= epochs) return then(epoch);
    return static_cast<double>(epoch + 1) / static_cast<double>(epochs);
  }
};
template <class Decay>
WarmUp(Eigen::Index, Decay) -> WarmUp<Decay>;

/// A callback that sets the learning rate for each epoch to what it is now, times
/// decay(epochs done).
///
///   trainer.fit(data, {.epochs = 50, .callbacks = {learning_rate(trainer, CosineDecay{50})}});
///
/// @param decay  one of the above, or any function of the number of epochs done, of which the first
///               epoch is trained with 0
/// @throws ValueError for bad settings of the decay
template <class Trainer, std::invocable<Eigen::Index> Decay>
Callback learning_rate(Trainer& trainer, const Decay& decay) {
  if constexpr (requires { decay.check(); }) decay.check();
  const double rate = trainer.optimizer().learning_rate;
  const auto set = [&trainer, rate, decay](Eigen::Index done) {
    trainer.optimizer().learning_rate = rate * decay(done);
  };
  const auto done = std::make_shared<Eigen::Index>(0);
  const auto resume = [set, done](const std::vector<double>& state) {
    detail::check_remembered("learning_rate", state.size(), 1);
    *done = detail::remembered_count("learning_rate", state[0]);
    set(*done);
  };
  return {.fit_start = [set, done] { set(*done); },
          .epoch_end = [set, done](Progress&) { set(++*done); },
          .state = [done] { return std::vector{static_cast<double>(*done)}; },
          .resume = resume};
}

/// When a plateau is one: Keras's `ReduceLROnPlateau`.
struct PlateauOptions {
  double factor = 0.1;
  Eigen::Index patience = 10;
  double minimum_change = 1e-4;
  double least_rate = 0;
};

/// A callback that multiplies the learning rate by `factor` when the validation loss (without
/// validation data, the training loss) has not improved for `patience` epochs.
/// @throws ValueError for a factor outside (0, 1) or a negative number
template <class Trainer>
Callback reduce_on_plateau(Trainer& trainer, PlateauOptions options = {}) {
  check(0 < options.factor && options.factor < 1, "reduce_on_plateau: factor", options.factor,
        "a number in (0, 1)");
  check_at_least("reduce_on_plateau: patience", options.patience, Eigen::Index{0});
  check_at_least("reduce_on_plateau: minimum_change", options.minimum_change, 0.);
  check_at_least("reduce_on_plateau: least_rate", options.least_rate, 0.);
  struct State {
    double best = std::numeric_limits<double>::infinity();
    Eigen::Index waited = 0;
  };
  const auto state = std::make_shared<State>();
  const auto epoch_end = [&trainer, options, state](Progress& p) {
    const double loss = detail::monitored(p);
    if (loss < state->best - options.minimum_change) {
      *state = {loss, 0};
    } else if (++state->waited >= options.patience) {
      double& rate = trainer.optimizer().learning_rate;
      if (rate > options.least_rate) rate = std::max(options.least_rate, rate * options.factor);
      state->waited = 0;
    }
  };
  const auto remembered = [&trainer, state] {
    const double rate = trainer.optimizer().learning_rate;
    return std::vector{state->best, static_cast<double>(state->waited), rate};
  };
  const auto resume = [&trainer, state](const std::vector<double>& numbers) {
    detail::check_remembered("reduce_on_plateau", numbers.size(), 3);
    check_positive("reduce_on_plateau: learning rate in the checkpoint", numbers[2]);
    *state = {numbers[0], detail::remembered_count("reduce_on_plateau", numbers[1])};
    trainer.optimizer().learning_rate = numbers[2];
  };
  return {.epoch_end = epoch_end, .state = remembered, .resume = resume};
}

}  // namespace eigencoder
