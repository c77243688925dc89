// SPDX-License-Identifier: MIT
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/models/encoder.hpp>

using namespace eigencoder;

#ifdef MISUSE
const Encoder encoder{Input<float, 784>{}, MaxPool2D<2, 2>{}};
#else
const Encoder encoder{Input<float, 28, 28, 1>{}, MaxPool2D<2, 2>{}};
#endif
