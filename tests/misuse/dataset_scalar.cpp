// SPDX-License-Identifier: MIT
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>
#include <eigencoder/models/encoder.hpp>
#include <eigencoder/optimizers/adam.hpp>
#include <eigencoder/training/trainer.hpp>

using namespace eigencoder;

void train(const Eigen::MatrixXd& samples) {
  Encoder model{Input<float, 2>{}, Dense<2>{}};
  Trainer trainer{model, Adam{}, MeanSquaredError{}};
#ifdef MISUSE
  trainer.fit(samples, {.epochs = 2});
#else
  trainer.fit(samples.cast<float>(), {.epochs = 2});
#endif
}
