// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <Eigen/Core>

#include <eigencoder/core/error.hpp>

namespace eigencoder {

/// What training left behind, an entry an epoch; a further `fit` adds to it.
struct History {
  std::vector<double> loss;             ///< mean over the epoch's samples, as they were trained
  std::vector<double> validation_loss;  ///< after the epoch; empty without validation data
  std::vector<double> seconds;          ///< of training, without validation
  std::vector<double> batch_loss;       ///< an entry a step
  std::vector<double> penalty;          ///< of the loss, the part that layers added as penalties
  /// Metrics by their names, as they were trained and of the validation data after the epoch.
  std::map<std::string, std::vector<double>> metrics, validation_metrics;
  bool stopped = false;  ///< a callback ended the last `fit` early
  /// The last `fit` met a loss that is not finite. It ended there, and the model has the parameters
  /// of the end of the last epoch that was; try a smaller learning rate.
  bool diverged = false;

  std::size_t epochs() const { return loss.size(); }
};

/// How far training has come, for callbacks.
struct Progress {
  Eigen::Index epoch = 0;    ///< the running epoch of this `fit`, from 1
  Eigen::Index epochs = 0;   ///< of this `fit`
  Eigen::Index batch = 0;    ///< batches done in this epoch
  Eigen::Index batches = 0;  ///< of an epoch
  Eigen::Index samples = 0;  ///< samples done in this epoch
  double seconds = 0;        ///< spent training in this epoch
  double loss = 0;           ///< mean over the samples of this epoch so far
  double penalty = 0;        ///< of the loss, the part that layers added as penalties
  std::optional<double> validation_loss{};  ///< at the end of an epoch, with validation data
  std::vector<std::string> metric_names{};
  std::vector<double> metrics{};             ///< means over the samples of this epoch so far
  std::vector<double> validation_metrics{};  ///< at the end of an epoch, with validation data
  bool stop = false;                         ///< set it to end training after this batch or epoch

  void start_epoch() {
    batch = samples = 0;
    seconds = loss = penalty = 0;
    validation_loss.reset();
    std::fill(metrics.begin(), metrics.end(), 0.);
    validation_metrics.clear();
  }
  /// @param batch_metrics  one number a metric
  void add_batch(Eigen::Index count, double batch_loss, double batch_penalty, double time,
                 const std::vector<double>& batch_metrics) {
    ++batch;
    samples += count;
    seconds += time;
    const double share = static_cast<double>(count) / static_cast<double>(samples);
    loss += (batch_loss - loss) * share;
    penalty += (batch_penalty - penalty) * share;
    for (std::size_t i = 0; i < metrics.size(); ++i) {
      metrics[i] += (batch_metrics[i] - metrics[i]) * share;
    }
  }
};

/// Functions that training calls; each may be empty. A fit that
/// is stopped or diverges ends, too; one that throws does not.
///
///   Callback{.epoch_end = [](Progress& p) { p.stop = p.loss < 0.1; }}
struct Callback {
  std::function<void()> fit_start{};
  std::function<void(Progress&)> batch_end{};
  std::function<void(Progress&)> epoch_end{};
  std::function<void()> fit_end{};
  /// What it remembers, as numbers, for a checkpoint.
  std::function<std::vector<double>()> state{};
  /// Called instead of `fit_start` with what `state` gave, where a fit goes on from a checkpoint.
  std::function<void(const std::vector<double>&)> resume{};
};

namespace detail {

/// Calls this function of each callback that has it.
template <class Function, class... Arguments>
void call(const std::vector<Callback>& callbacks, Function Callback::*function,
          Arguments&... arguments) {
  for (const Callback& callback : callbacks) {
    if (callback.*function) (callback.*function)(arguments...);
  }
}

/// @throws ValueError unless a checkpoint has as many numbers of a callback as that remembers
inline void check_remembered(std::string_view callback, std::size_t found, std::size_t expected) {
  check(found == expected, callback, text(found, " numbers in the checkpoint"),
        text(expected, ": the same callbacks, in the order of the fit that it was taken in"));
}

/// A count that a callback remembers.
/// @throws ValueError unless it is a whole number
inline Eigen::Index remembered_count(std::string_view callback, double number) {
  check(number >= 0 && number <= 9e15 && number == std::floor(number), callback,
        text(number, " in the checkpoint"), "a count");
  return static_cast<Eigen::Index>(number);
}

/// Adds an epoch that is done to the history.
inline void keep_epoch(History& history, const Progress& p) {
  history.loss.push_back(p.loss);
  history.penalty.push_back(p.penalty);
  history.seconds.push_back(p.seconds);
  if (p.validation_loss) history.validation_loss.push_back(*p.validation_loss);
  for (std::size_t i = 0; i < p.metrics.size(); ++i) {
    const std::string& name = p.metric_names[i];
    history.metrics[name].push_back(p.metrics[i]);
    if (p.validation_metrics.empty()) continue;
    history.validation_metrics[name].push_back(p.validation_metrics[i]);
  }
}

}  // namespace detail

}  // namespace eigencoder
