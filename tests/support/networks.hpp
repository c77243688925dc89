// SPDX-License-Identifier: MIT
#pragma once

// The networks of the examples, for tests and benchmarks of them as a whole.

#include <eigencoder/layers/activity_penalty.hpp>
#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/layers/conv2d_transpose.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/noise.hpp>
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/layers/resize.hpp>
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
using Half = Resize2D<32, 32, Bicubic, Legacy>;
using Double = Resize2D<64, 64, Bicubic, Legacy>;

inline auto quickstart_network() {
  return Autoencoder{Encoder{Input<float, 2>{}, Dense<8, Relu>{}},
                     Decoder{Input<float, 8>{}, Dense<2>{}}};
}

inline auto vanilla_network() {
  return Autoencoder{Encoder{Input<float, 784>{}, Dense<32, Relu>{}},
                     Decoder{Input<float, 32>{}, Dense<784, Sigmoid>{}}};
}

inline auto sparse_network() {
  return Autoencoder{Encoder{Input<float, 784>{}, Dense<32, Relu>{}, ActivityL1{1e-4}},
                     Decoder{Input<float, 32>{}, Dense<784, Sigmoid>{}}};
}

inline auto code2d_network() {
  return Autoencoder{Encoder{Input<float, 784>{}, Dense<2>{}},
                     Decoder{Input<float, 2>{}, Dense<784>{}}};
}

/// The deep one, after layers that change the digits in training, such as noise.
auto deep_network(const auto&... noise) {
  return Autoencoder{
      Encoder{Input<float, 784>{}, noise..., Dense<128, Relu>{}, Dense<64, Relu>{},
              Dense<32, Relu>{}},
      Decoder{Input<float, 32>{}, Dense<64, Relu>{}, Dense<128, Relu>{}, Dense<784, Sigmoid>{}}};
}

inline auto convolutional_network() {
  return Autoencoder{
      Encoder{Input<float, 28, 28, 1>{}, Conv<16>{}, Pool{}, Conv<8>{}, Pool{}},
      Decoder{Input<float, 7, 7, 8>{}, Conv<8>{}, Up{}, Conv<16>{}, Up{}, Picture{}}};
}

/// The convolutional one of the Keras blog: a code of 4 x 4 x 8.
inline auto keras_blog_network() {
  return Autoencoder{
      Encoder{Input<float, 28, 28, 1>{}, Conv<16>{}, Pool{}, Conv<8>{}, Pool{}, Conv<8>{}, Pool{}},
      Decoder{Input<float, 4, 4, 8>{}, Conv<8>{}, Up{}, Conv<8>{}, Up{}, Conv<16, Valid>{}, Up{},
              Picture{}}};
}

/// Of the denoising example with --conv, likewise.
auto denoising_network(const auto&... noise) {
  return Autoencoder{
      Encoder{Input<float, 28, 28, 1>{}, noise..., Conv<32>{}, Pool{}, Conv<32>{}, Pool{}},
      Decoder{Input<float, 7, 7, 32>{}, Conv<32>{}, Up{}, Conv<32>{}, Up{}, Picture{}}};
}

/// The Olivetti tutorial's.
inline auto faces_network() {
  return Autoencoder{Encoder{Input<float, 64, 64, 1>{}, Half{}, Conv<16, Twice>{}, Conv<32>{},
                             Conv<64>{}, Conv<128>{}, Flatten{}, Dense<256, Sigmoid>{}},
                     Decoder{Input<float, 256>{}, Reshape<16, 16, 1>{}, Transposed<128, Twice>{},
                             Transposed<64>{}, Transposed<32>{}, TransposedPicture{}, Double{}}};
}

/// Of the example with --code.
inline auto faces_network_with_code(Index length) {
  return Autoencoder{Encoder{Input<float, 64, 64, 1>{}, Half{}, Conv<16, Twice>{}, Conv<32>{},
                             Conv<64>{}, Conv<128>{}, Flatten{}, Dense<Dynamic, Sigmoid>{length}},
                     Decoder{Input<float, Dynamic>{length}, Dense<256, Relu>{},
                             Reshape<16, 16, 1>{}, Transposed<128, Twice>{}, Transposed<64>{},
                             Transposed<32>{}, TransposedPicture{}, Double{}}};
}

/// Of the example with --full-size.
inline auto full_size_network(Index length) {
  return Autoencoder{Encoder{Input<float, 64, 64, 1>{}, Conv<16, Twice>{}, Conv<32, Twice>{},
                             Conv<64>{}, Conv<128>{}, Flatten{}, Dense<Dynamic, Sigmoid>{length}},
                     Decoder{Input<float, Dynamic>{length}, Dense<256, Relu>{},
                             Reshape<16, 16, 1>{}, Transposed<128, Twice>{},
                             Transposed<64, Twice>{}, Transposed<32>{}, TransposedPicture{}}};
}

}  // namespace eigencoder::testing
