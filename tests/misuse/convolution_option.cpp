// SPDX-License-Identifier: MIT
#include <eigencoder/layers/conv2d.hpp>

using namespace eigencoder;

#ifdef MISUSE
constexpr Conv2D<16, Kernel<3, 3>, Stride<2, 2>> layer{};
#else
constexpr Conv2D<16, Kernel<3, 3>, Linear, Stride<2, 2>> layer{};
#endif
constexpr auto out = layer.output(shape<4, 4, 1>());
