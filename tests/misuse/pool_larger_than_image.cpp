// SPDX-License-Identifier: MIT
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/models/encoder.hpp>

using namespace eigencoder;

#ifdef MISUSE
const Encoder encoder{Input<float, 5, 2, 1>{}, MaxPool2D<3, 3, Valid>{}};
#else
const Encoder encoder{Input<float, 5, 2, 1>{}, MaxPool2D<3, 3>{}};
#endif
