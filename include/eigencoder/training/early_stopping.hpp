// SPDX-License-Identifier: MIT
#pragma once

#include <limits>
#include <memory>

#include <Eigen/Core>

#include <eigencoder/core/error.hpp>
#include <eigencoder/training/history.hpp>

namespace eigencoder {

/// When to stop: Keras's `EarlyStopping`, but that the best weights are restored by default.
struct EarlyStoppingOptions {
  Eigen::Index patience = 0;  ///< epochs without improvement that are borne
  double minimum_change = 0;  ///< what counts as an improvement
  bool restore_best = true;   ///< leave the model with the parameters of the best epoch
};

namespace detail {

/// The validation loss if there is one, else the training loss.
inline double monitored(const Progress& p) { return p.validation_loss.value_or(p.loss); }

}  // namespace detail

/// A callback that stops training once the validation loss (without validation data, the training
/// loss) has not improved for more than `patience` epochs.
///
///   trainer.fit(data, {.epochs = 500, .validation = test,
///                      .callbacks = {early_stopping(model, {.patience = 5})}});
///
/// @param model  the one that is trained; it must outlive the training
/// @throws ValueError if patience or minimum_change is negative
template <class Model>
Callback early_stopping(Model& model, EarlyStoppingOptions options = {}) {
  check_at_least("early_stopping: patience", options.patience, Eigen::Index{0});
  check_at_least("early_stopping: minimum_change", options.minimum_change, 0.);
  struct State {
    double best = std::numeric_limits<double>::infinity();
    Eigen::Index waited = 0;
    Eigen::VectorX<typename Model::Scalar> parameters{};
  };
  const auto state = std::make_shared<State>();
  const auto epoch_end = [&model, options, state](Progress& p) {
    const double loss = detail::monitored(p);
    if (loss < state->best - options.minimum_change) {
      state->best = loss;
      state->waited = 0;
      if (options.restore_best) state->parameters = model.parameters();
    } else {
      p.stop = p.stop || ++state->waited > options.patience;
    }
  };
  const auto restore = [&model, state] {
    if (state->parameters.size() > 0) model.parameters() = state->parameters;
  };
  const auto remembered = [state] {
    std::vector<double> numbers{state->best, static_cast<double>(state->waited)};
    numbers.insert(numbers.end(), state->parameters.begin(), state->parameters.end());
    return numbers;
  };
  const auto resume = [&model, state](const std::vector<double>& numbers) {
    const Eigen::Index count = numbers.size() == 2 ? 0 : Eigen::Index{model.parameters().size()};
    detail::check_remembered("early_stopping", numbers.size(), 2 + static_cast<std::size_t>(count));
    *state = {numbers[0], detail::remembered_count("early_stopping", numbers[1])};
    const Eigen::Map<const Eigen::VectorXd> parameters(numbers.data() + 2, count);
    state->parameters = parameters.template cast<typename Model::Scalar>();
  };
  return {.fit_start = [state] { *state = {}; },
          .epoch_end = epoch_end,
          .fit_end = restore,
          .state = remembered,
          .resume = resume};
}

}  // namespace eigencoder
