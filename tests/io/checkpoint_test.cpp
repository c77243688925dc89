// SPDX-License-Identifier: MIT
#include <eigencoder/io/checkpoint.hpp>

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/noise.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>
#include <eigencoder/optimizers/adam.hpp>
#include <eigencoder/optimizers/sgd.hpp>
#include <eigencoder/training/early_stopping.hpp>
#include <eigencoder/training/schedules.hpp>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "temporary_folder.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

auto small_model() {
  return Autoencoder{Encoder{Input<float, 6>{}, GaussianNoise{0.1}, Dense<3, Tanh>{}},
                     Decoder{Input<float, 3>{}, Dense<6>{}}};
}

/// A training with all that is to be remembered: noise, an order of samples, moments, a schedule, a
/// plateau, the best parameters so far.
struct Run {
  Eigen::MatrixXf samples = scattered<float>(6, 40);
  decltype(small_model()) model = small_model();
  Trainer<decltype(model), Adam, MeanSquaredError> trainer{
      model, Adam{.learning_rate = 0.05}, MeanSquaredError{}, {.seed = 7}};

  /// Calls `checkpoint(epochs done)` after each epoch.
  History fit(Index epochs, const std::function<void(Index)>& checkpoint = {}) {
    FitOptions<float> options{
        .epochs = epochs,
        .batch_size = 16,
        .validation_fraction = 0.25,
        .callbacks = {early_stopping(model, {.patience = 6}),
                      learning_rate(trainer, CosineDecay{epochs}),
                      reduce_on_plateau(trainer, {.factor = 0.5, .patience = 2})},
        .metrics = {MeanCode{}}};
    if (checkpoint) {
      options.checkpoint = [this, checkpoint] {
        checkpoint(static_cast<Index>(trainer.history().epochs()));
      };
    }
    return trainer.fit(samples, options);
  }
};

void expect_same(const Run& a, const Run& b) {
  CHECK(same_bits<float>(a.model.parameters(), b.model.parameters()));
  const History &x = a.trainer.history(), &y = b.trainer.history();
  CHECK(x.loss == y.loss);
  CHECK(x.batch_loss == y.batch_loss);
  CHECK(x.validation_loss == y.validation_loss);
  CHECK(x.penalty == y.penalty);
  CHECK(x.metrics == y.metrics);
  CHECK(x.validation_metrics == y.validation_metrics);
  CHECK(x.stopped == y.stopped);
  CHECK(a.trainer.steps() == b.trainer.steps());
}

/// An error behind the path, with which neither the model nor the trainer changes.
template <class Error = FileError, class Trainer_>
std::string refusal(const std::filesystem::path& path, Trainer_& trainer) {
  const auto before = trainer.state();
  const std::string error = message<Error>([&] { load_checkpoint(path, trainer); });
  const auto after = trainer.state();
  CHECK(before.parameters == after.parameters);
  CHECK(before.moments == after.moments);
  CHECK(before.steps == after.steps);
  const std::string start = path.string() + ": ";
  return error.starts_with(start) ? error.substr(start.size()) : error;
}

}  // namespace

TEST_CASE("a training that goes on from a checkpoint ends with the bits of one undisturbed") {
  const TemporaryFolder folder;
  Run undisturbed;
  undisturbed.fit(30, [&](Index epoch) {
    save_checkpoint(folder / ("after " + std::to_string(epoch)), undisturbed.trainer);
  });
  const auto epochs = static_cast<Index>(undisturbed.trainer.history().epochs());
  REQUIRE(epochs >= 8);
  for (Index epoch = 1; epoch <= epochs; ++epoch) {
    INFO("interrupted after epoch " << epoch << " of " << epochs);
    Run resumed;
    load_checkpoint(folder / ("after " + std::to_string(epoch)), resumed.trainer);
    CHECK(resumed.trainer.history().epochs() == static_cast<std::size_t>(epoch));
    resumed.fit(30);
    expect_same(resumed, undisturbed);
  }
}

