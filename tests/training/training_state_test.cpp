// SPDX-License-Identifier: MIT
#include <eigencoder/training/training_state.hpp>

#include <eigencoder/layers/dense.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>
#include <eigencoder/models/encoder.hpp>
#include <eigencoder/optimizers/adam.hpp>
#include <eigencoder/optimizers/sgd.hpp>
#include <eigencoder/training/trainer.hpp>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

auto small_model() { return Encoder{Input<double, 4>{}, Dense<3, Tanh>{}, Dense<4>{}}; }

}  // namespace

TEST_CASE("a trainer brought back to a state ends as the one that it was taken of") {
  const Eigen::MatrixXd samples = scattered(4, 20);
  auto model = small_model(), other = small_model();
  Trainer trainer{model, Adam{}, MeanSquaredError{}, {.seed = 3}};
  TrainingState<double> half;
  trainer.fit(samples, {.epochs = 6, .batch_size = 8, .checkpoint = [&] {
                          if (trainer.history().epochs() == 3) half = trainer.state();
                        }});
  CHECK(half.epoch == 3);
  CHECK(half.steps == 9);
  other.initialize(5);
  Trainer resumed{other, Adam{}, MeanSquaredError{}, {.seed = 3}};
  resumed.restore(half);
  resumed.fit(samples, {.epochs = 6, .batch_size = 8});
  CHECK(same_bits<double>(other.parameters(), model.parameters()));
  CHECK(resumed.history().loss == trainer.history().loss);
}

TEST_CASE("callbacks without memory of their own begin anew when a fit goes on") {
  const Eigen::MatrixXd samples = scattered(4, 20);
  auto model = small_model();
  Trainer trainer{model, Adam{}, MeanSquaredError{}};
  int starts = 0;
  Index first = 0;
  const Callback callback{.fit_start = [&] { ++starts; },
                          .epoch_end = [&](Progress& p) { first = first == 0 ? p.epoch : first; }};
  TrainingState<double> state;
  trainer.fit(samples, {.epochs = 2, .callbacks = {callback}, .checkpoint = [&] {
                          state = trainer.state();
                        }});
  trainer.restore(state);
  first = 0;
  trainer.fit(samples, {.epochs = 4, .callbacks = {callback}});
  CHECK(starts == 2);
  CHECK(first == 3);
}

TEST_CASE("a training that diverged leaves no checkpoint of it") {
  const Eigen::MatrixXd samples = scattered(4, 20);
  auto model = small_model();
  Trainer trainer{model, SGD{.learning_rate = 1e200}, MeanSquaredError{}};
  int checkpoints = 0;
  trainer.fit(samples, {.epochs = 5, .checkpoint = [&] { ++checkpoints; }});
  CHECK(trainer.history().diverged);
  CHECK(checkpoints == static_cast<int>(trainer.history().epochs()) - 1);
}

TEST_CASE("a state that does not fit is refused, and changes nothing") {
  auto model = small_model();
  Trainer trainer{model, Adam{}, MeanSquaredError{}, {.seed = 3}};
  TrainingState<double> state = trainer.state();
  state.parameters.array() += 1;
  state.seed = 4;
  const Eigen::VectorXd before = model.parameters();
  CHECK(message<ValueError>([&] { trainer.restore(state); }) ==
        "restore: got seed 4 in the checkpoint, expected seed 3, the trainer's: the orders of "
        "samples would differ");
  state.seed = 3;
  state.moments.resize(31, 1);
  CHECK(message<ShapeError>([&] { trainer.restore(state); }) ==
        "optimizer state: got 1 moments of 31, expected 2 of 31");
  state.parameters.resize(30);
  CHECK(message<ShapeError>([&] { trainer.restore(state); }) ==
        "restore: got 30 parameters, expected 31 parameters");
  CHECK(model.parameters() == before);
}

TEST_CASE("a state is not restored from inside a fit") {
  const Eigen::MatrixXd samples = scattered(4, 20);
  auto model = small_model();
  Trainer trainer{model, Adam{}, MeanSquaredError{}};
  CHECK(message<ValueError>([&] {
          trainer.fit(samples, {.checkpoint = [&] { trainer.restore(trainer.state()); }});
        }) == "restore: got a call while fitting, expected a call once the fit is done");
}
