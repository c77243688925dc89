// SPDX-License-Identifier: MIT
#include <eigencoder/layers/batch_normalization.hpp>

#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/autoencoder.hpp>
#include <eigencoder/models/summary.hpp>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/models.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// Two channels with statistics that are not the initial ones.
auto images() {
  Encoder model{Input<double, 3, 2, 2>{}, BatchNormalization{.momentum = 0.75}};
  model.parameters() << 2, -1, 0.5, 0.25, 1, -2, 4, 0.25;
  return model;
}

const Eigen::MatrixXd samples = scattered(12, 5);

/// Mean of the squares of what training gives, as a function of the first four parameters.
double loss(const Eigen::MatrixXd& x, const Eigen::VectorXd& parameters) {
  auto model = images();
  model.parameters().head(4) = parameters;
  Tape<double> tape;
  return train_on(tape, model, x, samples).value.cwiseProduct(samples).sum();
}

/// Central differences of f by every element of x.
template <class F>
Eigen::MatrixXd differences(const F& f, Eigen::MatrixXd x) {
  Eigen::MatrixXd result(x.rows(), x.cols());
  for (Index i = 0; i < x.size(); ++i) {
    const double middle = x(i), h = 1e-5;
    x(i) = middle + h;
    const double above = f(x);
    x(i) = middle - h;
    result(i) = (above - f(x)) / (2 * h);
    x(i) = middle;
  }
  return result;
}

}  // namespace

TEST_CASE("BatchNormalization keeps the shape and has four numbers a channel, two of them state") {
  constexpr BatchNormalization layer{};
  STATIC_REQUIRE(layer.output(shape<8, 6, 3>()) == shape<8, 6, 3>());
  const Encoder model{Input<float, 8, 6, 3>{}, layer};
  CHECK(model.parameter("0.batch_normalization.gamma") == Eigen::Vector3f::Ones());
  CHECK(model.parameter("0.batch_normalization.beta") == Eigen::Vector3f::Zero());
  CHECK(model.parameter("0.batch_normalization.moving_mean") == Eigen::Vector3f::Zero());
  CHECK(model.parameter("0.batch_normalization.moving_variance") == Eigen::Vector3f::Ones());
  CHECK(model.parameters().size() == 12);
  CHECK(model.weights().trainable() == 6);
}

TEST_CASE("inference takes the moving statistics") {
  const auto y = images()(samples);
  CHECK(y(0) == Approx(2 * (samples(0) - 1) / std::sqrt(4.001) + 0.5));
  CHECK(y(3, 4) == Approx(-(samples(3, 4) + 2) / std::sqrt(0.251) + 0.25));
}

TEST_CASE("training takes the statistics of the batch") {
  Tape<double> tape;
  const Eigen::MatrixXd y = train_on(tape, images(), samples, samples).value;
  const Eigen::Map<const Eigen::MatrixXd> pixels(y.data(), 2, 30);
  CHECK(pixels.row(0).mean() == Approx(0.5));
  CHECK((pixels.row(1).array() - 0.25).square().mean() == Approx(1).margin(0.01));
}

TEST_CASE("the gradient of training agrees with finite differences") {
  Tape<double> tape;
  const Eigen::VectorXd parameters = images().parameters().head(4);
  const auto gradients = train_on(tape, images(), samples, samples).gradients;
  const auto by_x = differences([&](const auto& x) { return loss(x, parameters); }, samples);
  const auto by_p = differences([&](const auto& p) { return loss(samples, p); }, parameters);
  CHECK(largest_difference(gradients[0], by_x) < 1e-8);
  CHECK(largest_difference(gradients[1].topRows(4), by_p) < 1e-8);
  CHECK(gradients[1].bottomRows(4).isZero(0));
}

TEST_CASE("a gradient changes no state, until the tape is asked to") {
  auto model = images();
  const auto before = model;
  Tape<double> tape;
  train_on(tape, model, samples, samples);
  CHECK(model == before);
  tape.write_updates();
  CHECK_FALSE(model == before);
  CHECK(model.parameters().head(4) == before.parameters().head(4));
}

TEST_CASE("the moving statistics go towards those of the batch, the variance divided by n") {
  auto model = images();
  Tape<double> tape;
  train_on(tape, model, samples, samples);
  tape.write_updates();
  const Eigen::Map<const Eigen::ArrayXXd> pixels(samples.data(), 2, 30);
  const double mean = pixels.row(1).mean(), variance = (pixels.row(1) - mean).square().mean();
  CHECK(model.parameter("0.batch_normalization.moving_mean")(1) == Approx(-1.5 + mean / 4));
  CHECK(model.parameter("0.batch_normalization.moving_variance")(1) ==
        Approx(0.75 * 0.25 + variance / 4));
}

TEST_CASE("a frozen layer computes as in inference, and its state stays") {
  auto model = images();
  model.freeze("0.batch_normalization");
  const auto before = model;
  Tape<double> tape;
  const auto frozen = train_on(tape, model, samples, samples);
  tape.write_updates();
  CHECK(model == before);
  CHECK(same_bits<double>(frozen.value, model(samples)));
  CHECK(frozen.gradients[1].isZero(0));
  CHECK(frozen.gradients[0](0) == Approx(samples(0) * 2 / std::sqrt(4.001)));
}

TEST_CASE("state goes with the model: copies, parts, wholes, initial values") {
  auto encoder = images();
  const auto copy = encoder;
  CHECK(copy == encoder);
  const Autoencoder both{encoder, Decoder{Input<double, 3, 2, 2>{}, BatchNormalization{}}};
  CHECK(both.encoder() == encoder);
  CHECK(both.weights().trainable() == 8);
  CHECK(both.parameter("encoder.0.batch_normalization.moving_variance") ==
        Eigen::Vector2d(4, 0.25));
  encoder.initialize(3);
  const Encoder fresh{Input<double, 3, 2, 2>{}, BatchNormalization{.momentum = 0.75}};
  CHECK(encoder == fresh);
  CHECK_FALSE(encoder == copy);
}

TEST_CASE("BatchNormalization over dynamic extents gives the bits of static ones in training") {
  using Images = Input<double, Dynamic, Dynamic, Dynamic>;
  Encoder dynamic{Images{3, 2, 2}, BatchNormalization{.momentum = 0.75}};
  const auto fixed = images();
  dynamic.parameters() = fixed.parameters();
  Tape<double> tape, other;
  expect_same_bits(train_on(tape, dynamic, samples, samples),
                   train_on(other, fixed, samples, samples));
}

TEST_CASE("BatchNormalization refuses hyper-parameters that make no sense") {
  CHECK(message<ValueError>([] {
          Encoder{Input<float, 2>{}, BatchNormalization{.epsilon = -1}};
        }) == "BatchNormalization: epsilon: got -1, expected a number above 0");
  CHECK(message<ValueError>([] {
          Encoder{Input<float, 2>{}, BatchNormalization{.momentum = 1}};
        }) == "BatchNormalization: momentum: got 1, expected a number in [0, 1)");
}
