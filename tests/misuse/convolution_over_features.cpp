// SPDX-License-Identifier: MIT
#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/models/encoder.hpp>

using namespace eigencoder;

#ifdef MISUSE
Encoder model{Input<float, 784>{}, Conv2D<16, Kernel<3, 3>>{}};
#else
Encoder model{Input<float, 28, 28, 1>{}, Conv2D<16, Kernel<3, 3>>{}};
#endif
