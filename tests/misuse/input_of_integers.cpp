// SPDX-License-Identifier: MIT
#include <eigencoder/models/input.hpp>

#ifdef MISUSE
const eigencoder::Input<int, 4> input;
#else
const eigencoder::Input<double, 4> input;
#endif
