// SPDX-License-Identifier: MIT
#include <eigencoder/layers/workspace.hpp>

#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/weight_penalty.hpp>

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
