// SPDX-License-Identifier: MIT
// The networks of the examples have as many parameters as those that they reproduce.
#include <eigencoder/models/autoencoder.hpp>

#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/layers/resize.hpp>

#include "catch.hpp"
#include "support/networks.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

Index parameters(const auto& model) { return model.parameters().size(); }

template <class E, class D>
Index parameters(const E& encoder, const D& decoder) {
  return parameters(Autoencoder{encoder, decoder});
}

}  // namespace

TEST_CASE("dense networks have the parameters of those that they reproduce") {
  CHECK(parameters(vanilla_network()) == 50'992);
  CHECK(parameters(deep_network()) == 222'384);
  CHECK(parameters(Encoder{Input<float, 784>{}, Dense<2>{}},
                   Decoder{Input<float, 2>{}, Dense<784>{}}) == 3'922);
  CHECK(parameters(quickstart_network()) == 42);
}

TEST_CASE("convolutional networks have the parameters of those that they reproduce") {
  const Input<float, 28, 28, 1> digits{};
  CHECK(parameters(convolutional_network()) == 3'217);
  CHECK(parameters(Encoder{digits, Conv<16>{}, Pool{}, Conv<8>{}, Pool{}, Conv<8>{}, Pool{}},
                   Decoder{Input<float, 4, 4, 8>{}, Conv<8>{}, Up{}, Conv<8>{}, Up{},
                           Conv<16, Valid>{}, Up{}, Picture{}}) == 4'385);
  CHECK(parameters(Encoder{digits, Conv<32>{}, Pool{}, Conv<32>{}, Pool{}},
                   Decoder{Input<float, 7, 7, 32>{}, Conv<32>{}, Up{}, Conv<32>{}, Up{},
                           Picture{}}) == 28'353);
}

TEST_CASE("the network of the Olivetti faces has the tutorial's parameters") {
  CHECK(parameters(Encoder{Input<float, 64, 64, 1>{}, Resize2D<32, 32, Bicubic, Legacy>{},
                           Conv<16, Twice>{}, Conv<32>{}, Conv<64>{}, Conv<128>{}, Flatten{},
                           Dense<256, Sigmoid>{}},
                   Decoder{Input<float, 256>{}, Reshape<16, 16, 1>{}, Transposed<128, Twice>{},
                           Transposed<64>{}, Transposed<32>{}, TransposedPicture{},
                           Resize2D<64, 64, Bicubic, Legacy>{}}) == 8'579'841);
}
