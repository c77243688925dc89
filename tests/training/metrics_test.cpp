// SPDX-License-Identifier: MIT
#include <eigencoder/training/metrics.hpp>

#include <cstddef>
#include <string>
#include <vector>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// A metric of a batch with these targets, outputs and codes.
template <class Scalar = double>
double measured(const Metric<Scalar>& metric, const Eigen::MatrixX<Scalar>& targets,
                const Eigen::MatrixX<Scalar>& outputs, const Eigen::MatrixX<Scalar>& codes) {
  const auto map = [](const Eigen::MatrixX<Scalar>& m) {
    return typename BatchResult<Scalar>::Matrix(m.data(), m.rows(), m.cols(),
                                                Eigen::OuterStride<>(m.rows()));
  };
  return metric.value({map(targets), map(targets), map(outputs), map(codes)});
}

double measured(const Metric<double>& metric, const Eigen::MatrixXd& targets,
                const Eigen::MatrixXd& outputs) {
  return measured<double>(metric, targets, outputs, outputs);
}

/// 3 x 2, with grey numbers.
const Eigen::MatrixXd targets{{0, 1}, {0.25, 0.75}, {1, 0}};
const Eigen::MatrixXd outputs{{0.5, 0.75}, {0.25, 0.75}, {0.25, 0.625}};

/// A user's own.
struct LargestError {
  std::string name = "largest error";
  double operator()(const auto& batch) const {
    return (batch.outputs - batch.targets).cwiseAbs().maxCoeff();
  }
};

struct SeenSamples {
  const char* name = "samples";
  std::vector<Eigen::MatrixXd>* inputs;
  int operator()(const auto& batch) const {
    inputs->push_back(batch.inputs);
    return static_cast<int>(batch.inputs.cols());
  }
};

const Eigen::MatrixXd data = scattered(2, 10), held_out = scattered(2, 7, 5);

/// Metrics of outputs that no training changes: the model is frozen.
History frozen_history(Index batch_size) {
  SmallRun<> run;
  run.model.freeze();
  return run.trainer.fit(data, {.epochs = 2,
                                .batch_size = batch_size,
                                .validation = held_out,
                                .metrics = {SquaredError{}, MeanCode{}}});
}

}  // namespace

TEST_CASE("Binary accuracy demands a target of exactly 0 or 1, so a grey one never matches") {
  CHECK(measured(BinaryAccuracy{}, targets, outputs) == Approx(2. / 6));
  CHECK(measured(BinaryAccuracy{}, targets, targets) == Approx(4. / 6));
  CHECK(measured<float>(BinaryAccuracy{}, targets.cast<float>(), outputs.cast<float>(),
                        outputs.cast<float>()) == Approx(2. / 6));
}

TEST_CASE("Binary accuracy takes an output of 0.5 for 0") {
  const Eigen::MatrixXd black = Eigen::MatrixXd::Zero(1, 1), half{{0.5}}, above{{0.5000001}};
  CHECK(measured(BinaryAccuracy{}, black, half) == 1);
  CHECK(measured(BinaryAccuracy{}, black, above) == 0);
}

TEST_CASE("Pixel accuracy asks on which side of 0.5 target and output lie") {
  CHECK(measured(PixelAccuracy{}, targets, outputs) == Approx(4. / 6));
  CHECK(measured(PixelAccuracy{}, targets, targets) == 1);
  CHECK(measured(PixelAccuracy{}, targets, Eigen::MatrixXd(1 - targets.array())) == 0);
  const Eigen::MatrixXd half{{0.5}}, black{{0.}};
  CHECK(measured(PixelAccuracy{}, half, black) == 1);
}

TEST_CASE("Categorical accuracy counts the samples whose output is largest where the target is") {
  const Eigen::MatrixXd classes{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 1}};
  const Eigen::MatrixXd guesses{{0.5, 0.2, 0.4, 0.1}, {0.3, 0.1, 0.3, 0.2}, {0.2, 0.7, 0.3, 0.7}};
  CHECK(measured(CategoricalAccuracy{}, classes, guesses) == 0.5);
  CHECK(measured(CategoricalAccuracy{}, targets, outputs) == 0.5);
}

TEST_CASE("The squared error is the mean over features and samples") {
  CHECK(measured(SquaredError{}, targets, outputs) ==
        Approx((0.25 + 0.0625 + 0.5625 + 0.390625) / 6));
  CHECK(measured(SquaredError{}, targets, targets) == 0);
}

TEST_CASE("Metrics of the code are of the code alone") {
  const Eigen::MatrixXd codes{{0, 0.5, -1}, {2, 0.25, 0}};
  CHECK(measured<double>(MeanCode{}, targets, outputs, codes) == Approx(1.75 / 6));
  CHECK(measured<double>(ActiveUnits{}, targets, outputs, codes) == 0.5);
  CHECK(measured<double>(ActiveUnits{.threshold = 0.25}, targets, outputs, codes) ==
        Approx(2. / 6));
  CHECK(measured<double>(ActiveUnits{.threshold = -2}, targets, outputs, codes) == 1);
}

