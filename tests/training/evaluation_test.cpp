// SPDX-License-Identifier: MIT
#include <eigencoder/training/evaluation.hpp>

#include <eigencoder/layers/activity_penalty.hpp>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// The mean squared error of a model over a matrix of its inputs, by Eigen.
double error_by_hand(const Small& model, const Eigen::MatrixXd& x, const Eigen::MatrixXd& t) {
  return (model(x) - t).squaredNorm() / static_cast<double>(t.size());
}

/// A model whose code is its output, with the penalty 0.5 sum |y| / n.
auto sparse_model() { return Encoder{Input<double, 2>{}, Dense<2>{}, ActivityL1{.factor = 0.5}}; }

}  // namespace

TEST_CASE("The loss of uneven batches is the mean over all samples, not over batches") {
  const Small model = small_model();
  const Eigen::MatrixXd data = scattered(2, 10), targets = scattered(2, 10, 1);
  for (const Index batch_size : {1, 3, 10, 256}) {
    Evaluator<double> evaluator(nullptr, batch_size);
    CHECK(evaluator.evaluate(model, MeanSquaredError{}, data, 0, 10).loss ==
          Approx(error_by_hand(model, data, data)).epsilon(1e-13));
    CHECK(evaluator.evaluate(model, MeanSquaredError{}, {data, targets}, 0, 10).loss ==
          Approx(error_by_hand(model, data, targets)).epsilon(1e-13));
  }
}

TEST_CASE("The loss of a part is that of those samples alone") {
  const Small model = small_model();
  const Eigen::MatrixXd data = scattered(2, 10), part = data.middleCols(3, 4);
  Evaluator<double> evaluator(nullptr, 3);
  CHECK(evaluator.evaluate(model, MeanSquaredError{}, data, 3, 7).loss ==
        Approx(error_by_hand(model, part, part)).epsilon(1e-13));
}

TEST_CASE("The loss of a sum over the batch depends on the batch size") {
  const Small model = small_model();
  const Eigen::MatrixXd data = scattered(2, 4);
  Evaluator<double> whole(nullptr, 4), halves(nullptr, 2);
  CHECK(whole.evaluate(model, HalfSquaredError{}, data, 0, 4).loss ==
        Approx(2 * halves.evaluate(model, HalfSquaredError{}, data, 0, 4).loss));
}

TEST_CASE("Penalties are part of the loss only if they are asked for") {
  const auto model = sparse_model();
  const Eigen::MatrixXd data = scattered(2, 10), y = model(data);
  const double error = (y - data).squaredNorm() / 20, penalty = 0.5 * y.cwiseAbs().sum() / 10;
  for (const Index batch_size : {3, 10}) {
    Evaluator<double> evaluator(nullptr, batch_size);
    const Evaluation with =
        evaluator.evaluate(model, MeanSquaredError{}, data, 0, 10, {.penalties = true});
    const Evaluation without = evaluator.evaluate(model, MeanSquaredError{}, data, 0, 10);
    CHECK(with.loss == Approx(error + penalty).epsilon(1e-13));
    CHECK(with.penalty == Approx(penalty).epsilon(1e-13));
    CHECK(without.loss == Approx(error).epsilon(1e-13));
    CHECK(without.penalty == 0);
  }
}

TEST_CASE("A model without penalties has none, also where they are asked for") {
  const Small model = small_model();
  const Eigen::MatrixXd data = scattered(2, 10);
  Evaluator<double> evaluator;
  const Evaluation result =
      evaluator.evaluate(model, MeanSquaredError{}, data, 0, 10, {.penalties = true});
  CHECK(result.penalty == 0);
  CHECK(result.loss == Approx(error_by_hand(model, data, data)).epsilon(1e-13));
}

TEST_CASE("A trainer evaluates penalties only if asked, and leaves them out of validation") {
  auto model = sparse_model();
  Trainer trainer{model, Adam{}, MeanSquaredError{}};
  const Eigen::MatrixXd data = scattered(2, 10);
  const History history = trainer.fit(data, {.epochs = 2, .batch_size = 4, .validation = data});
  const Eigen::MatrixXd y = model(data);
  const double error = (y - data).squaredNorm() / 20, penalty = 0.5 * y.cwiseAbs().sum() / 10;
  CHECK(trainer.evaluate(data) == Approx(error).epsilon(1e-13));
  CHECK(trainer.evaluate(data, {.penalties = true}).loss == Approx(error + penalty).epsilon(1e-13));
  CHECK(history.validation_loss[1] == Approx(error).epsilon(1e-13));
  REQUIRE(history.penalty.size() == 2);
  CHECK(history.penalty[0] > 0);
  CHECK(history.loss[0] > history.penalty[0]);
}

TEST_CASE("Metrics are the means over all samples, in the order in which they are asked for") {
  const Small model = small_model();
  const Eigen::MatrixXd data = scattered(2, 10), targets = scattered(2, 10, 1), y = model(data);
  for (const Index batch_size : {3, 10}) {
    Evaluator<double> evaluator(nullptr, batch_size);
    const Evaluation result =
        evaluator.evaluate(model, MeanSquaredError{}, {data, targets}, 0, 10,
                           {.metrics = {MeanCode{}, SquaredError{}, MeanCode{"again"}}});
    REQUIRE(result.metrics.size() == 3);
    CHECK(result.metrics[0] == Approx(y.mean()).epsilon(1e-13));
    CHECK(result.metrics[1] == Approx(error_by_hand(model, data, targets)).epsilon(1e-13));
    CHECK(result.metrics[2] == result.metrics[0]);
  }
}

TEST_CASE("Predictions are the model's of each sample, in order, in batches of any size") {
  const Small model = small_model();
  const Eigen::MatrixXd data = scattered(2, 10), expected = model(data);
  for (const Index batch_size : {1, 3, 10, 256}) {
    Evaluator<double> evaluator(nullptr, batch_size);
    CHECK(same_bits(evaluator.predict(model, data), expected));
  }
  CHECK(Evaluator<double>().predict(model, Eigen::MatrixXd(2, 0)).cols() == 0);
}

TEST_CASE("Threads evaluate to the same bits") {
  const auto model = dynamic_autoencoder<double>(300, 40);
  const Eigen::MatrixXd data = scattered(300, 300);
  Threads threads(3);
  Evaluator<double> alone, team(&threads);
  CHECK(alone.evaluate(model, MeanSquaredError{}, data, 0, 300).loss ==
        team.evaluate(model, MeanSquaredError{}, data, 0, 300).loss);
  CHECK(same_bits(alone.predict(model, data), team.predict(model, data)));
}

TEST_CASE("An evaluator needs batches of at least one sample") {
  CHECK(message<ValueError>([] { Evaluator<double>(nullptr, 0); }) ==
        "batch_size: got 0, expected at least 1");
}
