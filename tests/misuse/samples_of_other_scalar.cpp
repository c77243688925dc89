// SPDX-License-Identifier: MIT
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/encoder.hpp>

using namespace eigencoder;

const Encoder encoder{Input<float, 784>{}, Dense<32, Relu>{}};
const Eigen::MatrixXd images(784, 5);
#ifdef MISUSE
const Eigen::MatrixXf codes = encoder(images);
#else
const Eigen::MatrixXf codes = encoder(images.cast<float>());
#endif
