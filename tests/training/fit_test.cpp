// SPDX-License-Identifier: MIT
#include <eigencoder/training/trainer.hpp>

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

using Options = FitOptions<double>;

const Eigen::MatrixXd data = scattered(2, 10);

double error_by_hand(const Small& model, const Eigen::MatrixXd& x, const Eigen::MatrixXd& t) {
  return (model(x) - t).squaredNorm() / static_cast<double>(t.size());
}

std::vector<Index> up_to(Index count) {
  std::vector<Index> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), Index{0});
  return numbers;
}

/// What a fit says of itself, once a batch and once an epoch.
struct Log {
  std::vector<Progress> batches, epochs;

  Callback callback() {
    return {.batch_end = [this](Progress& p) { batches.push_back(p); },
            .epoch_end = [this](Progress& p) { epochs.push_back(p); }};
  }
};

/// The error of fit, which must leave the model as it was.
template <class Error>
std::string refused(const Dataset<double>& samples, const Options& options = {}) {
  SmallRun<> run;
  const Eigen::VectorXd start = run.parameters();
  const std::string what = message<Error>([&] { run.trainer.fit(samples, options); });
  CHECK(same_bits<double>(run.parameters(), start));
  CHECK(run.trainer.steps() == 0);
  CHECK(run.trainer.history().epochs() == 0);
  return what;
}

}  // namespace

TEST_CASE("Without shuffling, samples are read in order, and the last batch takes what is left") {
  SmallRun<> run;
  Log log;
  const ReadSamples samples(10);
  run.trainer.fit(samples, {.batch_size = 4, .shuffle = false, .callbacks = {log.callback()}});
  CHECK(samples.read == up_to(10));
  REQUIRE(log.batches.size() == 3);
  CHECK(log.batches[1].samples == 8);
  CHECK(log.batches[2].samples == 10);
}

TEST_CASE("A batch may be larger than the data, as large as an index can be") {
  for (const Index batch_size : {Index{11}, std::numeric_limits<Index>::max()}) {
    SmallRun<> run;
    const double before = run.trainer.evaluate(data);
    const History history = run.trainer.fit(data, {.batch_size = batch_size, .shuffle = false});
    CHECK(history.batch_loss == std::vector<double>{before});
  }
}

TEST_CASE("A fit without options is one epoch of batches of 32") {
  SmallRun<> run;
  const History history = run.trainer.fit(scattered(2, 70));
  CHECK(history.epochs() == 1);
  CHECK(history.batch_loss.size() == 3);
  CHECK(history.validation_loss.empty());
}

TEST_CASE("The loss of an epoch is the mean over its samples, as they were trained") {
  SmallRun<> run;
  const History history = run.trainer.fit(data, {.batch_size = 4});
  const std::vector<double>& loss = history.batch_loss;
  REQUIRE(loss.size() == 3);
  CHECK(history.loss[0] == Approx((4 * loss[0] + 4 * loss[1] + 2 * loss[2]) / 10).epsilon(1e-13));
  CHECK(history.seconds.size() == 1);
  CHECK(history.seconds[0] > 0);
}

TEST_CASE("An epoch of fewer batches trains on the first samples of its order") {
  SmallRun<> few, first;
  Log log;
  few.trainer.fit(data, {.epochs = 2,
                         .batch_size = 3,
                         .shuffle = false,
                         .batches_per_epoch = 2,
                         .callbacks = {log.callback()}});
  first.trainer.fit(data.leftCols(6), {.epochs = 2, .batch_size = 3, .shuffle = false});
  CHECK(same_bits<double>(few.parameters(), first.parameters()));
  CHECK(log.batches.size() == 4);
  CHECK(log.epochs[0].batches == 2);
  CHECK(log.epochs[0].samples == 6);
}

TEST_CASE("More batches an epoch than there are is all of them") {
  SmallRun<> more, all;
  more.trainer.fit(data, {.batch_size = 3, .batches_per_epoch = 100});
  all.trainer.fit(data, {.batch_size = 3});
  CHECK(same_bits<double>(more.parameters(), all.parameters()));
}

TEST_CASE("No epochs are a fit that changes nothing") {
  SmallRun<> run;
  const Eigen::VectorXd start = run.parameters();
  CHECK(run.trainer.fit(data, {.epochs = 0}).epochs() == 0);
  CHECK(same_bits<double>(run.parameters(), start));
}

