// SPDX-License-Identifier: MIT
#include <eigencoder/models/sequential.hpp>

#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/encoder.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

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
