// SPDX-License-Identifier: MIT
#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/layers/conv2d_transpose.hpp>
#include <eigencoder/models/autoencoder.hpp>

using namespace eigencoder;

#ifdef MISUSE
using Out = Conv2DTranspose<1, Kernel<3, 3>, Sigmoid, Stride<2, 2>>;
#else
using Out = Conv2DTranspose<1, Kernel<3, 3>, Sigmoid, Stride<2, 2>, OutputPadding<0, 1>>;
#endif
Autoencoder model{Encoder{Input<float, 27, 28, 1>{}, Conv2D<4, Kernel<3, 3>, Relu, Stride<2, 2>>{}},
                  Decoder{Input<float, 14, 14, 4>{}, Out{}}};
