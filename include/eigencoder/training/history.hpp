// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <vector>

#include <Eigen/Core>

namespace eigencoder {

/// What training left behind, an entry an epoch; a further `fit` adds to it.
struct History {
  std::vector<double> loss;             ///< mean over the epoch's samples, as they were trained
  std::vector<double> validation_loss;  ///< after the epoch; empty without validation data
  std::vector<double> seconds;          ///< of training, without validation
  std::vector<double> batch_loss;       ///< an entry a step
  bool stopped = false;                 ///< a callback ended the last `fit` early
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
  double validation_loss = std::numeric_limits<double>::quiet_NaN();  ///< at the end of an epoch
  bool stop = false;  ///< set it to end training after this batch or epoch

  void start_epoch() {
    batch = samples = 0;
    seconds = loss = 0;
    validation_loss = std::numeric_limits<double>::quiet_NaN();
  }
  void add_batch(Eigen::Index count, double batch_loss, double time) {
    ++batch;
    samples += count;
    seconds += time;
    loss += (batch_loss - loss) * static_cast<double>(count) / static_cast<double>(samples);
  }
};

/// Functions that training calls; either may be empty.
///
///   Callback{.epoch_end = [](Progress& p) { p.stop = p.loss < 0.1; }}
struct Callback {
  std::function<void(Progress&)> batch_end{};
  std::function<void(Progress&)> epoch_end{};
};

}  // namespace eigencoder
