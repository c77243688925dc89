// SPDX-License-Identifier: MIT
#include <eigencoder/training/batches.hpp>

#include <eigencoder/data/idx.hpp>

#include <limits>
#include <span>
#include <vector>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;
using eigencoder::detail::Batch;

namespace {

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

/// A source of five samples that notes how many of them are asked for at once.
struct Counted {
  Index size;
  std::vector<std::size_t>* counts;

  Index samples() const { return 5; }
  Index features() const { return size; }
  void gather(std::span<const Index> which, float* /*out*/) const {
    counts->push_back(which.size());
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

TEST_CASE("Small samples are gathered together, large ones are divided among threads") {
  const auto counts = [](Index features) {
    std::vector<std::size_t> found;
    const Counted source{features, &found};
    Batch<float> batch;
    batch.gather(nullptr, source, std::vector<Index>{0, 1, 2, 3, 4}, {});
    return found;
  };
  CHECK(counts(784) == std::vector<std::size_t>{5});
  CHECK(counts(20'000) == std::vector<std::size_t>{2, 2, 1});
  CHECK(counts(60'000) == std::vector<std::size_t>(5, 1));
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
