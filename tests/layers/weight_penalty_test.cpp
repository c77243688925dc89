// SPDX-License-Identifier: MIT
#include <eigencoder/layers/weight_penalty.hpp>

#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/autoencoder.hpp>

#include <string>
#include <tuple>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/models.hpp"
#include "support/penalties.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// A dense layer with a penalty, whose kernel is 1, 0.5, -2, 4 and whose bias is 100.
auto by_hand(const WeightFactors& factors) {
  Encoder model{Input<double, 2>{}, WeightPenalty{Dense<2>{}, factors}};
  model.parameter("0.dense.kernel") = Eigen::Matrix2d{{1, -2}, {0.5, 4}};
  model.parameter("0.dense.bias").setConstant(100);
  return model;
}

/// The penalty of `by_hand` on a tape, and its derivative by the parameters.
struct Penalty {
  double value;
  Eigen::VectorXd gradient = Eigen::VectorXd::Zero(6);

  template <class Model>
  Penalty(const Model& model, Index samples) {
    Tape<double> tape;
    const Eigen::MatrixXd x = scattered(2, samples);
    const auto y = model.apply(reshape(constant(tape, x), model.input_shape()), gradient);
    tape.reverse(0. * sum(y));
    value = tape.penalty();
  }
};

/// A layer of a user's own, without a name, with state that no gradient moves.
struct Stateful {
  constexpr auto output(const auto& in) const { return in; }
  constexpr auto parameters(const auto& in) const {
    return std::tuple{Parameter{"scale", in, shape<1>(), constant(3)},
                      Parameter{"state", in, shape<1>(), constant(7), Fans{1, 1}, false}};
  }
  auto operator()(const auto& x, const auto& /*scale*/, const auto& /*state*/) const { return x; }
};

}  // namespace

TEST_CASE("WeightPenalty is l1 sum |w| + l2 sum w^2, whatever the batch, and biases are free") {
  for (const Index samples : {1, 5}) {
    CHECK(Penalty(by_hand({.l1 = 0.5}), samples).value == Approx(0.5 * 7.5).epsilon(1e-14));
    CHECK(Penalty(by_hand({.l2 = 0.1}), samples).value == Approx(0.1 * 21.25).epsilon(1e-14));
    CHECK(Penalty(by_hand({0.5, 0.1}), samples).value == Approx(3.75 + 2.125).epsilon(1e-14));
  }
  CHECK(Penalty(by_hand({}), 3).value == 0);
}

TEST_CASE("WeightPenalty has its gradient, and that of a bias is 0") {
  const Eigen::VectorXd expected{{0.5 + 0.2, 0.5 + 0.1, -0.5 - 0.4, 0.5 + 0.8, 0, 0}};
  CHECK(largest_difference(Penalty(by_hand({0.5, 0.1}), 3).gradient, expected) < 1e-14);
  expect_gradient_of_model(by_hand({0.5, 0.1}), scattered(2, 3));
}

TEST_CASE("a frozen kernel is in the penalty and does not move") {
  auto model = by_hand({.l2 = 0.1});
  model.freeze("0.dense.kernel");
  const Penalty penalty(model, 3);
  CHECK(penalty.value == Approx(2.125).epsilon(1e-14));
  CHECK(penalty.gradient.isZero(0));
}

TEST_CASE("WeightPenalty has the names, the weights and the results of the layer inside") {
  const Autoencoder plain{Encoder{Input<float, 3>{}, Dense<2, Relu>{}},
                          Decoder{Input<float, 2>{}, Dense<3>{}}};
  const Autoencoder model{Encoder{Input<float, 3>{}, WeightPenalty{Dense<2, Relu>{}, {.l2 = 1}}},
                          Decoder{Input<float, 2>{}, WeightPenalty{Dense<3>{}, {.l1 = 1}}}};
  std::vector<std::string> names;
  for (const ParameterInfo& p : model.parameter_list()) names.push_back(p.name);
  CHECK(names == std::vector<std::string>{"encoder.0.dense.kernel", "encoder.0.dense.bias",
                                          "decoder.0.dense.kernel", "decoder.0.dense.bias"});
  CHECK(model.parameters() == plain.parameters());
  const Eigen::MatrixXf x = scattered<float>(3, 7);
  CHECK(same_bits<float>(model(x), plain(x)));
}

TEST_CASE("WeightPenalty takes a layer of a user's own and leaves out what is not trained") {
  const Encoder model{Input<double, 2>{}, WeightPenalty{Stateful{}, {.l1 = 1}}};
  Workspace<double> workspace;
  workspace.want_penalties(true);
  model(scattered(2, 4), workspace);
  CHECK(workspace.penalty() == 6);
  CHECK(model.parameter_list()[0].name == "0.weight_penalty.scale");
}

TEST_CASE("WeightPenalty is in the loss of training and not in that of validation") {
  const Encoder model{Input<double, 2>{}, WeightPenalty{Dense<2>{}, {.l1 = 0.5, .l2 = 0.25}}};
  const Eigen::MatrixXd kernel = model.parameter("0.dense.kernel");
  expect_penalty(model, scattered(2, 4),
                 0.5 * kernel.cwiseAbs().sum() + 0.25 * kernel.squaredNorm());
}

TEST_CASE("WeightPenalty refuses a factor below 0") {
  const auto refusal = [](const WeightFactors& factors) {
    return message<ValueError>([&] { by_hand(factors); });
  };
  CHECK(refusal({.l1 = -1}) == "WeightPenalty: l1: got -1, expected a number of at least 0");
  CHECK(refusal({.l2 = -0.5}) == "WeightPenalty: l2: got -0.5, expected a number of at least 0");
}
