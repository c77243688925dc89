// SPDX-License-Identifier: MIT
#include <eigencoder/models/sequential.hpp>

#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/models/encoder.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "support/models.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// A layer of a user's own, which is computed together with a pooling before it.
struct Unchanged {
  constexpr auto output(const auto& in) const { return in; }
  constexpr auto parameters(const auto& /*in*/) const { return std::tuple{}; }
  auto operator()(const auto& x) const { return x; }
  auto after(const MaxPool2D<2, 2>& pool) const {
    return [pool](const auto& x) { return pool(x); };
  }
};

}  // namespace

TEST_CASE("a Sequential gives the shape of its last layer") {
  CHECK(Sequential{Dense<3>{}, Dense<2>{}}.output(shape<4>()) == shape<2>());
  CHECK(Sequential{Dense<3>{}, Dense<Dynamic>{5}}.output(shape<4>()) == shape<5>());
  CHECK(Sequential<>{}.output(shape<4>()) == shape<4>());
}

TEST_CASE("a Sequential shows its layers in order, each with what it takes and gives") {
  std::string seen;
  const auto note = [&]<class L>(const L&, const auto& in, const auto& out) {
    seen += text(layer_name<L>(), ' ', in, " -> ", out, ", ");
  };
  Sequential{Dense<3>{}, Sequential{Dense<7>{}}, Dense<2>{}}.for_each_layer(shape<4>(), note);
  CHECK(seen == "dense 4 -> 3, sequential 3 -> 7, dense 7 -> 2, ");
}

TEST_CASE("a Sequential may be a layer of another, and computes the same") {
  Encoder nested{Input<double, 4>{}, Sequential{Dense<3, Tanh>{}, Dense<5, Relu>{}}, Dense<2>{}};
  const Encoder flat{Input<double, 4>{}, Dense<3, Tanh>{}, Dense<5, Relu>{}, Dense<2>{}};
  nested.parameters() = flat.parameters();
  const Eigen::MatrixXd x = scattered(4, 3);
  CHECK(same_bits<double>(nested(x), flat(x)));
}

TEST_CASE("a nested Sequential names its parameters by their place in it") {
  const Encoder model{Input<double, 4>{}, Sequential{Dense<3>{}, Dense<5>{}}, Dense<2>{}};
  std::string names;
  for (const ParameterInfo& p : model.parameter_list()) names += p.name + ' ';
  CHECK(names ==
        "0.sequential.0.dense.kernel 0.sequential.0.dense.bias "
        "0.sequential.1.dense.kernel 0.sequential.1.dense.bias 1.dense.kernel 1.dense.bias ");
}

TEST_CASE("a Sequential takes of a workspace what two neighbours hold at most") {
  const auto expect = [&](const auto& model, Index numbers) {
    CHECK(model.workspace_bytes() == numbers * 8);
    CHECK(prepared_bytes(model, 8) == numbers * 8 * 8);
  };
  const Input<double, 8> x{};
  expect(Encoder{x}, 0);
  expect(Encoder{x, Dense<3>{}}, 3);
  expect(Encoder{x, Dense<3>{}, Dense<5>{}, Dense<2>{}}, 3 + 5);
  expect(Encoder{x, Dense<3>{}, Dense<2>{}, Reshape<2, 1>{}, Flatten{}, Dense<5>{}, Dense<7>{}},
         5 + 7);
  expect(Encoder{x, Dense<3>{}, Dense<4, Gelu>{}, Dense<2>{}}, 3 + 8);
  expect(Encoder{x, Dense<3>{}, Sequential{Dense<4>{}, Dense<2>{}}, Dense<5>{}}, 3 + 2 + 5);
  expect(Encoder{x, Sequential{Flatten{}}, Dense<4>{}, Sequential{Dense<2>{}}, Dense<5>{}}, 5 + 2);
}

TEST_CASE(
    "layers that are computed together give what they give one by one, without what is between") {
  using Up = UpSampling2D<2, 3>;
  using Conv = Conv2D<5, Kernel<3, 2>, Tanh>;
  const Encoder both{Input<double, 3, 4, 2>{}, Up{}, Conv{}};
  const Encoder up{Input<double, 3, 4, 2>{}, Up{}};
  Encoder conv{Input<double, 6, 12, 2>{}, Conv{}};
  conv.parameters() = both.parameters();
  const Eigen::MatrixXd x = scattered(24, 3);
  CHECK(largest_difference(both(x), conv(up(x))) < 1e-14);
  CHECK(both.workspace_bytes() == 6 * 12 * 5 * 8);
  CHECK(both.parameter_list()[0].name == "1.conv2d.kernel");
  CHECK(both.output_shape() == shape<6, 12, 5>());
}

