// SPDX-License-Identifier: MIT
#include <eigencoder/models/input.hpp>

#ifdef MISUSE
const eigencoder::Input<float, 0> input;
#else
const eigencoder::Input<float, 1> input;
#endif
