// SPDX-License-Identifier: MIT
#include <eigencoder/layers/conv2d.hpp>

using namespace eigencoder;

#ifdef MISUSE
constexpr Conv2D<16, Kernel<5, 3>, Relu, Valid> layer{};
#else
constexpr Conv2D<16, Kernel<5, 3>, Relu, Same> layer{};
#endif
constexpr auto out = layer.output(shape<4, 4, 1>());
