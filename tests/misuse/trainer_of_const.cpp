// SPDX-License-Identifier: MIT
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>
#include <eigencoder/models/encoder.hpp>
#include <eigencoder/optimizers/adam.hpp>
#include <eigencoder/training/trainer.hpp>

using namespace eigencoder;

void train(const Eigen::MatrixXf& samples) {
#ifdef MISUSE
  const Encoder model{Input<float, 2>{}, Dense<2>{}};
#else
  Encoder model{Input<float, 2>{}, Dense<2>{}};
#endif
  Trainer trainer{model, Adam{}, MeanSquaredError{}};
  trainer.fit(samples, {.epochs = 2});
}