TEST_CASE("a training that was stopped early is not gone on with") {
  const TemporaryFolder folder;
  Run run;
  run.fit(500, [&](Index) { save_checkpoint(folder / "last", run.trainer); });
  REQUIRE(run.trainer.history().stopped);
  Run resumed;
  load_checkpoint(folder / "last", resumed.trainer);
  resumed.fit(500);
  expect_same(resumed, run);
}

TEST_CASE("after a fit that went on, the next is one of its own") {
  const TemporaryFolder folder;
  Run run;
  run.fit(4, [&](Index epoch) {
    if (epoch == 2) save_checkpoint(folder / "second", run.trainer);
  });
  Run resumed;
  load_checkpoint(folder / "second", resumed.trainer);
  resumed.fit(4);
  resumed.fit(3);
  run.fit(3);
  expect_same(resumed, run);
}

TEST_CASE("a training killed at any moment goes on from its last checkpoint, to the same bits") {
  const TemporaryFolder folder;
  const auto checkpoint = folder / "checkpoint", result = folder / "result";
  const Index epochs = 60;
  const auto train = [&] {
    Run run;
    if (std::filesystem::exists(checkpoint)) load_checkpoint(checkpoint, run.trainer);
    run.fit(epochs, [&](Index) { save_checkpoint(checkpoint, run.trainer); });
    save_model(result, run.model);
  };
  int killed = 0;
  for (useconds_t i = 0; killed < 50 && i < 500; ++i) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      train();
      _exit(0);
    }
    ::usleep(500 + i * 7919 % 20'000);  // some before the first epoch, some in the midst of a save
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (WIFSIGNALED(status)) {
      ++killed;
    } else {  // it was faster: once more from the beginning
      std::filesystem::remove(checkpoint);
    }
  }
  CHECK(killed == 50);
  train();
  Run undisturbed;
  undisturbed.fit(epochs);
  auto model = small_model();
  load_model(result, model);
  CHECK(same_bits<float>(model.parameters(), undisturbed.model.parameters()));
}

TEST_CASE("a checkpoint of another model, optimizer, seed or none at all is refused") {
  const TemporaryFolder folder;
  const Eigen::MatrixXf samples = scattered<float>(6, 8);
  Run run;
  run.fit(1, [&](Index) { save_checkpoint(folder / "checkpoint", run.trainer); });

  Encoder other{Input<float, 6>{}, Dense<6>{}};
  Trainer other_model{other, Adam{}, MeanSquaredError{}, {.seed = 7}};
  CHECK(refusal(folder / "checkpoint", other_model) ==
        "0.dense.kernel: got a file without it, expected 6 x 6, as the model has it");

  auto same = small_model();
  Trainer plain{same, SGD{.momentum = 0.9}, MeanSquaredError{}, {.seed = 7}};
  save_checkpoint(folder / "sgd", plain);
  CHECK(refusal(folder / "sgd", run.trainer) == "optimizer: got sgd, expected adam, the trainer's");
  CHECK(refusal(folder / "checkpoint", plain) ==
        "optimizer: got adam, expected sgd, the trainer's");

  Trainer other_seed{same, Adam{}, MeanSquaredError{}, {.seed = 8}};
  CHECK(refusal<ValueError>(folder / "checkpoint", other_seed) ==
        "restore: got seed 7 in the checkpoint, expected seed 8, the trainer's: the orders of "
        "samples would differ");

  save_model(folder / "model", run.model);
  CHECK(refusal(folder / "model", run.trainer) ==
        "got a file without optimizer, expected a checkpoint");
  CHECK(refusal(folder / "missing", run.trainer) ==
        "got No such file or directory, expected a safetensors file");
}

