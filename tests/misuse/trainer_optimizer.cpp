// SPDX-License-Identifier: MIT
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>
#include <eigencoder/models/encoder.hpp>
#include <eigencoder/optimizers/adam.hpp>
#include <eigencoder/training/trainer.hpp>

using namespace eigencoder;

void train(const Eigen::MatrixXf& samples) {
  Encoder model{Input<float, 2>{}, Dense<2>{}};
#ifdef MISUSE
  Trainer trainer{model, MeanSquaredError{}, Adam{}};
#else
  Trainer trainer{model, Adam{}, MeanSquaredError{}};
#endif
  trainer.fit(samples, {.epochs = 2});
}
