// SPDX-License-Identifier: MIT
#include <eigencoder/training/trainer.hpp>

#include <eigencoder/losses/mean_absolute_error.hpp>
#include <eigencoder/losses/weighted_sum.hpp>
#include <eigencoder/optimizers/adamw.hpp>
#include <eigencoder/optimizers/sgd.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

const Eigen::MatrixXd data = scattered(2, 50);
const std::array<Index, 4> some{7, 3, 40, 3};

using FewOptions = FitOptions<double>;

/// The order in which a run of one epoch reads 50 samples.
std::vector<Index> order_of(SmallRun<>& run) {
  const ReadSamples samples(50);
  run.trainer.fit(samples, {.batch_size = 8});
  return samples.read;
}

/// By its sign only: an optimizer of a user's own, without moments.
struct SignDescent {
  static constexpr int moments = 0;
  double learning_rate = 0.01;
  void check() const {}
  void operator()(std::int64_t, FlatRef<double> p, ConstFlatRef<double> g) const {
    p -= learning_rate * g.sign();
  }
};

/// The mean fourth power of the error: a loss of a user's own.
struct FourthPower {
  auto operator()(const auto& y, const auto& t) const {
    const auto error = y - t, square = product(error, error);
    return mean(product(square, square));
  }
};

}  // namespace

TEST_CASE("A step returns the loss of the chosen samples before its move, which lessens it") {
  SmallRun<> run;
  const Eigen::MatrixXd chosen = data(Eigen::all, some);
  const double before = run.trainer.evaluate(chosen);
  CHECK(run.trainer.step(data, some) == before);
  CHECK(run.trainer.evaluate(chosen) < before);
  CHECK(run.trainer.steps() == 1);
}

TEST_CASE("A step moves by the optimizer along the gradient") {
  SmallRun<SGD> run(SGD{.learning_rate = 0.5});
  const Eigen::VectorXd start = run.parameters();
  const Eigen::MatrixXd x = data(Eigen::all, some), error = run.model(x) - x;
  run.trainer.step(data, some);
  const Eigen::VectorXd gradient = (start - run.parameters()) / 0.5;
  const Eigen::MatrixXd by_kernel = 0.25 * error * x.transpose();
  CHECK(gradient.head(4).isApprox(by_kernel.reshaped(), 1e-12));
  CHECK(gradient.tail(2).isApprox(0.25 * error.rowwise().sum(), 1e-12));
}

TEST_CASE("The learning rate may change between steps") {
  SmallRun<SGD> run(SGD{.learning_rate = 0.25}), faster(SGD{.learning_rate = 0.25});
  const Eigen::VectorXd start = run.parameters();
  faster.trainer.optimizer().learning_rate = 0.5;
  run.trainer.step(data, some);
  faster.trainer.step(data, some);
  CHECK((faster.parameters() - start).isApprox(2 * (run.parameters() - start), 1e-12));
}

TEST_CASE("A step on data that does not fit, or on samples that are not there, is refused") {
  SmallRun<> run;
  const Eigen::VectorXd start = run.parameters();
  const Eigen::MatrixXd three = scattered(3, 50);
  const std::array<Index, 1> beyond{50};
  CHECK(message<ShapeError>([&] { run.trainer.step(three, some); }) ==
        "step: got 3 features, expected 2 features");
  CHECK(message<ShapeError>([&] {
          run.trainer.step({data, three}, some);
        }) == "step, targets: got 3 features, expected 2 features");
  CHECK(message<ValueError>([&] { run.trainer.step(data, beyond); }) ==
        "step: got sample 50, expected one of 0 to 49");
  CHECK(message<ValueError>([&] { run.trainer.step(data, {}); }) ==
        "step: got 0 samples, expected at least 1");
  CHECK(same_bits<double>(run.parameters(), start));
  CHECK(run.trainer.steps() == 0);
}

TEST_CASE("A step whose loss is not finite moves nothing") {
  SmallRun<> run;
  const Eigen::VectorXd start = run.parameters();
  const Eigen::MatrixXd bad =
      Eigen::MatrixXd::Constant(2, 50, std::numeric_limits<double>::quiet_NaN());
  CHECK(std::isnan(run.trainer.step(bad, some)));
  CHECK(same_bits<double>(run.parameters(), start));
  CHECK(run.trainer.steps() == 0);
}

