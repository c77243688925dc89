// SPDX-License-Identifier: MIT
#include <eigencoder/layers/borders.hpp>
#include <eigencoder/models/encoder.hpp>

using namespace eigencoder;

#ifdef MISUSE
const Encoder encoder{Input<float, 4, 5, 1>{}, Cropping2D<2, 1>{}};
#else
const Encoder encoder{Input<float, 4, 5, 1>{}, Cropping2D<1, 2>{}};
#endif