TEST_CASE("Validation data is evaluated after each epoch, and never trained on") {
  SmallRun<> with, without;
  const Eigen::MatrixXd held_out = scattered(2, 300, 5);
  const History history = with.trainer.fit(data, {.epochs = 2, .validation = held_out});
  without.trainer.fit(data, {.epochs = 2});
  REQUIRE(history.validation_loss.size() == 2);
  CHECK(history.validation_loss[1] ==
        Approx(error_by_hand(with.model, held_out, held_out)).epsilon(1e-13));
  CHECK(history.validation_loss[0] > history.validation_loss[1]);
  CHECK(same_bits<double>(with.parameters(), without.parameters()));
}

TEST_CASE("Validation data may have targets of its own") {
  SmallRun<> run;
  const Eigen::MatrixXd inputs = scattered(2, 7, 1), targets = scattered(2, 7, 2);
  const History history = run.trainer.fit(data, {.validation = {inputs, targets}});
  CHECK(history.validation_loss[0] ==
        Approx(error_by_hand(run.model, inputs, targets)).epsilon(1e-13));
}

TEST_CASE("A fraction for validation takes the last samples before any shuffling") {
  SmallRun<> run;
  Log log;
  const ReadSamples samples(10);
  const Options options{
      .batch_size = 3, .validation_fraction = 0.25, .callbacks = {log.callback()}};
  const History history = run.trainer.fit(samples, options);
  std::vector<Index> trained(samples.read.begin(), samples.read.begin() + 7);
  std::sort(trained.begin(), trained.end());
  CHECK(trained == up_to(7));
  CHECK(std::vector<Index>(samples.read.begin() + 7, samples.read.end()) ==
        std::vector<Index>{7, 8, 9});
  CHECK(log.epochs[0].samples == 7);
  CHECK(log.epochs[0].batches == 3);
}

TEST_CASE("A fraction for validation is the same as validation data given apart") {
  SmallRun<> fraction, apart;
  const Eigen::MatrixXd first = data.leftCols(7), last = data.rightCols(3);
  const History a = fraction.trainer.fit(data, {.epochs = 2, .validation_fraction = 0.25});
  const History b = apart.trainer.fit(first, {.epochs = 2, .validation = last});
  CHECK(a.batch_loss == b.batch_loss);
  CHECK(a.validation_loss == b.validation_loss);
  CHECK(same_bits<double>(fraction.parameters(), apart.parameters()));
}

TEST_CASE("Targets apart from the inputs are what is learned") {
  SmallRun<> run(Adam{.learning_rate = 0.05});
  const Eigen::MatrixXd clean = scattered(2, 50), turned = -clean.colwise().reverse();
  run.trainer.fit({clean, turned}, {.epochs = 200});
  CHECK((run.model(clean) - turned).cwiseAbs().maxCoeff() < 1e-2);
  CHECK(run.trainer.evaluate({clean, turned}) ==
        Approx(error_by_hand(run.model, clean, turned)).epsilon(1e-12));
}

TEST_CASE("Blocks, row-major matrices, expressions and temporaries train as the matrix does") {
  SmallRun<> plain, block, by_rows, expression, temporary;
  Strided<Eigen::MatrixXd> larger(data);
  const Eigen::Matrix<double, 2, 10, Eigen::RowMajor> rows = data;
  plain.trainer.fit(data, {.batch_size = 4});
  block.trainer.fit(larger.block(), {.batch_size = 4});
  by_rows.trainer.fit(rows, {.batch_size = 4});
  expression.trainer.fit(0.5 * (data + data), {.batch_size = 4});
  temporary.trainer.fit(Eigen::MatrixXd(data), {.batch_size = 4});
  for (const SmallRun<>* run : {&block, &by_rows, &expression, &temporary})
    CHECK(same_bits<double>(run->parameters(), plain.parameters()));
}

TEST_CASE("Evaluating is the mean over all samples, and predicting is calling the model") {
  SmallRun<> run;
  const Eigen::MatrixXd many = scattered(2, 700);
  CHECK(run.trainer.evaluate(many) == Approx(error_by_hand(run.model, many, many)).epsilon(1e-13));
  CHECK(same_bits<double>(run.trainer.predict(many), run.model(many)));
  CHECK(run.trainer.steps() == 0);
}