TEST_CASE("The same seed trains to the same bits, with any number of threads") {
  SmallRun<> first(Adam{}, {.seed = 3}), second(Adam{}, {.seed = 3, .threads = 3});
  first.trainer.fit(data, {.epochs = 3, .batch_size = 8});
  second.trainer.fit(data, {.epochs = 3, .batch_size = 8});
  CHECK(first.trainer.history().batch_loss == second.trainer.history().batch_loss);
  CHECK(first.trainer.history().loss == second.trainer.history().loss);
  CHECK(same_bits<double>(first.parameters(), second.parameters()));
}

TEST_CASE("Each epoch reads every sample once, in an order of its own that the seed decides") {
  SmallRun<> run(Adam{}, {.seed = 3}), same(Adam{}, {.seed = 3}), other(Adam{}, {.seed = 4});
  const std::vector<Index> first = order_of(run), second = order_of(run);
  CHECK(first == order_of(same));
  CHECK(first != second);
  CHECK(first != order_of(other));
  for (std::vector<Index> order : {first, second}) {
    std::sort(order.begin(), order.end());
    for (Index i = 0; i < 50; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
  }
}

TEST_CASE("To fit two epochs is to fit one twice: moments, steps, orders and history go on") {
  SmallRun<> at_once, twice;
  at_once.trainer.fit(data, {.epochs = 2, .batch_size = 8});
  twice.trainer.fit(data, {.epochs = 1, .batch_size = 8});
  const History history = twice.trainer.fit(data, {.epochs = 1, .batch_size = 8});
  CHECK(same_bits<double>(at_once.parameters(), twice.parameters()));
  CHECK(at_once.trainer.history().batch_loss == history.batch_loss);
  CHECK(at_once.trainer.history().loss == history.loss);
  CHECK(history.epochs() == 2);
  CHECK(twice.trainer.steps() == 14);
}

TEST_CASE("A trainer that is reset, with a model that is initialized anew, starts like a new one") {
  SmallRun<> fresh, used;
  used.trainer.fit(data, {.epochs = 2, .batch_size = 8});
  used.trainer.reset();
  CHECK(used.trainer.steps() == 0);
  CHECK(used.trainer.history().epochs() == 0);
  used.model.initialize(default_seed);
  fresh.trainer.fit(data, {.epochs = 2, .batch_size = 8});
  used.trainer.fit(data, {.epochs = 2, .batch_size = 8});
  CHECK(same_bits<double>(fresh.parameters(), used.parameters()));
  CHECK(fresh.trainer.history().batch_loss == used.trainer.history().batch_loss);
}

TEST_CASE("To reset a trainer leaves the parameters") {
  SmallRun<> run;
  run.trainer.fit(data);
  const Eigen::VectorXd trained = run.parameters();
  run.trainer.reset();
  CHECK(same_bits<double>(run.parameters(), trained));
}

TEST_CASE("Frozen parameters stay, whatever momentum and decay would do, and the others move") {
  SmallRun<AdamW> run(AdamW{.learning_rate = 0.1, .weight_decay = 0.5});
  run.trainer.fit(data, {.epochs = 2});
  run.model.freeze("0.dense.kernel");
  const Eigen::VectorXd before = run.parameters();
  run.trainer.fit(data, {.epochs = 2});
  CHECK(same_bits<double>(run.parameters().head(4), before.head(4)));
  CHECK((run.parameters().tail(2).array() != before.tail(2).array()).all());
  run.model.unfreeze();
  run.trainer.fit(data);
  CHECK((run.parameters().array() != before.array()).all());
}

TEST_CASE("A model that is frozen whole has a loss, and does not move") {
  SmallRun<> run;
  run.model.freeze();
  const Eigen::VectorXd start = run.parameters();
  const History history = run.trainer.fit(data, {.epochs = 2});
  CHECK(history.loss[0] == Approx(run.trainer.evaluate(data)));
  CHECK(same_bits<double>(run.parameters(), start));
}

TEST_CASE("Training that diverges at once leaves the parameters as they were, and can go on") {
  SmallRun<SGD> run(SGD{.learning_rate = 1e30});
  const Eigen::VectorXd start = run.parameters();
  const History diverged = run.trainer.fit(data, {.epochs = 5, .batch_size = 2});
  CHECK(diverged.diverged);
  CHECK(!diverged.stopped);
  CHECK(diverged.epochs() == 1);
  CHECK(!std::isfinite(diverged.loss.back()));
  CHECK(!std::isfinite(diverged.batch_loss.back()));
  CHECK(diverged.batch_loss.size() < 25);
  CHECK(same_bits<double>(run.parameters(), start));
  run.trainer.optimizer().learning_rate = 0.1;
  const History history = run.trainer.fit(data, {.epochs = 5, .batch_size = 2});
  CHECK(!history.diverged);
  CHECK(history.epochs() == 6);
  CHECK(history.loss[5] < history.loss[1]);
}

TEST_CASE("Training that diverges later goes back to the end of the last finite epoch") {
  SmallRun<SGD> run(SGD{.learning_rate = 0.1, .momentum = 0.9});
  Eigen::VectorXd second;
  const auto too_fast = [&](const Progress& p) {
    if (p.epoch != 2) return;
    second = run.parameters();
    run.trainer.optimizer().learning_rate = 1e30;
  };
  const FewOptions options{.epochs = 9, .batch_size = 2, .callbacks = {{.epoch_end = too_fast}}};
  const History history = run.trainer.fit(data, options);
  CHECK(history.diverged);
  CHECK(history.epochs() == 3);
  CHECK(same_bits<double>(run.parameters(), second));
  CHECK(run.trainer.steps() == 0);
}

TEST_CASE("A move beyond all numbers after the epoch's last loss counts as divergence too") {
  SmallRun<SGD> run(SGD{.learning_rate = std::numeric_limits<double>::max()});
  const Eigen::VectorXd start = run.parameters();
  const History history = run.trainer.fit(10 * data, {.epochs = 2, .batch_size = 50});
  CHECK(history.diverged);
  CHECK(std::isfinite(history.loss.back()));
  CHECK(same_bits<double>(run.parameters(), start));
}

TEST_CASE("A loss of the user's own is evaluated and minimised") {
  SmallRun<Adam, FourthPower> run(Adam{.learning_rate = 0.05});
  const Eigen::ArrayXXd error = run.model(data) - data;
  const double before = run.trainer.evaluate(data);
  CHECK(before == Approx(error.pow(4).mean()).epsilon(1e-12));
  run.trainer.fit(data, {.epochs = 20});
  CHECK(run.trainer.evaluate(data) < 0.5 * before);
}

TEST_CASE("A weighted sum of losses is evaluated and minimised") {
  const WeightedSum sum{Weighted{0.75, MeanSquaredError{}}, Weighted{0.25, MeanAbsoluteError{}}};
  SmallRun<Adam, std::decay_t<decltype(sum)>> run(Adam{.learning_rate = 0.05}, {}, sum);
  const Eigen::ArrayXXd error = run.model(data) - data;
  const double before = run.trainer.evaluate(data);
  CHECK(before == Approx(0.75 * error.square().mean() + 0.25 * error.abs().mean()).epsilon(1e-12));
  run.trainer.fit(data, {.epochs = 20});
  CHECK(run.trainer.evaluate(data) < 0.5 * before);
}

TEST_CASE("An optimizer of the user's own, without moments, moves the parameters") {
  SmallRun<SignDescent> run;
  const Eigen::VectorXd start = run.parameters();
  run.trainer.step(data, some);
  CHECK((run.parameters() - start).cwiseAbs().isApproxToConstant(0.01, 1e-12));
}

TEST_CASE("A trainer refuses a bad optimizer and a team of no threads") {
  CHECK(message<ValueError>([] { SmallRun<>(Adam{.learning_rate = 0}); }) ==
        "Adam: learning_rate: got 0, expected a number above 0");
  CHECK(message<ValueError>([] { SmallRun<>(Adam{}, {.threads = 0}); }) ==
        "Threads: got 0, expected at least 1");
}