TEST_CASE("a checkpoint wants the callbacks that it was taken with") {
  const TemporaryFolder folder;
  Run run;
  run.fit(1, [&](Index) { save_checkpoint(folder / "checkpoint", run.trainer); });
  load_checkpoint(folder / "checkpoint", run.trainer);
  const auto refused = [&](const std::vector<Callback>& callbacks) {
    return message<ValueError>(
        [&] { run.trainer.fit(run.samples, {.epochs = 2, .callbacks = callbacks}); });
  };
  CHECK(refused({}) == "fit: got 0 callbacks, expected 3, as the checkpoint was taken with");
  const std::string expected = ": the same callbacks, in the order of the fit that it was taken in";
  CHECK(refused({early_stopping(run.model), early_stopping(run.model), Callback{}}) ==
        "early_stopping: got 1 numbers in the checkpoint, expected 47" + expected);
  CHECK(refused({learning_rate(run.trainer, CosineDecay{9}), Callback{}, Callback{}}) ==
        "learning_rate: got 47 numbers in the checkpoint, expected 1" + expected);
  CHECK(refused({Callback{}, Callback{}, Callback{}}) ==
        "callback 0: got 47 numbers in the checkpoint, expected 0" + expected);
  run.fit(2);  // the right ones still go on
  CHECK(run.trainer.history().epochs() == 2);
}

TEST_CASE("a checkpoint between fits is followed by a fit of its own") {
  const TemporaryFolder folder;
  Run run;
  run.fit(2);
  save_checkpoint(folder / "between", run.trainer);
  Run resumed;
  load_checkpoint(folder / "between", resumed.trainer);
  resumed.trainer.optimizer() = run.trainer.optimizer();
  run.fit(3);
  resumed.fit(3);
  expect_same(resumed, run);
  CHECK(run.trainer.history().epochs() == 5);
}

TEST_CASE("a checkpoint that was loaded and not used is saved as it was") {
  const TemporaryFolder folder;
  Run run;
  run.fit(6, [&](Index epoch) {
    if (epoch == 3) save_checkpoint(folder / "third", run.trainer);
  });
  Run between;
  load_checkpoint(folder / "third", between.trainer);
  save_checkpoint(folder / "again", between.trainer);
  CHECK(bytes_of(folder / "again") == bytes_of(folder / "third"));
}

TEST_CASE("a model is loaded from a checkpoint, too") {
  const TemporaryFolder folder;
  Run run;
  run.fit(1, [&](Index) { save_checkpoint(folder / "checkpoint", run.trainer); });
  auto model = small_model();
  load_model(folder / "checkpoint", model);
  CHECK(same_bits<float>(model.parameters(), run.model.parameters()));
}

TEST_CASE("a checkpoint whose counts cannot be is refused") {
  const TemporaryFolder folder;
  Run run;
  run.fit(1, [&](Index) { save_checkpoint(folder / "checkpoint", run.trainer); });
  const Bytes bytes = bytes_of(folder / "checkpoint");
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text(bytes.begin(), bytes.end());
    const std::size_t place = text.find(from);
    REQUIRE(place != text.npos);
    text.replace(place, from.size(), to);
    REQUIRE(text.size() == bytes.size());
    return folder.write("changed", Bytes(text.begin(), text.end()));
  };
  CHECK(refusal(with("\"epoch\":\"1\"", "\"epoch\":\"9\""), run.trainer) ==
        "history: got lists that do not fit together, expected an entry for each of 1 epochs");
  CHECK(refusal(with("\"epoch\":\"1\"", "\"epoch\":\"x\""), run.trainer) ==
        "epoch: got \"x\", expected a whole number");
  CHECK(refusal(with("\"epoch\":\"1\"", "\"epoxh\":\"1\""), run.trainer) ==
        "got a file without epoch, expected a checkpoint");
}

TEST_CASE("a checkpoint cut short leaves the training as it was") {
  const TemporaryFolder folder;
  Run run;
  run.fit(2, [&](Index) { save_checkpoint(folder / "whole", run.trainer); });
  const Bytes whole = bytes_of(folder / "whole");
  for (std::size_t size = 0; size < whole.size(); size += 101) {
    const auto path =
        folder.write("short", Bytes(whole.begin(), whole.begin() + static_cast<long>(size)));
    CHECK(refusal(path, run.trainer) != "nothing was thrown");
  }
}
