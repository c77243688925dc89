// SPDX-License-Identifier: MIT
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/encoder.hpp>

using namespace eigencoder;

#ifdef MISUSE
const Encoder encoder{Input<float, 28, 28, 1>{}, Dense<32, Relu>{}};
#else
const Encoder encoder{Input<float, 28 * 28 * 1>{}, Dense<32, Relu>{}};
#endif