TEST_CASE("Callbacks are called after each batch and each epoch, in their order, with progress") {
  SmallRun<> run;
  Log first, second;
  const History history =
      run.trainer.fit(data, {.epochs = 2,
                             .batch_size = 4,
                             .validation = data,
                             .callbacks = {first.callback(), {}, second.callback()}});
  REQUIRE(first.batches.size() == 6);
  REQUIRE(first.epochs.size() == 2);
  CHECK(second.batches.size() == 6);
  const Progress &batch = first.batches[4], &epoch = first.epochs[1];
  CHECK(batch.epoch == 2);
  CHECK(batch.epochs == 2);
  CHECK(batch.batch == 2);
  CHECK(batch.batches == 3);
  CHECK(batch.samples == 8);
  CHECK(batch.loss == Approx((history.batch_loss[3] + history.batch_loss[4]) / 2));
  CHECK(!batch.validation_loss);
  CHECK(epoch.loss == history.loss[1]);
  CHECK(epoch.seconds == history.seconds[1]);
  CHECK(epoch.validation_loss == history.validation_loss[1]);
}

TEST_CASE("A callback stops training after a batch, and the epoch counts as far as it came") {
  SmallRun<> run;
  Log log;
  const auto stop = [](Progress& p) { p.stop = p.epoch == 2 && p.batch == 2; };
  const Options options{.epochs = 5,
                        .batch_size = 4,
                        .validation = data,
                        .callbacks = {{.batch_end = stop}, log.callback()}};
  const History history = run.trainer.fit(data, options);
  CHECK(history.stopped);
  CHECK(!history.diverged);
  CHECK(history.batch_loss.size() == 5);
  CHECK(history.epochs() == 2);
  CHECK(history.validation_loss.size() == 2);
  CHECK(log.epochs[1].samples == 8);
  CHECK(run.trainer.steps() == 5);
}

TEST_CASE("A callback stops training after an epoch, and a further fit goes on") {
  SmallRun<> run;
  const auto stop = [](Progress& p) { p.stop = p.epoch == 2; };
  const Options stopping{.epochs = 5, .batch_size = 4, .callbacks = {{.epoch_end = stop}}};
  CHECK(run.trainer.fit(data, stopping).stopped);
  CHECK(run.trainer.history().epochs() == 2);
  const History history = run.trainer.fit(data, {.epochs = 3, .batch_size = 4});
  CHECK(!history.stopped);
  CHECK(history.epochs() == 5);
  CHECK(run.trainer.steps() == 15);
}

TEST_CASE("More epochs than memory could record may be asked for, to be stopped by a callback") {
  SmallRun<> run;
  const auto stop = [](Progress& p) { p.stop = p.epoch == 3; };
  const Options options{.epochs = std::numeric_limits<Index>::max(),
                        .callbacks = {{.epoch_end = stop}}};
  CHECK(run.trainer.fit(data, options).epochs() == 3);
}

TEST_CASE("Data that is empty, not finite or does not fit is refused with its numbers") {
  Eigen::MatrixXd bad = data;
  bad(1, 3) = std::numeric_limits<double>::infinity();
  CHECK(refused<ValueError>({}) == "fit: got 0 samples, expected at least 1");
  CHECK(refused<ValueError>(bad) ==
        "fit: got inf at feature 1 of sample 3, expected finite numbers");
  bad(1, 3) = std::numeric_limits<double>::quiet_NaN();
  CHECK(refused<ValueError>({data, bad}) ==
        "fit, targets: got nan at feature 1 of sample 3, expected finite numbers");
  CHECK(refused<ShapeError>(scattered(3, 10)) == "fit: got 3 features, expected 2 features");
  CHECK(refused<ShapeError>({data, scattered(1, 10)}) ==
        "fit, targets: got 1 features, expected 2 features");
}

TEST_CASE("Validation data is checked like the data, before any training") {
  Eigen::MatrixXd bad = data;
  bad(0, 9) = std::numeric_limits<double>::quiet_NaN();
  CHECK(refused<ValueError>(data, {.validation = bad}) ==
        "fit: validation: got nan at feature 0 of sample 9, expected finite numbers");
  CHECK(refused<ShapeError>(data, {.validation = scattered(3, 10)}) ==
        "fit: validation: got 3 features, expected 2 features");
  CHECK(refused<ValueError>(data, {.validation = data, .validation_fraction = 0.5}) ==
        "fit: validation: got data and a fraction, expected one of the two");
}

