// SPDX-License-Identifier: MIT
#include <eigencoder/training/evaluation.hpp>

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

}  // namespace

TEST_CASE("The loss of uneven batches is the mean over all samples, not over batches") {
  const Small model = small_model();
  const Eigen::MatrixXd data = scattered(2, 10), targets = scattered(2, 10, 1);
  for (const Index batch_size : {1, 3, 10, 256}) {
    Evaluator<double> evaluator(nullptr, batch_size);
    CHECK(evaluator.loss(model, MeanSquaredError{}, data, 0, 10) ==
          Approx(error_by_hand(model, data, data)).epsilon(1e-13));
    CHECK(evaluator.loss(model, MeanSquaredError{}, {data, targets}, 0, 10) ==
          Approx(error_by_hand(model, data, targets)).epsilon(1e-13));
  }
}

TEST_CASE("The loss of a part is that of those samples alone") {
  const Small model = small_model();
  const Eigen::MatrixXd data = scattered(2, 10), part = data.middleCols(3, 4);
  Evaluator<double> evaluator(nullptr, 3);
  CHECK(evaluator.loss(model, MeanSquaredError{}, data, 3, 7) ==
        Approx(error_by_hand(model, part, part)).epsilon(1e-13));
}

TEST_CASE("The loss of a sum over the batch depends on the batch size") {
  const Small model = small_model();
  const Eigen::MatrixXd data = scattered(2, 4);
  Evaluator<double> whole(nullptr, 4), halves(nullptr, 2);
  CHECK(whole.loss(model, HalfSquaredError{}, data, 0, 4) ==
        Approx(2 * halves.loss(model, HalfSquaredError{}, data, 0, 4)));
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
  CHECK(alone.loss(model, MeanSquaredError{}, data, 0, 300) ==
        team.loss(model, MeanSquaredError{}, data, 0, 300));
  CHECK(same_bits(alone.predict(model, data), team.predict(model, data)));
}

TEST_CASE("An evaluator needs batches of at least one sample") {
  CHECK(message<ValueError>([] { Evaluator<double>(nullptr, 0); }) ==
        "batch_size: got 0, expected at least 1");
}
