// SPDX-License-Identifier: MIT
#include <eigencoder/training/optimizer_state.hpp>

#include <eigencoder/optimizers/adam.hpp>
#include <eigencoder/optimizers/sgd.hpp>

#include <vector>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;
using Eigen::Index;

namespace {

/// As much of a model as the state asks for: parameters of 3, 4, 5, ... numbers.
struct Parameters {
  struct Info {
    Index offset, count;
    bool moving = true;
    Index size() const { return count; }
    bool moves() const { return moving; }
  };

  explicit Parameters(const std::vector<bool>& moving) {
    Index offset = 0;
    for (const bool m : moving) {
      list.push_back({offset, 3 + static_cast<Index>(list.size()), m});
      offset += list.back().count;
    }
    values = Eigen::VectorXd::Zero(offset);
  }

  Eigen::VectorXd& parameters() { return values; }
  const std::vector<Info>& parameter_list() const { return list; }

  Eigen::VectorXd values;
  std::vector<Info> list;
};

/// Where parameters of three, all moving or not, are 0 after a step with gradient 1.
std::vector<double> moved(const std::vector<bool>& moving) {
  Parameters model(moving);
  OptimizerState<double, SGD> state(model.values.size());
  state.move(nullptr, SGD{.learning_rate = 1}, model, Eigen::VectorXd::Ones(model.values.size()));
  std::vector<double> result;
  for (const auto& p : model.list) {
    const auto part = model.values.segment(p.offset, p.count);
    REQUIRE((part.array() == part[0]).all());
    result.push_back(part[0]);
  }
  return result;
}

}  // namespace

TEST_CASE("A step moves each parameter unless it is frozen, wherever that one lies") {
  CHECK(moved({true, true, true}) == std::vector<double>{-1, -1, -1});
  CHECK(moved({false, true, true}) == std::vector<double>{0, -1, -1});
  CHECK(moved({true, false, true}) == std::vector<double>{-1, 0, -1});
  CHECK(moved({true, true, false}) == std::vector<double>{-1, -1, 0});
  CHECK(moved({false, true, false}) == std::vector<double>{0, -1, 0});
  CHECK(moved({true, false, false, true}) == std::vector<double>{-1, 0, 0, -1});
  CHECK(moved({false, false}) == std::vector<double>{0, 0});
  CHECK(moved({}).empty());
}

TEST_CASE("Moments and the number of steps are kept from step to step, until they are reset") {
  Parameters model({true});
  const Eigen::VectorXd one = Eigen::VectorXd::Ones(3);
  const SGD heavy{.learning_rate = 1, .momentum = 0.5};
  OptimizerState<double, SGD> state(3);
  state.move(nullptr, heavy, model, one);
  state.move(nullptr, heavy, model, one);
  CHECK(model.values[0] == -2.5);
  CHECK(state.steps() == 2);
  state.reset();
  CHECK(state.steps() == 0);
  state.move(nullptr, heavy, model, one);
  CHECK(model.values[0] == -3.5);
}

TEST_CASE("A parameter that was frozen for a while goes on with the moment that it had") {
  Parameters model({true, true});
  const Eigen::VectorXd one = Eigen::VectorXd::Ones(7);
  const SGD heavy{.learning_rate = 1, .momentum = 0.5};
  OptimizerState<double, SGD> state(7);
  state.move(nullptr, heavy, model, one);
  model.list[0].moving = false;
  state.move(nullptr, heavy, model, one);
  CHECK(model.values[0] == -1);
  CHECK(model.values[3] == -2.5);
  model.list[0].moving = true;
  state.move(nullptr, heavy, model, one);
  CHECK(model.values[0] == -2.5);
}

TEST_CASE("Threads move many parameters by the same bits as one") {
  Parameters alone({true, true, true}), team = alone;
  alone.list = team.list = {{0, 100'001}, {100'001, 99, false}, {100'100, 150'000}};
  alone.values = team.values = scattered(250'100, 1);
  const Eigen::VectorXd gradient = scattered(250'100, 1, 1);
  Threads threads(3);
  OptimizerState<double, Adam> first(250'100), second(250'100);
  for (int step = 0; step < 3; ++step) {
    first.move(nullptr, Adam{}, alone, gradient);
    second.move(&threads, Adam{}, team, gradient);
  }
  CHECK(same_bits<double>(alone.values, team.values));
  CHECK(alone.values[100'001] == scattered(250'100, 1)(100'001));
  CHECK(alone.values[250'099] != scattered(250'100, 1)(250'099));
}
