// SPDX-License-Identifier: MIT
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/models/encoder.hpp>

using namespace eigencoder;

#ifdef MISUSE
const Encoder encoder{Input<float, 4, 4, 1>{}, MaxPool2D<2, 2, Kernel<3, 3>>{}};
#else
const Encoder encoder{Input<float, 4, 4, 1>{}, MaxPool2D<2, 2, Stride<3, 3>>{}};
#endif
