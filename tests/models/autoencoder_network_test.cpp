// SPDX-License-Identifier: MIT
#include <eigencoder/models/autoencoder_network.hpp>

#include <eigencoder/layers/dense.hpp>

#include "catch.hpp"
#include "support/errors.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

constexpr Network encoder{Input<float, 6>{}, Dense<2, Relu>{}};
constexpr Network decoder{Input<float, 2>{}, Dense<6>{}};

}  // namespace

TEST_CASE("an autoencoder's shapes are known to the compiler, weights or not") {
  constexpr AutoencoderNetwork network{encoder, decoder};
  STATIC_REQUIRE(network.input_shape() == shape<6>());
  STATIC_REQUIRE(network.code_shape() == shape<2>());
  STATIC_REQUIRE(network.output_shape() == shape<6>());
}

TEST_CASE("networks that do not fit are refused when they are put together") {
  CHECK(message<ShapeError>([] {
          AutoencoderNetwork{Network{Input<float, 6>{}, Dense<Dynamic>{3}}, decoder};
        }) ==
        "Autoencoder: the decoder's input differs from the encoder's code: got 2, expected 3; give "
        "the decoder an Input of the code's shape");
}
