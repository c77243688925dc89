// SPDX-License-Identifier: MIT
#include <eigencoder/layers/workspace.hpp>

#include <eigencoder/layers/activation.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/layers/weight_penalty.hpp>
#include <eigencoder/operations/arithmetic.hpp>

#include "catch.hpp"
#include "support/maxout.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE(
    "a layer makes its result, and what an activation that is called afterwards makes of it") {
  CHECK(layer_workspace(Dense<5>{}, shape<4>()) == 5);
  CHECK(layer_workspace(Dense<5, Relu>{}, shape<4>()) == 5);
  CHECK(layer_workspace(Dense<5, Sigmoid>{}, shape<4>()) == 5);
  CHECK(layer_workspace(Dense<5, Gelu>{}, shape<4>()) == 10);
  CHECK(layer_workspace(WeightPenalty{Dense<5, Gelu>{}, {.l2 = 1}}, shape<4>()) == 10);
}

TEST_CASE("a layer may say itself what it makes") {
  CHECK(layer_workspace(Maxout<3>{}, shape<4>()) == 9);
}

namespace {

/// Of a user's own: two results between and one after.
struct Own {
  static constexpr Index results = 3;
  auto operator()(const auto& x) const { return x + x + x + x; }
};

}  // namespace

TEST_CASE("an activation may say how many results it makes") {
  CHECK(layer_workspace(Dense<5, Own>{}, shape<4>()) == 20);
  CHECK(layer_workspace(Activation{Own{}}, shape<4>()) == 12);
  CHECK(layer_workspace(Activation{Gelu{}}, shape<4>()) == 4);
}

TEST_CASE("the bytes of a call are those of the results that lie side by side, and some for each") {
  constexpr auto bytes = [](Index samples) {
    WorkspaceBytes<float> use(samples);
    const std::array<Index, 2> start{};
    use.add_layer(start, Dense<16>{}, shape<4>());
    use.add_layer(start, Dense<32>{}, shape<16>());
    use.add_layer(start, Flatten{}, shape<32>());
    use.add_layer(start, Dense<8>{}, shape<32>());
    return use.bytes();
  };
  STATIC_REQUIRE(bytes(1) == (128 + 192) + 64 + (64 + 192));  // the last two layers and Flatten
  STATIC_REQUIRE(bytes(100) == 100 * (64 + 128) + 2 * 192);
}

TEST_CASE("layers fill two sides in turn") {
  WorkspaceUse use;
  for (const Index numbers : {5, 7, 3, 9}) use.add(numbers, {0, 0});
  CHECK(use.most == std::array<Index, 2>{5, 9});
  CHECK(use.numbers() == 14);
}

TEST_CASE("a layer that returns what it was given leaves everything as it was") {
  WorkspaceUse use;
  use.add(5, {0, 0});
  const WorkspaceUse before = use;
  use.add(0, {0, 0});
  CHECK(use == before);
}

TEST_CASE("what a chain began with stays") {
  WorkspaceUse use;
  use.add(5, {0, 0});
  const auto start = use.held;
  for (const Index numbers : {7, 3, 4}) use.add(numbers, start);
  CHECK(use.most == std::array<Index, 2>{8, 7});
}
