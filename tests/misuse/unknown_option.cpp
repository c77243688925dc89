// SPDX-License-Identifier: MIT
#include <eigencoder/layers/depthwise_conv2d.hpp>
#include <eigencoder/models/encoder.hpp>

using namespace eigencoder;

#ifdef MISUSE
using Layer = DepthwiseConv2D<1, Kernel<3, 3>, Relu, Kernel<2, 2>>;
#else
using Layer = DepthwiseConv2D<1, Kernel<3, 3>, Relu, Stride<2, 2>>;
#endif
const Encoder encoder{Input<float, 28, 28, 1>{}, Layer{}};
