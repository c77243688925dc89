// SPDX-License-Identifier: MIT
#include <eigencoder/models/autoencoder.hpp>

#include <eigencoder/layers/dense.hpp>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/models.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

const Encoder encoder{Input<float, 6>{}, Dense<2, Relu>{}};
const Decoder decoder{Input<float, 2>{}, Dense<6, Sigmoid>{}};
const Autoencoder model{encoder, decoder};
const Eigen::MatrixXf samples = scattered<float>(6, 5);

/// The names of the parameters that training does not move.
template <class M>
std::string frozen_in(const M& m) {
  std::string names;
  for (const ParameterInfo& p : m.parameter_list()) names += p.frozen ? p.name + ' ' : "";
  return names;
}

}  // namespace

TEST_CASE("an autoencoder starts with the weights of its halves, one after the other") {
  Eigen::VectorXf both(14 + 18);
  both << encoder.parameters(), decoder.parameters();
  CHECK(model.parameters() == both);
  CHECK(model.parameter("encoder.0.dense.kernel") == encoder.parameter("0.dense.kernel"));
  CHECK(model.parameter("decoder.0.dense.kernel") == decoder.parameter("0.dense.kernel"));
}

TEST_CASE("an autoencoder reconstructs by decoding the code") {
  CHECK(same_bits<float>(model.encoder(samples), encoder(samples)));
  CHECK(same_bits<float>(model.decoder(model.encoder(samples)), model(samples)));
  CHECK(same_bits<float>(decoder(encoder(samples)), model(samples)));
  CHECK(model.code_shape() == shape<2>());
  CHECK(model.output_shape() == shape<6>());
}

TEST_CASE("an autoencoder encodes and decodes into a workspace too") {
  Workspace<float> workspace;
  const Eigen::MatrixXf codes = model.encoder(samples, workspace);
  CHECK(same_bits<float>(codes, model.encoder(samples)));
  CHECK(same_bits<float>(model.decoder(codes, workspace), model.decoder(codes)));
  STATIC_REQUIRE(decltype(model.encoder(Eigen::VectorXf()))::ColsAtCompileTime == 1);
  STATIC_REQUIRE(decltype(model.decoder(Eigen::VectorXf()))::ColsAtCompileTime == 1);
}

TEST_CASE("the halves of an autoencoder are independent copies") {
  auto changed = model;
  auto half = changed.encoder();
  CHECK(half == encoder);
  half.parameters().setZero();
  CHECK(changed == model);
  changed.parameters().setZero();
  CHECK(changed.decoder().parameters().isZero(0));
  CHECK(model.decoder() == decoder);
}

TEST_CASE("an autoencoder drawn from a seed is its halves drawn from that seed") {
  auto drawn = model;
  drawn.initialize(3);
  auto half = model.decoder();
  half.initialize(3);
  CHECK(drawn.decoder() == half);
  CHECK_FALSE(half == decoder);
}

TEST_CASE("an autoencoder freezes a half, a layer or one parameter") {
  auto changed = model;
  changed.freeze("encoder.0.dense.bias");
  CHECK(frozen_in(changed) == "encoder.0.dense.bias ");
  changed.freeze("decoder.0.dense");
  CHECK(frozen_in(changed) == "encoder.0.dense.bias decoder.0.dense.kernel decoder.0.dense.bias ");
  changed.unfreeze("decoder");
  changed.freeze("encoder");
  CHECK(frozen_in(changed) == "encoder.0.dense.kernel encoder.0.dense.bias ");
  CHECK(frozen_in(changed.encoder()) == "0.dense.kernel 0.dense.bias ");
}

TEST_CASE("a frozen encoder leaves the gradient of the decoder as it was") {
  auto changed = model;
  changed.freeze("encoder");
  Tape<float> tape;
  const Eigen::MatrixXf weights = scattered<float>(6, 5, 1);
  Eigen::VectorXf expected = train_on(tape, model, samples, weights).gradients[1];
  expected.head(14).setZero();
  CHECK(same_bits<float>(train_on(tape, changed, samples, weights).gradients[1], expected));
}

TEST_CASE("the samples of a reconstruction error are worked out once") {
  const Autoencoder identity{Encoder{Input<float, 3>{}}, Decoder{Input<float, 3>{}}};
  CHECK(identity.reconstruction_error(Eigen::MatrixXf::Random(3, 2)).isZero(0));
}

TEST_CASE("an autoencoder has the gradient of finite differences") {
  const Autoencoder smooth{Encoder{Input<double, 4>{}, Dense<3, Tanh>{}},
                           Decoder{Input<double, 3>{}, Dense<4, Sigmoid>{}}};
  expect_gradient_of_model(smooth, scattered(4, 3, 2));
}

TEST_CASE("the reconstruction error is the mean squared error of each sample") {
  const Eigen::MatrixXf x = scattered<float>(6, 600);
  const Eigen::VectorXd expected =
      (model(x) - x).cast<double>().colwise().squaredNorm().transpose() / 6;
  const auto of = [&](const auto& given) {
    return Eigen::VectorXd(model.reconstruction_error(given).template cast<double>());
  };
  CHECK(largest_difference(of(x), expected) <= tolerance<float>);
  CHECK(largest_difference(of(2 * x - x), expected) <= tolerance<float>);
  CHECK(model.reconstruction_error(Eigen::VectorXf(x.col(7))).size() == 1);
  CHECK(model.reconstruction_error(Eigen::MatrixXf(6, 0)).size() == 0);
}

TEST_CASE("an autoencoder refuses samples and codes with another number of features") {
  CHECK(message<ShapeError>([] { model(Eigen::MatrixXf(5, 1)); }) ==
        "model input: got 5 features, expected 6 features (one sample a column)");
  CHECK(message<ShapeError>([] { model.encoder(Eigen::MatrixXf(5, 1)); }) ==
        "encoder input: got 5 features, expected 6 features (one sample a column)");
  CHECK(message<ShapeError>([] { model.decoder(Eigen::MatrixXf(5, 1)); }) ==
        "decoder input: got 5 features, expected 2 features (one sample a column)");
  CHECK(message<ShapeError>([] { model.reconstruction_error(Eigen::MatrixXf(5, 1)); }) ==
        "model input: got 5 features, expected 6 features (one sample a column)");
}

TEST_CASE("halves that do not fit are refused in the words of the compiler") {
  const Encoder to_two{Input<float, 6>{}, Dense<Dynamic>{2}};
  CHECK(message<ShapeError>([&] {
          Autoencoder{to_two, Decoder{Input<float, 3>{}, Dense<6>{}}};
        }) ==
        "Autoencoder: the decoder's input differs from the encoder's code: got 3, expected 2; give "
        "the decoder an Input of the code's shape");
  const Decoder to_five{Input<float, 2>{}, Dense<Dynamic>{5}};
  CHECK(message<ShapeError>([&] {
          Autoencoder{encoder, to_five};
        }) ==
        "Autoencoder: the decoder's output differs from the encoder's input: got 5, expected 6; a "
        "reconstruction has the shape of the sample");
}

TEST_CASE("dynamic halves that fit are the static ones") {
  const Autoencoder dynamic{Encoder{Input<float, Dynamic>{6}, Dense<Dynamic, Relu>{2}},
                            Decoder{Input<float, Dynamic>{2}, Dense<Dynamic, Sigmoid>{6}}};
  CHECK(dynamic.parameters() == model.parameters());
  CHECK(same_bits<float>(dynamic(samples), model(samples)));
}