TEST_CASE("Options out of range are refused with their numbers") {
  CHECK(refused<ValueError>(data, {.epochs = -1}) == "fit: epochs: got -1, expected at least 0");
  CHECK(refused<ValueError>(data, {.batch_size = 0}) ==
        "fit: batch_size: got 0, expected at least 1");
  CHECK(refused<ValueError>(data, {.batches_per_epoch = -1}) ==
        "fit: batches_per_epoch: got -1, expected at least 0");
  CHECK(refused<ValueError>(data, {.validation_fraction = 1}) ==
        "fit: validation_fraction: got 1, expected a number in [0, 1)");
  CHECK(refused<ValueError>(data, {.validation_fraction = -0.1}) ==
        "fit: validation_fraction: got -0.1, expected a number in [0, 1)");
  CHECK(refused<ValueError>(data, {.validation_fraction = 0.95}) ==
        "fit: validation_fraction: got 0.95 of 10 samples, expected samples on both sides of the "
        "split");
  CHECK(refused<ValueError>(scattered(2, 1), {.validation_fraction = 0.5}) ==
        "fit: validation_fraction: got 0.5 of 1 samples, expected samples on both sides of the "
        "split");
}

TEST_CASE("A learning rate that was changed to none is refused by the next fit") {
  SmallRun<> run;
  run.trainer.optimizer().learning_rate = 0;
  CHECK(message<ValueError>([&] { run.trainer.fit(data); }) ==
        "Adam: learning_rate: got 0, expected a number above 0");
}

TEST_CASE("Evaluating and predicting refuse what does not fit") {
  SmallRun<> run;
  CHECK(message<ValueError>([&] { run.trainer.evaluate({}); }) ==
        "evaluate: got 0 samples, expected at least 1");
  CHECK(message<ShapeError>([&] { run.trainer.evaluate(scattered(3, 4)); }) ==
        "evaluate: got 3 features, expected 2 features");
  CHECK(message<ShapeError>([&] { run.trainer.predict(scattered(3, 4)); }) ==
        "predict: got 3 features, expected 2 features");
}

TEST_CASE("A validation set without samples is refused, and metrics of one name") {
  SmallRun<> run;
  const Eigen::MatrixXd none(2, 0);
  CHECK(message<ValueError>([&] { run.trainer.fit(data, {.validation = none}); }) ==
        "fit: validation: got 0 samples, expected at least 1");
  CHECK(message<ValueError>([&] {
          run.trainer.fit(data, {.metrics = {MeanCode{}, SquaredError{}, MeanCode{}}});
        }) == "fit: metrics: got \"mean code\" twice, expected a name of its own for each");
}

TEST_CASE("A metric whose name has a line break is refused before any training") {
  for (const char* name : {"mean\ncode", "mean code\r"}) {
    CHECK(refused<ValueError>(data, {.metrics = {MeanCode{name}}}) ==
          "fit: metrics: got a line break in a name, expected names on one line");
  }
}

TEST_CASE("A fit inside a fit is refused, and the next one runs") {
  SmallRun<> run;
  const Callback again{.batch_end = [&](Progress&) { run.trainer.fit(data); }};
  CHECK(message<ValueError>([&] { run.trainer.fit(data, {.callbacks = {again}}); }) ==
        "fit: got a call from inside a callback, expected a call once the other fit is done");
  CHECK_NOTHROW(run.trainer.fit(data));
}

TEST_CASE("A fit tells its callbacks of its start and its end") {
  SmallRun<> run;
  std::string told;
  const Callback callback{.fit_start = [&] { told += "start "; },
                          .epoch_end = [&](Progress&) { told += "epoch "; },
                          .fit_end = [&] { told += "end"; }};
  run.trainer.fit(scattered(2, 4), {.epochs = 2, .callbacks = {callback}});
  CHECK(told == "start epoch epoch end");
}

TEST_CASE("A model that was exchanged for one of another size is refused") {
  const auto make = [](Index features) {
    return Autoencoder{Encoder{Input<double, Dynamic>{features}, Dense<2>{}},
                       Decoder{Input<double, 2>{}, Dense<Dynamic>{features}}};
  };
  auto model = make(4);
  Trainer trainer{model, Adam{}, MeanSquaredError{}};
  model = make(5);
  CHECK(message<ShapeError>([&] { trainer.fit(scattered(5, 3)); }) ==
        "fit: got a model that now has 27 parameters, expected the 22 that it had when the "
        "trainer was made");
}
