// SPDX-License-Identifier: MIT
#include <eigencoder/core/shape.hpp>

#ifdef MISUSE
const eigencoder::Shape<28, -28> image;
#else
const eigencoder::Shape<28, 28> image;
#endif
