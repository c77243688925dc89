// SPDX-License-Identifier: MIT
#include <eigencoder/training/batch_gradient.hpp>

#include <eigencoder/layers/batch_normalization.hpp>
#include <eigencoder/layers/weight_penalty.hpp>
#include <eigencoder/losses/binary_crossentropy.hpp>
#include <eigencoder/losses/huber.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>

#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "support/networks.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;
using eigencoder::detail::BatchGradient;
using eigencoder::detail::part_samples;

namespace {

constexpr Index all = std::numeric_limits<Index>::max();

/// Samples at once of 784-32-784 with a layer before the code is used.
template <class Loss = MeanSquaredError>
Index at_once_with(const auto& layer) {
  return part_samples<Loss>(Encoder{Input<float, 784>{}, Dense<32, Relu>{}, layer, Dense<784>{}});
}

const RandomStream noise{1, 0}, corruption{2, 0};

/// Penalties, and 8 samples at once: 30 are four parts, which two and four threads take each for
/// itself, three and five together.
auto model_in_parts() {
  return Encoder{Input<double, 32, 32, 1>{},
                 WeightPenalty{Conv2D<8, Kernel<3, 3>, Relu>{}, {.l2 = 0.1}}, ActivityL1{0.01},
                 Conv2D<1, Kernel<3, 3>>{}};
}

const Eigen::MatrixXd data = scattered(1024, 30);
const std::vector<Index> which = [] {
  std::vector<Index> numbers(30);
  std::iota(numbers.rbegin(), numbers.rend(), Index{0});
  return numbers;
}();

using Metrics = std::vector<Metric<double>>;

/// Not a mean over samples.
struct LargestError {
  std::string name = "largest error";
  double operator()(const auto& batch) const {
    return (batch.outputs - batch.targets).cwiseAbs().maxCoeff();
  }
};

BatchGradient<double> of_batch(const auto& model, int count, const Metrics& metrics = {}) {
  Threads threads(count);
  BatchGradient<double> batch(&threads, model.parameters().size());
  const Dataset<double> samples{data};
  batch.compute(model, MeanSquaredError{}, {samples, which, noise, corruption, metrics});
  return batch;
}

}  // namespace

TEST_CASE("A batch is cut into parts of which a cache holds what layers make") {
  CHECK(part_samples<BinaryCrossentropy>(vanilla_network()) == 128);
  CHECK(part_samples<BinaryCrossentropy>(sparse_network()) == 128);
  CHECK(part_samples<BinaryCrossentropy>(deep_network()) == 128);
  CHECK(part_samples<BinaryCrossentropy>(convolutional_network()) == 8);
  CHECK(part_samples<MeanSquaredError>(model_in_parts()) == 8);
  CHECK(part_samples<MeanSquaredError>(Encoder{Input<float, 512, 512, 1>{}, Conv<16>{}}) == 1);
}

TEST_CASE("A batch stays whole if its parts would cost more: few samples with wide layers") {
  CHECK(part_samples<MeanSquaredError>(Encoder{Input<float, 4096>{}, Dense<16>{}, Dense<4096>{}}) ==
        all);
  CHECK(part_samples<MeanSquaredError>(
            Encoder{Input<float, 16384>{}, Dense<2>{}, Dense<16384>{}}) == all);
}

TEST_CASE("A batch stays whole if its parts would cost more: with parameters of more than 1 MB") {
  CHECK(part_samples<MeanSquaredError>(Encoder{Input<float, 512>{}, Dense<511>{}}) == 256);
  CHECK(part_samples<MeanSquaredError>(Encoder{Input<float, 512>{}, Dense<512>{}}) == all);
}

TEST_CASE("A batch stays whole unless all layers and the loss say that samples are independent") {
  CHECK(at_once_with(Dense<32>{}) == 128);
  CHECK(at_once_with(BatchNormalization{}) == all);
  CHECK(at_once_with(Sequential{Dense<32>{}, BatchNormalization{}}) == all);
  CHECK(part_samples<BinaryCrossentropy>(deep_network(GaussianNoise{})) == all);
  CHECK(at_once_with<HalfSquaredError>(Dense<32>{}) == all);
}

