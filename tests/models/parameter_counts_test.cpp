// SPDX-License-Identifier: MIT
// The networks of the examples have as many parameters as those that they reproduce.
#include <eigencoder/models/autoencoder.hpp>

#include "catch.hpp"
#include "support/networks.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

Index parameters(const auto& model) { return model.parameters().size(); }

}  // namespace

TEST_CASE("dense networks have the parameters of those that they reproduce") {
  CHECK(parameters(vanilla_network()) == 50'992);
  CHECK(parameters(deep_network()) == 222'384);
  CHECK(parameters(code2d_network()) == 3'922);
  CHECK(parameters(quickstart_network()) == 42);
}

TEST_CASE("convolutional networks have the parameters of those that they reproduce") {
  CHECK(parameters(convolutional_network()) == 3'217);
  CHECK(parameters(keras_blog_network()) == 4'385);
  CHECK(parameters(denoising_network()) == 28'353);
}

TEST_CASE("the network of the Olivetti faces has the tutorial's parameters") {
  CHECK(parameters(faces_network()) == 8'579'841);
}
