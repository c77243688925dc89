// SPDX-License-Identifier: MIT
#include <eigencoder/training/csv_log.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "temporary_folder.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

std::string text_of(const std::filesystem::path& path) {
  const Bytes bytes = bytes_of(path);
  return std::string(bytes.begin(), bytes.end());
}

/// The end of an epoch without validation, with numbers of few digits.
Progress epoch_of(Index epoch) {
  return {.epoch = epoch, .seconds = 1.5, .loss = 0.5, .penalty = 0.125};
}

const std::string header = "epoch,loss,penalty,validation loss,seconds";

}  // namespace

TEST_CASE("A log of training has a header and a line an epoch, complete after each") {
  const TemporaryFolder folder;
  const Callback log = csv_log(folder / "a.csv");
  CHECK(text_of(folder / "a.csv").empty());
  Progress progress = epoch_of(1);
  log.epoch_end(progress);
  CHECK(text_of(folder / "a.csv") == header + "\n1,0.5,0.125,,1.5\n");
  progress = epoch_of(2);
  progress.validation_loss = 0.1;
  log.epoch_end(progress);
  CHECK(text_of(folder / "a.csv") == header + "\n1,0.5,0.125,,1.5\n2,0.5,0.125,0.1,1.5\n");
}

TEST_CASE("A log of training has two columns a metric, that of validation empty without") {
  const TemporaryFolder folder;
  const Callback log = csv_log(folder / "a.csv");
  Progress progress = epoch_of(1);
  progress.metric_names = {"accuracy", "one, \"two\""};
  progress.metrics = {0.25, -3};
  log.epoch_end(progress);
  progress.validation_metrics = {0.75, 4};
  log.epoch_end(progress);
  CHECK(text_of(folder / "a.csv") ==
        header +
            ",accuracy,validation accuracy,\"one, \"\"two\"\"\",\"validation one, \"\"two\"\"\"\n"
            "1,0.5,0.125,,1.5,0.25,,-3,\n"
            "1,0.5,0.125,,1.5,0.25,0.75,-3,4\n");
}

TEST_CASE("A log of training has what the history has") {
  const TemporaryFolder folder;
  SmallRun run;
  const Eigen::MatrixXd data = scattered(2, 10);
  std::vector<std::string> after_epoch;
  const Callback look{
      .epoch_end = [&](Progress&) { after_epoch.push_back(text_of(folder / "a.csv")); }};
  const History& history = run.trainer.fit(data, {.epochs = 2,
                                                  .validation_fraction = 0.5,
                                                  .callbacks = {csv_log(folder / "a.csv"), look},
                                                  .metrics = {SquaredError{}}});
  std::string expected = header + ",mean squared error,validation mean squared error\n";
  for (const std::size_t i : {0u, 1u}) {
    const std::string& name = SquaredError{}.name;
    expected += detail::csv_number(i + 1);
    for (const double number :
         {history.loss[i], history.penalty[i], history.validation_loss[i], history.seconds[i],
          history.metrics.at(name)[i], history.validation_metrics.at(name)[i]})
      expected += ',' + detail::csv_number(number);
    expected += '\n';
    REQUIRE(after_epoch.size() == 2);
    CHECK(after_epoch[i] == expected);
  }
}

TEST_CASE("A log of training is made anew") {
  const TemporaryFolder folder;
  folder.write("a.csv", {'o', 'l', 'd'});
  const Callback log = csv_log(folder / "a.csv");
  Progress progress = epoch_of(1);
  log.epoch_end(progress);
  CHECK(text_of(folder / "a.csv") == header + "\n1,0.5,0.125,,1.5\n");
}

TEST_CASE("A log that goes on in a further fit has one header") {
  const TemporaryFolder folder;
  SmallRun run;
  const Eigen::MatrixXd data = scattered(2, 10);
  const Callback log = csv_log(folder / "a.csv");
  run.trainer.fit(data, {.callbacks = {log}});
  run.trainer.fit(data, {.callbacks = {log}});
  const std::string text = text_of(folder / "a.csv");
  CHECK(std::count(text.begin(), text.end(), '\n') == 3);
  CHECK(text.rfind("epoch") == 0);
}

TEST_CASE("A log that cannot be written is refused at once, by its path") {
  const TemporaryFolder folder;
  for (const auto& path : {folder / "missing/a.csv", folder.path()}) {
    CHECK(message<FileError>([&] { csv_log(path); }) ==
          path.string() + ": got a file that cannot be written, expected a writable path");
  }
}

TEST_CASE("A log that cannot be written while training ends it") {
  const std::string full = "/dev/full";  // Linux's file on a disk without room
  if (!std::filesystem::exists(full)) return;
  const Callback log = csv_log(full);
  Progress progress = epoch_of(1);
  CHECK(message<FileError>([&] { log.epoch_end(progress); }) ==
        "/dev/full: got a file that cannot be written, expected a writable path");
}

TEST_CASE("A log of a training that goes on keeps the epochs that are done, and no more") {
  const TemporaryFolder folder;
  const Callback log = csv_log(folder / "a.csv");
  Progress progress = epoch_of(1);
  log.epoch_end(progress);
  const std::vector<double> after_first = log.state();
  const std::string first = text_of(folder / "a.csv");
  progress = epoch_of(2);
  log.epoch_end(progress);
  const std::string both = text_of(folder / "a.csv");

  const Callback resumed = csv_log(folder / "a.csv");
  CHECK(text_of(folder / "a.csv") == both);
  resumed.resume(after_first);
  CHECK(text_of(folder / "a.csv") == first);
  resumed.epoch_end(progress);
  CHECK(text_of(folder / "a.csv") == both);

  const Callback anew = csv_log(folder / "a.csv");
  progress = epoch_of(1);
  anew.epoch_end(progress);
  CHECK(text_of(folder / "a.csv") == first);
}

TEST_CASE("A log that is gone when a training goes on has the epochs that follow") {
  const TemporaryFolder folder;
  const Callback log = csv_log(folder / "a.csv");
  log.resume({1000});
  Progress progress = epoch_of(7);
  log.epoch_end(progress);
  CHECK(text_of(folder / "a.csv") == header + "\n7,0.5,0.125,,1.5\n");
}

TEST_CASE("A log whose last line is torn goes on after the last whole one") {
  const TemporaryFolder folder;
  const auto path = folder / "a.csv";
  const std::string whole = header + "\n1,0.5,0.125,,1.5\n", torn = whole + "2,0.";
  folder.write("a.csv", Bytes(torn.begin(), torn.end()));
  const Callback log = csv_log(path);
  log.resume({1000});
  CHECK(text_of(path) == whole);
}
