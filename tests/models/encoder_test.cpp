// SPDX-License-Identifier: MIT
#include <eigencoder/models/encoder.hpp>

#include <eigencoder/layers/dense.hpp>
#include <eigencoder/operations/arithmetic.hpp>

#include "catch.hpp"
#include "support/maxout.hpp"
#include "support/models.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// An activation of a user's own, without a derivative.
struct Swish {
  auto operator()(const auto& x) const { return product(x, sigmoid(x)); }
};

}  // namespace

TEST_CASE("a network is deduced from an input and layers") {
  const Encoder encoder{Input<float, 784>{}, Dense<32, Relu>{}};
  const Decoder decoder{Input<float, 32>{}, Dense<784, Sigmoid>{}};
  STATIC_REQUIRE(
      std::is_same_v<decltype(encoder), const Encoder<Input<float, 784>, Dense<32, Relu>>>);
  STATIC_REQUIRE(
      std::is_same_v<decltype(decoder), const Decoder<Input<float, 32>, Dense<784, Sigmoid>>>);
  CHECK(encoder.input_shape() == shape<784>());
  CHECK(encoder.output_shape() == shape<32>());
  CHECK(encoder.parameters().size() == 25'120);
  CHECK(decoder.parameters().size() == 25'872);
}

TEST_CASE("an encoder and a decoder of the same layers start with different weights") {
  const Encoder encoder{Input<float, 4>{}, Dense<4>{}};
  const Decoder decoder{Input<float, 4>{}, Dense<4>{}};
  CHECK_FALSE(encoder.parameters() == decoder.parameters());
}

TEST_CASE("layers of the same shape start with different weights") {
  const Encoder encoder{Input<float, 4>{}, Dense<4>{}, Dense<4>{}};
  CHECK_FALSE(encoder.parameter("0.dense.kernel") == encoder.parameter("1.dense.kernel"));
}

TEST_CASE("a network without layers is the identity and has no parameters") {
  const Encoder encoder{Input<double, 3>{}};
  const Eigen::MatrixXd x = scattered(3, 2);
  CHECK(encoder(x) == x);
  CHECK(encoder.parameters().size() == 0);
}

TEST_CASE("a code may be wider than the sample") {
  const Encoder encoder{Input<double, 1>{}, Dense<5>{}};
  CHECK(encoder(Eigen::MatrixXd{{1, 2}}).rows() == 5);
}

TEST_CASE("a layer of one's own is what plain Eigen makes of it") {
  const Encoder encoder{Input<double, 4>{}, Maxout<3>{}};
  const Eigen::MatrixXd x = scattered(4, 5);
  const Eigen::MatrixXd left = encoder.parameter("0.maxout.left") * x;
  const Eigen::MatrixXd right = encoder.parameter("0.maxout.right") * x;
  CHECK(largest_difference(encoder(x), left.cwiseMax(right)) <= tolerance<double>);
}

TEST_CASE("an activation of one's own is what plain Eigen makes of it") {
  const Encoder encoder{Input<double, 4>{}, Dense<3, Swish>{}};
  const Eigen::MatrixXd x = scattered(4, 5), z = encoder.parameter("0.dense.kernel") * x;
  const Eigen::MatrixXd expected = z.array() / (1 + (-z.array()).exp());
  CHECK(largest_difference(encoder(x), expected) <= tolerance<double>);
}

TEST_CASE("layers and activations of one's own have a gradient without a derivative") {
  const Encoder encoder{Input<double, 4>{}, Maxout<3>{}, Dense<2, Swish>{}};
  expect_gradient_of_model(encoder, scattered(4, 5, 1));
}