TEST_CASE("Metrics have names, which may be given") {
  CHECK(Metric<float>(BinaryAccuracy{}).name == "binary accuracy");
  CHECK(Metric<float>(PixelAccuracy{}).name == "pixel accuracy");
  CHECK(Metric<float>(CategoricalAccuracy{}).name == "accuracy");
  CHECK(Metric<float>(SquaredError{}).name == "mean squared error");
  CHECK(Metric<float>(MeanCode{}).name == "mean code");
  CHECK(Metric<float>(ActiveUnits{}).name == "active units");
  CHECK(Metric<float>(ActiveUnits{"above a half", 0.5}).name == "above a half");
}

TEST_CASE("A metric of the user's own is an object with a name and a call") {
  CHECK(measured(LargestError{}, targets, outputs) == 0.75);
  SmallRun<> run;
  run.model.freeze();
  const History history = run.trainer.fit(data, {.metrics = {LargestError{}}});
  CHECK(history.metrics.at("largest error") ==
        std::vector<double>{(run.model(data) - data).cwiseAbs().maxCoeff()});
}

TEST_CASE("A metric sees the inputs of the batch, and those alone") {
  std::vector<Eigen::MatrixXd> seen;
  SmallRun<> run;
  const History history = run.trainer.fit(
      {data, data}, {.batch_size = 4, .shuffle = false, .metrics = {SeenSamples{.inputs = &seen}}});
  REQUIRE(seen.size() == 3);
  CHECK(same_bits<double>(seen[0], data.leftCols(4)));
  CHECK(same_bits<double>(seen[2], data.rightCols(2)));
  CHECK(history.metrics.at("samples")[0] == Approx((4. * 4 + 4 * 4 + 2 * 2) / 10));
}

TEST_CASE("The code of an autoencoder is its encoder's, and the output its decoder's") {
  auto model = autoencoder<double, 2, 3>();
  Trainer trainer{model, Adam{}, MeanSquaredError{}};
  const Evaluation result =
      trainer.evaluate(data, {.metrics = {MeanCode{}, ActiveUnits{}, SquaredError{}}});
  const Eigen::MatrixXd codes = model.encoder(data);
  CHECK(result.metrics[0] == Approx(codes.mean()).epsilon(1e-13));
  CHECK(result.metrics[1] == (codes.array() > 0).cast<double>().mean());
  CHECK(result.metrics[2] == Approx(result.loss).epsilon(1e-13));
}

TEST_CASE("Metrics of an epoch are those of the whole data, also where the last batch is smaller") {
  SmallRun<> run;
  const Eigen::MatrixXd y = run.model(data), z = run.model(held_out);
  for (const Index batch_size : {3, 4, 10, 32}) {
    const History history = frozen_history(batch_size);
    REQUIRE(history.metrics.size() == 2);
    REQUIRE(history.validation_metrics.size() == 2);
    for (const double error : history.metrics.at("mean squared error")) {
      CHECK(error == Approx((y - data).squaredNorm() / 20).epsilon(1e-13));
    }
    for (const double mean : history.metrics.at("mean code")) {
      CHECK(mean == Approx(y.mean()).epsilon(1e-13));
    }
    CHECK(history.metrics.at("mean code").size() == 2);
    CHECK(history.validation_metrics.at("mean squared error")[1] ==
          Approx((z - held_out).squaredNorm() / 14).epsilon(1e-13));
    CHECK(history.validation_metrics.at("mean code")[0] == Approx(z.mean()).epsilon(1e-13));
  }
}

TEST_CASE("Metrics in training are of the outputs before each step, as the loss is") {
  SmallRun<> run;
  const History history = run.trainer.fit(
      data, {.epochs = 3, .batch_size = 4, .validation = data, .metrics = {SquaredError{}}});
  const std::vector<double>& error = history.metrics.at("mean squared error");
  const std::vector<double>& validation = history.validation_metrics.at("mean squared error");
  REQUIRE(error.size() == 3);
  REQUIRE(validation.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(error[i] == Approx(history.loss[i]).epsilon(1e-13));
    CHECK(validation[i] == Approx(history.validation_loss[i]).epsilon(1e-13));
  }
}

TEST_CASE(
    "Metrics change no bit of the training, and without validation data there are none of it") {
  SmallRun<> with, without;
  const History history =
      with.trainer.fit(data, {.epochs = 2, .metrics = {SquaredError{}, BinaryAccuracy{}}});
  without.trainer.fit(data, {.epochs = 2});
  CHECK(same_bits<double>(with.parameters(), without.parameters()));
  CHECK(history.metrics.at("binary accuracy").size() == 2);
  CHECK(history.validation_metrics.empty());
  CHECK(without.trainer.history().metrics.empty());
}

TEST_CASE("Metrics are told to callbacks by their names") {
  SmallRun<> run;
  Progress last;
  const History history =
      run.trainer.fit(data, {.validation = held_out,
                             .callbacks = {{.epoch_end = [&](Progress& p) { last = p; }}},
                             .metrics = {SquaredError{}, MeanCode{}}});
  CHECK(last.metric_names == std::vector<std::string>{"mean squared error", "mean code"});
  CHECK(last.metrics == std::vector<double>{history.metrics.at("mean squared error")[0],
                                            history.metrics.at("mean code")[0]});
  CHECK(last.validation_metrics ==
        std::vector<double>{history.validation_metrics.at("mean squared error")[0],
                            history.validation_metrics.at("mean code")[0]});
}
