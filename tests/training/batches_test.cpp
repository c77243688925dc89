// SPDX-License-Identifier: MIT
#include <eigencoder/training/batches.hpp>

#include <eigencoder/data/idx.hpp>

#include <limits>
#include <span>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;
using eigencoder::detail::Batch;

namespace {

/// As much of a model as the checks ask for: 2 features in, 3 out.
struct TwoToThree {
  Shape<2> input_shape() const { return {}; }
  Shape<Dynamic> output_shape() const { return {3}; }
};

/// A source whose samples are the step and their number.
struct StepAndSample {
  Index samples() const { return 5; }
  Index features() const { return 2; }
  void gather(std::span<const Index> which, double* out, const RandomStream& stream) const {
    for (const Index i : which) {
      *out++ = stream.step;
      *out++ = static_cast<double>(i);
    }
  }
};

std::vector<std::vector<Index>> batches_of(const std::vector<Index>& samples, Index batch_size) {
  std::vector<std::vector<Index>> batches;
  detail::for_each_batch(samples, batch_size, [&](std::span<const Index> which) {
    batches.emplace_back(which.begin(), which.end());
  });
  return batches;
}

template <class Scalar>
Eigen::MatrixX<Scalar> inputs_of(const Batch<Scalar>& batch, Index features) {
  Workspace<Scalar> workspace;
  return batch.inputs(workspace, Shape<Dynamic>{features}).matrix();
}
template <class Scalar>
Eigen::MatrixX<Scalar> targets_of(const Batch<Scalar>& batch, Index features) {
  Workspace<Scalar> workspace;
  return batch.targets(workspace, Shape<Dynamic>{features}).matrix();
}

}  // namespace

TEST_CASE("Samples are cut into batches in order, and the last takes what is left") {
  using Batches = std::vector<std::vector<Index>>;
  CHECK(batches_of({4, 0, 3, 1, 2}, 2) == Batches{{4, 0}, {3, 1}, {2}});
  CHECK(batches_of({4, 0, 3, 1}, 2) == Batches{{4, 0}, {3, 1}});
  CHECK(batches_of({4, 0}, 5) == Batches{{4, 0}});
  CHECK(batches_of({4, 0}, std::numeric_limits<Index>::max()) == Batches{{4, 0}});
  CHECK(batches_of({}, 5).empty());
}

TEST_CASE("A batch has the chosen samples as columns, which are their own targets") {
  const Eigen::MatrixXd data = scattered(2, 5);
  Batch<double> batch;
  batch.gather(nullptr, data, std::vector<Index>{3, 0, 3}, {});
  const Eigen::MatrixXd expected = data(Eigen::all, std::vector<Index>{3, 0, 3});
  CHECK(same_bits(inputs_of(batch, 2), expected));
  CHECK(same_bits(targets_of(batch, 2), expected));
}

TEST_CASE("A batch keeps inputs and targets of their own apart") {
  const Eigen::MatrixXd inputs = scattered(2, 5), targets = scattered(3, 5, 1);
  const Dataset<double> data{inputs, targets};
  Batch<double> batch;
  batch.gather(nullptr, data, std::vector<Index>{1, 4}, {});
  CHECK(same_bits<double>(inputs_of(batch, 2), inputs(Eigen::all, {1, 4})));
  CHECK(same_bits<double>(targets_of(batch, 3), targets(Eigen::all, {1, 4})));
}

TEST_CASE("A batch may be smaller, larger and of other data than the one before") {
  const Eigen::MatrixXd inputs = scattered(2, 5), targets = scattered(3, 5, 1);
  Batch<double> batch;
  batch.gather(nullptr, {inputs, targets}, std::vector<Index>{1, 4, 2}, {});
  batch.gather(nullptr, inputs, std::vector<Index>{2}, {});
  CHECK(same_bits<double>(targets_of(batch, 2), inputs.col(2)));
  batch.gather(nullptr, targets, std::vector<Index>{0, 1, 2, 3}, {});
  CHECK(same_bits<double>(inputs_of(batch, 3), targets.leftCols(4)));
}

TEST_CASE("A source that wants random numbers has those of the batch, for inputs and for targets") {
  const StepAndSample source;
  Batch<double> batch;
  batch.gather(nullptr, {source, source}, std::vector<Index>{1, 4}, {.seed = 1, .step = 7});
  const Eigen::MatrixXd expected{{7, 7}, {1, 4}};
  CHECK(inputs_of(batch, 2) == expected);
  CHECK(targets_of(batch, 2) == expected);
}

TEST_CASE("Threads gather the same batch as one") {
  const Eigen::MatrixXf data = scattered<float>(500, 1000);
  std::vector<Index> which;
  for (Index i = 0; i < 1000; ++i) which.push_back(i * 7 % 1000);
  Threads threads(3);
  Batch<float> batch;
  batch.gather(&threads, data, which, {});
  CHECK(same_bits<float>(inputs_of(batch, 500), data(Eigen::all, which)));
}

TEST_CASE("Data that does not fit the model is refused with both numbers") {
  const Eigen::MatrixXd two = scattered(2, 5), three = scattered(3, 5);
  const auto refused = [](const Dataset<double>& data) {
    return message<ShapeError>([&] { detail::check_data("fit", TwoToThree{}, data); });
  };
  CHECK(refused(three) == "fit: got 3 features, expected 2 features");
  CHECK(refused(two) == "fit, targets: got 2 features, expected 3 features");
  CHECK(refused({two, two}) == "fit, targets: got 2 features, expected 3 features");
  CHECK_NOTHROW(detail::check_data("fit", TwoToThree{}, Dataset<double>(two, three)));
}

TEST_CASE("Data without samples or with a number that is not finite is refused") {
  const auto refused = [](const Dataset<double>& data) {
    return message<ValueError>([&] { detail::check_data("fit", TwoToThree{}, data); });
  };
  const Eigen::MatrixXd two = scattered(2, 5);
  Eigen::MatrixXd three = scattered(3, 5);
  three(2, 4) = -std::numeric_limits<double>::infinity();
  CHECK(refused({}) == "fit: got 0 samples, expected at least 1");
  CHECK(refused(Eigen::MatrixXd(2, 0)) == "fit: got 0 samples, expected at least 1");
  CHECK(refused({two, three}) ==
        "fit, targets: got -inf at feature 2 of sample 4, expected finite numbers");
}

TEST_CASE("A choice of samples has at least one, and all of them exist") {
  const auto refused = [](const std::vector<Index>& which) {
    return message<ValueError>([&] { detail::check_chosen("step", which, 5); });
  };
  CHECK_NOTHROW(detail::check_chosen("step", std::vector<Index>{0, 4}, 5));
  CHECK(refused({}) == "step: got 0 samples, expected at least 1");
  CHECK(refused({0, 5}) == "step: got sample 5, expected one of 0 to 4");
  CHECK(refused({-1}) == "step: got sample -1, expected one of 0 to 4");
}
