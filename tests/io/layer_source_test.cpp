// SPDX-License-Identifier: MIT
#include <eigencoder/io/layer_source.hpp>

#include <eigencoder/layers/pooling.hpp>

#include <string>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/maxout.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace eigencoder::testing {

/// An activation of a user's own that has a member, and says so.
struct Threshold {
  double at = 0;
  std::string source() const { return text("eigencoder::testing::Threshold{", at, "}"); }
  auto operator()(const auto& x) const { return x + at; }
};

}  // namespace eigencoder::testing

namespace {

struct Nameless {
  auto operator()(const auto& x) const { return x; }
};

std::string source(const auto& part) { return detail::LayerSource::of(part); }

}  // namespace

TEST_CASE("a layer is written as its type, with all namespaces") {
  CHECK(source(Dense<3, Relu>{}) == "eigencoder::Dense<3, eigencoder::Relu>{}");
  CHECK(source(Flatten{}) == "eigencoder::Flatten{}");
  CHECK(source(MaxPool2D<2, 2>{}) == "eigencoder::MaxPool2D<2, 2>{}");
  CHECK(source(Activation{Tanh{}}) == "eigencoder::Activation<eigencoder::Tanh>{}");
  CHECK(source(Maxout<4>{}) == "eigencoder::testing::Maxout<4>{}");
}

TEST_CASE("the members that inference asks for are written, and how weights start is not") {
  const LeakyRelu leaky{.slope_below = 0.1};
  const std::string said = ".activation = eigencoder::LeakyRelu{.slope_below = 0.1}}";
  CHECK(source(Dense<3, LeakyRelu>{.kernel_initializer = zeros, .activation = leaky}) ==
        "eigencoder::Dense<3, eigencoder::LeakyRelu>{" + said);
  CHECK(source(Dense<Dynamic, LeakyRelu>{.units = 7, .activation = leaky}) ==
        "eigencoder::Dense<-1, eigencoder::LeakyRelu>{.units = {7}, " + said);
  CHECK(source(Conv2D<2, Kernel<3, 3>, LeakyRelu>{.activation = leaky}).ends_with("{" + said));
  CHECK(source(Conv1D<2, 3, LeakyRelu>{.activation = leaky}).ends_with("{" + said));
  CHECK(source(Conv2DTranspose<2, Kernel<3, 3>, LeakyRelu>{.activation = leaky})
            .ends_with("{" + said));
  CHECK(source(DepthwiseConv2D<2, Kernel<3, 3>, LeakyRelu>{.activation = leaky})
            .ends_with("{" + said));
  CHECK(source(Activation{leaky}) == "eigencoder::Activation<eigencoder::LeakyRelu>{" + said);
  CHECK(source(BatchNormalization{.epsilon = 1e-5}) ==
        "eigencoder::BatchNormalization{.epsilon = 1e-05}");
  CHECK(source(LayerNormalization{}) == "eigencoder::LayerNormalization{.epsilon = 0.001}");
  CHECK(source(Reshape<7, 2>{}) == "eigencoder::Reshape<7, 2>{}");
  CHECK(source(Reshape<Dynamic, 2>{{7, 2}}) == "eigencoder::Reshape<-1, 2>{.shape = {7, 2}}");
  CHECK(source(Input<float, 3>{}) == "eigencoder::Input<float, 3>{}");
  CHECK(source(Input<double, Dynamic>{5}) == "eigencoder::Input<double, -1>{5}");
}

TEST_CASE("layers that do something in training alone keep their place, with nothing in it") {
  const std::string nothing = "eigencoder::Sequential<>{}";
  CHECK(source(GaussianNoise{}) == nothing);
  CHECK(source(FeatureNoise{{1, 2}}) == nothing);
  CHECK(source(Dropout{}) == nothing);
  CHECK(source(MaskingNoise{}) == nothing);
  CHECK(source(SaltAndPepperNoise{}) == nothing);
  CHECK(source(ActivityL1{}) == nothing);
  CHECK(source(ActivityL2{}) == nothing);
  CHECK(source(KLSparsity{}) == nothing);
  CHECK(source(Sequential{}) == nothing);
}

TEST_CASE("layers in others are written with them") {
  CHECK(source(WeightPenalty{Dense<2>{}, {.l2 = 1}}) ==
        "eigencoder::WeightPenalty{eigencoder::Dense<2>{}, {}}");
  CHECK(source(Sequential{Dropout{}, Flatten{}}) ==
        "eigencoder::Sequential{eigencoder::Sequential<>{}, eigencoder::Flatten{}}");
}

TEST_CASE("a layer or activation of one's own says what makes it") {
  CHECK(source(Dense<2, Threshold>{.activation = {.at = 3}}) ==
        "eigencoder::Dense<2, eigencoder::testing::Threshold>{.activation = "
        "eigencoder::testing::Threshold{3}}");
}

TEST_CASE("what has no name in other files is refused") {
  const std::string error = message<ValueError>([] { source(Dense<2, Nameless>{}); });
  CHECK(error.starts_with("write_header: got "));
  CHECK(error.ends_with(
      "::Nameless, expected a layer or activation that has a name in a header of its own; see "
      "HeaderOptions"));
  CHECK(message<ValueError>([] { source(Activation{Nameless{}}); }) != "nothing was thrown");
}

TEST_CASE("a network is written with its input and its layers, an autoencoder with both networks") {
  const Network encoder{Input<float, 4>{}, Dense<2, Relu>{}, Flatten{}};
  const Network decoder{Input<float, 2>{}, Dense<4>{}};
  CHECK(source(AutoencoderNetwork{encoder, decoder}) ==
        R"(eigencoder::AutoencoderNetwork{
    eigencoder::Network{
        eigencoder::Input<float, 4>{},
        eigencoder::Dense<2, eigencoder::Relu>{},
        eigencoder::Flatten{}},
    eigencoder::Network{
        eigencoder::Input<float, 2>{},
        eigencoder::Dense<4>{}}})");
}