TEST_CASE("Loss, penalty, metrics and gradient of parts are those of the batch as a whole") {
  const auto model = model_in_parts();
  Eigen::VectorXd gradient = Eigen::VectorXd::Zero(model.parameters().size());
  Eigen::MatrixXd batch = data(Eigen::all, which);
  Tape<double> tape;
  const auto x = constant(tape, batch);
  const View<Tape<double>, Shape<32, 32, 1>> images(tape, x.data(), {}, Shape<Dynamic>{30}, 1024);
  const auto y = model.apply(images, gradient);
  const auto loss = MeanSquaredError{}(y, images);
  tape.reverse(loss);

  const auto parts = of_batch(model, 1, {SquaredError{}, LargestError{}, MeanCode{}});
  CHECK(tape.penalty() > 0);
  CHECK(parts.penalty == Approx(tape.penalty()).epsilon(1e-13));
  CHECK(parts.loss == Approx(loss.value() + tape.penalty()).epsilon(1e-13));
  CHECK(parts.metrics[0] == Approx(loss.value()).epsilon(1e-13));
  CHECK(parts.metrics[1] == Approx((y.matrix() - batch).cwiseAbs().maxCoeff()).epsilon(1e-13));
  CHECK(parts.metrics[2] == Approx(y.matrix().mean()).epsilon(1e-13));
  CHECK(parts.gradient.isApprox(gradient, 1e-13));
}

TEST_CASE("No number of threads changes a bit of a batch in parts, nor do metrics") {
  const auto model = model_in_parts();
  const auto one = of_batch(model, 1);
  const auto expect_same = [&](const BatchGradient<double>& other) {
    CHECK(same_bits<double>(other.gradient, one.gradient));
    CHECK(other.loss == one.loss);
    CHECK(other.penalty == one.penalty);
  };
  for (const int threads : {2, 3, 4, 5}) {
    expect_same(of_batch(model, threads));
    const auto measured = of_batch(model, threads, {SquaredError{}});
    expect_same(measured);
    CHECK(measured.metrics == of_batch(model, 1, {SquaredError{}}).metrics);
  }
}

TEST_CASE("Metrics see a batch in parts of another model, and targets of its own") {
  using Images = Encoder<Input<double, Dynamic, Dynamic, 1>, Conv2D<16, Kernel<3, 3>>,
                         Conv2D<1, Kernel<1, 1>>>;
  Threads threads(2);
  const auto of_side = [](Index side) {
    return Images(Input<double, Dynamic, Dynamic, 1>{side, side, 1}, {}, {});
  };
  Images model = of_side(16);
  BatchGradient<double> batch(&threads, model.parameters().size());
  for (const Index side : {16, 32, 20}) {
    model = of_side(side);
    const Eigen::MatrixXd inputs = scattered(side * side, 64),
                          targets = scattered(side * side, 64, 1);
    const Dataset<double> samples{inputs, targets};
    REQUIRE(part_samples<MeanSquaredError>(model) < 64);
    std::vector<Index> all_samples(64);
    std::iota(all_samples.begin(), all_samples.end(), Index{0});
    batch.compute(model, MeanSquaredError{},
                  {samples, all_samples, noise, corruption, {SquaredError{}, LargestError{}}});
    const Eigen::MatrixXd error = model(inputs) - targets;
    CHECK(batch.metrics[0] == Approx(error.array().square().mean()).epsilon(1e-12));
    CHECK(batch.metrics[1] == Approx(error.cwiseAbs().maxCoeff()).epsilon(1e-12));
    CHECK(batch.loss == Approx(batch.metrics[0]).epsilon(1e-12));
  }
}

TEST_CASE("What a loss throws on a thread of a batch in parts reaches the caller") {
  const auto model = model_in_parts();
  for (const int count : {1, 2}) {
    Threads threads(count);
    BatchGradient<double> batch(&threads, model.parameters().size());
    const Dataset<double> samples{data};
    const auto compute = [&](double delta) {
      batch.compute(model, Huber{delta}, {samples, which, noise, corruption, {}});
    };
    CHECK(message<ValueError>([&] { compute(-1); }) ==
          "Huber: delta: got -1, expected a number above 0");
    compute(1);
    CHECK(batch.loss > 0);
  }
}
