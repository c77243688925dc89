// SPDX-License-Identifier: MIT
// The networks of the examples have as many parameters as those that they reproduce.
#include <eigencoder/models/autoencoder.hpp>

#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/layers/conv2d_transpose.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/layers/resize.hpp>
#include <eigencoder/layers/upsampling.hpp>

#include "catch.hpp"

using namespace eigencoder;

namespace {

template <Index Filters, class... Options>
using Conv = Conv2D<Filters, Kernel<3, 3>, Relu, Options...>;
template <Index Filters, class... Options>
using Transposed = Conv2DTranspose<Filters, Kernel<3, 3>, Relu, Options...>;
using Pool = MaxPool2D<2, 2>;
using Up = UpSampling2D<2, 2>;
using Picture = Conv2D<1, Kernel<3, 3>, Sigmoid>;

template <class E, class D>
Index parameters(const E& encoder, const D& decoder) {
  return Autoencoder{encoder, decoder}.parameters().size();
}

}  // namespace

TEST_CASE("dense networks have the parameters of those that they reproduce") {
  const Input<float, 784> digits{};
  CHECK(parameters(Encoder{digits, Dense<32>{}}, Decoder{Input<float, 32>{}, Dense<784>{}}) ==
        50'992);
  CHECK(parameters(Encoder{digits, Dense<128>{}, Dense<64>{}, Dense<32>{}},
                   Decoder{Input<float, 32>{}, Dense<64>{}, Dense<128>{}, Dense<784>{}}) ==
        222'384);
  CHECK(parameters(Encoder{digits, Dense<2>{}}, Decoder{Input<float, 2>{}, Dense<784>{}}) == 3'922);
  CHECK(parameters(Encoder{Input<float, 2>{}, Dense<8>{}},
                   Decoder{Input<float, 8>{}, Dense<2>{}}) == 42);
}

TEST_CASE("convolutional networks have the parameters of those that they reproduce") {
  const Input<float, 28, 28, 1> digits{};
  CHECK(parameters(Encoder{digits, Conv<16>{}, Pool{}, Conv<8>{}, Pool{}},
                   Decoder{Input<float, 7, 7, 8>{}, Conv<8>{}, Up{}, Conv<16>{}, Up{},
                           Picture{}}) == 3'217);
  CHECK(parameters(Encoder{digits, Conv<16>{}, Pool{}, Conv<8>{}, Pool{}, Conv<8>{}, Pool{}},
                   Decoder{Input<float, 4, 4, 8>{}, Conv<8>{}, Up{}, Conv<8>{}, Up{},
                           Conv<16, Valid>{}, Up{}, Picture{}}) == 4'385);
  CHECK(parameters(Encoder{digits, Conv<32>{}, Pool{}, Conv<32>{}, Pool{}},
                   Decoder{Input<float, 7, 7, 32>{}, Conv<32>{}, Up{}, Conv<32>{}, Up{},
                           Picture{}}) == 28'353);
}

TEST_CASE("the network of the Olivetti faces has the tutorial's parameters") {
  using Twice = Stride<2, 2>;
  CHECK(
      parameters(
          Encoder{Input<float, 64, 64, 1>{}, Resize2D<32, 32, Bicubic, Legacy>{}, Conv<16, Twice>{},
                  Conv<32>{}, Conv<64>{}, Conv<128>{}, Flatten{}, Dense<256, Sigmoid>{}},
          Decoder{Input<float, 256>{}, Reshape<16, 16, 1>{}, Transposed<128, Twice>{},
                  Transposed<64>{}, Transposed<32>{}, Conv2DTranspose<1, Kernel<3, 3>, Sigmoid>{},
                  Resize2D<64, 64, Bicubic, Legacy>{}}) == 8'579'841);
}
