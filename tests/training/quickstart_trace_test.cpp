// SPDX-License-Identifier: MIT
#include <eigencoder/training/trainer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "catch.hpp"
#include "golden/quickstart_trace.hpp"
#include "support/matrices.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// Feature f of sample s is scattered(2 s + f).
Eigen::MatrixXd points() {
  std::uint64_t i = 0;
  return Eigen::MatrixXd::NullaryExpr(2, 1000, [&] { return golden::scattered(i++); });
}

/// Two epochs in plain order. The model is trained in place.
template <class Model>
History fit_quickstart(Model& model) {
  set_golden_start(model, 1.0);
  Trainer trainer{model, Adam::keras(), MeanSquaredError{}};
  return trainer.fit(points(), {.epochs = 2, .batch_size = 32, .shuffle = false});
}

}  // namespace

TEST_CASE("Training the quickstart's model in double walks PyTorch's way, step by step") {
  auto model = autoencoder<double, 2, 8>();
  const History history = fit_quickstart(model);
  CHECK(history.batch_loss.size() == golden::quickstart_trace.losses.size());
  CHECK(error_of(history.batch_loss, golden::quickstart_trace.losses) < 1e-12);
  CHECK(error_of(history.loss, golden::quickstart_trace.epoch_losses) < 1e-12);
  CHECK(history.batch_loss.back() == Approx(golden::quickstart_trace.last_loss).epsilon(1e-12));
  CHECK(error_of(model.parameters(), golden::quickstart_trace.snapshots.back()) < 1e-12);
}

TEST_CASE("Extents of the run train to the same bits as extents of the type") {
  auto fixed = autoencoder<double, 2, 8>();
  auto dynamic = dynamic_autoencoder<double>(2, 8);
  const History of_fixed = fit_quickstart(fixed), of_dynamic = fit_quickstart(dynamic);
  CHECK(of_fixed.batch_loss == of_dynamic.batch_loss);
  CHECK(same_bits<double>(fixed.parameters(), dynamic.parameters()));
}

TEST_CASE("Steps on chosen samples pass through every snapshot of the quickstart's run") {
  auto model = autoencoder<double, 2, 8>();
  set_golden_start(model, 1.0);
  Trainer trainer{model, Adam::keras(), MeanSquaredError{}};
  const Eigen::MatrixXd data = points();
  std::vector<Index> order(1000);
  std::iota(order.begin(), order.end(), Index{0});
  for (const golden::Snapshot& snapshot : golden::quickstart_trace.snapshots) {
    while (trainer.steps() < snapshot.step) {
      const auto first = static_cast<std::size_t>(trainer.steps() % 32 * 32);
      const std::size_t count = std::min<std::size_t>(32, order.size() - first);
      trainer.step(data, std::span(order).subspan(first, count));
    }
    INFO("after step " << snapshot.step);
    CHECK(error_of(model.parameters(), snapshot) < 1e-12);
  }
}
