// SPDX-License-Identifier: MIT
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/models/encoder.hpp>

using namespace eigencoder;

#ifdef MISUSE
const Encoder encoder{Input<float, 392>{}, Reshape<7, 7, 9>{}};
#else
const Encoder encoder{Input<float, 392>{}, Reshape<7, 7, 8>{}};
#endif
