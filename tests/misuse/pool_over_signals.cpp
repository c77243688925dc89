// SPDX-License-Identifier: MIT
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/models/encoder.hpp>

using namespace eigencoder;

#ifdef MISUSE
const Encoder encoder{Input<float, 8, 8, 2>{}, MaxPool1D<2>{}};
#else
const Encoder encoder{Input<float, 64, 2>{}, MaxPool1D<2>{}};
#endif
