// SPDX-License-Identifier: MIT
#pragma once

// The networks of the examples, for tests and benchmarks of them as a whole.

#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/layers/conv2d_transpose.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/layers/upsampling.hpp>
#include <eigencoder/models/autoencoder.hpp>

namespace eigencoder::testing {

template <Index Filters, class... Options>
using Conv = Conv2D<Filters, Kernel<3, 3>, Relu, Options...>;
template <Index Filters, class... Options>
using Transposed = Conv2DTranspose<Filters, Kernel<3, 3>, Relu, Options...>;
using Twice = Stride<2, 2>;
using Pool = MaxPool2D<2, 2>;
using Up = UpSampling2D<2, 2>;
using Picture = Conv2D<1, Kernel<3, 3>, Sigmoid>;
using TransposedPicture = Conv2DTranspose<1, Kernel<3, 3>, Sigmoid>;

inline auto quickstart_network() {
  return Autoencoder{Encoder{Input<float, 2>{}, Dense<8, Relu>{}},
                     Decoder{Input<float, 8>{}, Dense<2>{}}};
}

inline auto vanilla_network() {
  return Autoencoder{Encoder{Input<float, 784>{}, Dense<32, Relu>{}},
                     Decoder{Input<float, 32>{}, Dense<784, Sigmoid>{}}};
}

inline auto deep_network() {
  return Autoencoder{
      Encoder{Input<float, 784>{}, Dense<128, Relu>{}, Dense<64, Relu>{}, Dense<32, Relu>{}},
      Decoder{Input<float, 32>{}, Dense<64, Relu>{}, Dense<128, Relu>{}, Dense<784, Sigmoid>{}}};
}

inline auto convolutional_network() {
  return Autoencoder{
      Encoder{Input<float, 28, 28, 1>{}, Conv<16>{}, Pool{}, Conv<8>{}, Pool{}},
      Decoder{Input<float, 7, 7, 8>{}, Conv<8>{}, Up{}, Conv<16>{}, Up{}, Picture{}}};
}

}  // namespace eigencoder::testing