TEST_CASE("layers that must be computed one by one are") {
  const Input<double, 3, 4, 2> x{};
  const auto bytes = [&](const auto&... layers) { return Encoder{x, layers...}.workspace_bytes(); };
  const Index large = 6 * 8 * 2;
  CHECK(bytes(UpSampling2D<2, 2>{}, Conv2D<1, Kernel<3, 3>>{}) == 6 * 8 * 8);
  CHECK(bytes(UpSampling2D<2, 2>{}, Conv2D<1, Kernel<3, 3>, Linear, Stride<2, 2>>{}) ==
        (large + 3 * 4) * 8);
  CHECK(bytes(UpSampling2D<2, 2>{}, Conv2D<1, Kernel<3, 3>, Linear, Dilation<2, 2>>{}) ==
        (large + 6 * 8) * 8);
  CHECK(bytes(UpSampling2D<2, 2>{}, Flatten{}, Dense<1>{}) == (large + 1) * 8);
}

TEST_CASE("a relu before a max pooling is computed after it, to the same bits and gradients") {
  const Input<double, 5, 6, 2> in{};
  using Pool = MaxPool2D<2, 2>;
  const Encoder moved{in, Conv2D<3, Kernel<3, 3>, Relu>{}, Pool{}};
  Encoder linear{in, Conv2D<3, Kernel<3, 3>>{}, Pool{}};
  Encoder apart{in, Conv2D<3, Kernel<3, 3>, Relu>{}, Reshape<5, 6, 3>{}, Pool{}};
  linear.parameters() = apart.parameters() = moved.parameters();
  const Eigen::MatrixXd x = scattered(60, 4);
  REQUIRE((linear(x).array() < 0).any());
  CHECK(same_bits<double>(moved(x), apart(x)));
  CHECK(moved.workspace_bytes() == apart.workspace_bytes());

  const auto gradients = [&](const auto& model) {
    Tape<double> tape;
    Eigen::VectorXd gradient = Eigen::VectorXd::Zero(model.parameters().size());
    const auto input = variable(tape, x);
    tape.reverse(squared_norm(model.apply(reshape(input, in.shape), gradient)));
    return std::pair{gradient, Eigen::MatrixXd(input.adjoint())};
  };
  const auto [by_parameters, by_input] = gradients(moved);
  const auto [parameters_apart, input_apart] = gradients(apart);
  CHECK(same_bits<double>(by_parameters, parameters_apart));
  CHECK(same_bits<double>(by_input, input_apart));
}

TEST_CASE("a relu stays where the pooling after it is computed with the layer that follows") {
  const Input<double, 5, 6, 2> in{};
  const Encoder alone{in, Conv2D<3, Kernel<3, 3>, Relu>{}, MaxPool2D<2, 2>{}};
  Encoder followed{in, Conv2D<3, Kernel<3, 3>, Relu>{}, MaxPool2D<2, 2>{}, Unchanged{}};
  followed.parameters() = alone.parameters();
  const Eigen::MatrixXd x = -10 * scattered(60, 4);
  REQUIRE((alone(x).array() == 0).any());
  CHECK(same_bits<double>(followed(x), alone(x)));
}

TEST_CASE("what a workspace has to hold is known to the compiler") {
  constexpr Network network{Input<float, 784>{}, Dense<128, Relu>{}, Dense<32, Relu>{}};
  constexpr auto use = [&] {
    WorkspaceUse u;
    network.use_workspace(u);
    return u;
  }();
  STATIC_REQUIRE(use.numbers() == 128 + 32);
}

TEST_CASE("results stay as they are while other layers are called in the same workspace") {
  const Encoder encoder{Input<double, 4>{}, Dense<3, Tanh>{}, Dense<5, Relu>{}, Dense<2>{}};
  const Eigen::MatrixXd a = scattered(4, 3), b = scattered(4, 3, 1);
  Workspace<double> workspace;
  const auto first = encoder(a, workspace), second = encoder(b, workspace);
  CHECK(same_bits<double>(first, encoder(a)));
  CHECK(same_bits<double>(second, encoder(b)));
}

TEST_CASE("a logit is remembered by layers that only reshape, until a loss asks for it") {
  const Encoder model{Input<double, 4>{}, Dense<6>{}, Dense<6, Sigmoid>{}, Reshape<3, 2>{},
                      Flatten{}};
  const Eigen::MatrixXd x = scattered(4, 3);
  Workspace<double> workspace;
  const auto y = model.apply(constant(workspace, x));
  REQUIRE(y.logit() != nullptr);
  const Eigen::MatrixXd logistic = (1 + (-y.logit()->matrix().array()).exp()).inverse();
  CHECK(largest_difference(logistic, y.matrix()) < 1e-15);
  CHECK(same_bits<double>(model(x), y.matrix()));
}
