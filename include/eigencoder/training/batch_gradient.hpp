// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <bit>
#include <cstddef>
#include <exception>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include <eigencoder/core/packet.hpp>
#include <eigencoder/core/random.hpp>
#include <eigencoder/core/threads.hpp>
#include <eigencoder/layers/workspace.hpp>
#include <eigencoder/losses/averages_samples.hpp>
#include <eigencoder/training/batches.hpp>
#include <eigencoder/training/metrics.hpp>

namespace eigencoder::detail {

/// How many samples a part of a batch has in training: a power of two, or all if the batch stays
/// whole.
///
/// Of so many what layers make on the way forth is at most 1 MB, and still near on the way back. It
/// is 8 digits for m4 of the benchmark, which is trained 1.2 times as fast so as 128 at a time. But
/// each part adds a gradient as long as the parameters, and multiplies by them anew: that is worth
/// it where parameters are used for many pixels, so that a part makes four times as many numbers as
/// there are of them, or for 128 samples. (16384-7-16384, 4 samples a part, took 1.6 times as
/// long.)
template <class Loss, class Model>
Index part_samples(const Model& model) {
  constexpr Index all = std::numeric_limits<Index>::max();
  if constexpr (averages_samples<Loss> && requires { model.description().independent_samples(); }) {
    constexpr Index cached = (Index{1} << 20) / Index{sizeof(typename Model::Scalar)};
    const auto& description = model.description();
    if (!description.independent_samples()) return all;
    const Index made = workspace_use(description).made + Index{model.input_shape().size()};
    const auto fitting = static_cast<std::size_t>(std::max<Index>(1, cached / made));
    const auto samples = static_cast<Index>(std::bit_floor(fitting));
    const Index parameters = model.parameters().size();
    const bool worth_it =
        parameters <= cached && (samples >= 128 || samples * made >= 4 * parameters);
    return worth_it ? samples : all;
  } else {
    return all;
  }
}

/// What a step trains on.
template <class Scalar>
struct StepInput {
  const Dataset<Scalar>& data;
  std::span<const Index> which;  ///< samples
  RandomStream noise;            ///< that layers draw from
  RandomStream corruption;       ///< that the data draws from
  const std::vector<Metric<Scalar>>& metrics;
};

/// The loss of a batch and its gradient by the parameters.
///
/// A batch may be cut into parts, of `part_samples` but for the last. Each has a gradient of its
/// own, and they are added in order: so no bit depends on whether threads take parts of their own
/// or all work on one after the other.
template <class Scalar>
class BatchGradient {
 public:
  Eigen::VectorX<Scalar> gradient;
  double loss = 0;  ///< with the penalties
  double penalty = 0;
  std::vector<double> metrics;  ///< of those of the step

  BatchGradient(Threads* threads, Index parameters)
      : gradient(Eigen::VectorX<Scalar>::Zero(parameters)),
        threads_(threads),
        workers_(std::make_unique<Worker[]>(static_cast<std::size_t>(count_of(threads)))) {}

  template <class Model, class Loss>
  void compute(const Model& model, const Loss& loss_of, const StepInput<Scalar>& step) {
    const auto samples = static_cast<Index>(step.which.size());
    const Index most = std::min(samples, part_samples<Loss>(model));
    start((samples + most - 1) / most, step.metrics.size());
    if (keeps(step)) kept_.prepare(model, samples, step.data.reconstructs());
    const auto compute_one = [&](Index part, Worker& worker, Threads* threads) {
      compute_part(model, loss_of, step, part, most, worker, threads);
    };
    if (divides_evenly(samples, most)) {
      by_each_thread(compute_one);
    } else {
      for (Index part = 0; part < parts(); ++part) compute_one(part, workers_[0], threads_);
    }
    if (keeps(step)) measure(step.metrics, kept_.batch(), metrics);
    add_parts();
  }

  /// Writes what layers noted of the last batch, which then was whole, into their state.
  void write_updates() { workers_[0].tape.write_updates(); }

 private:
  /// What it takes to work out the gradient of one part after the other.
  struct Worker {
    Tape<Scalar> tape;
    Batch<Scalar> batch;
    std::exception_ptr error;  ///< of its last parts
  };
  struct PartLoss {
    double data, penalty;  ///< times the part's share of the samples
  };

  /// Of the batch since `start`.
  Index parts() const { return static_cast<Index>(losses_.size()); }
  bool is_whole() const { return parts() == 1; }
  /// Whether metrics have to wait for all parts.
  bool keeps(const StepInput<Scalar>& step) const { return !is_whole() && !step.metrics.empty(); }

  /// @param most     samples of a part that is not the last
  /// @param threads  the team that works on this part, or nullptr
  template <class Model, class Loss>
  void compute_part(const Model& model, const Loss& loss_of, const StepInput<Scalar>& step,
                    Index part, Index most, Worker& worker, Threads* threads) {
    const Index all = static_cast<Index>(step.which.size()), first = part * most;
    const Index count = std::min(most, all - first);
    const double share = static_cast<double>(count) / static_cast<double>(all);
    Tape<Scalar>& tape = worker.tape;
    tape.clear();
    tape.set_threads(threads);
    tape.set_random(step.noise.seed, step.noise.step);
    worker.batch.gather(
        threads, step.data,
        step.which.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)),
        step.corruption);
    const auto x = worker.batch.inputs(tape, model.input_shape());
    const auto t = worker.batch.targets(tape, model.output_shape());
    const auto stages = detail::stages(model, x, zero_gradient_of(part));
    const auto data_loss = loss_of(stages.output, t);
    if (is_whole()) {
      measure(step.metrics, x, t, stages, metrics);
    } else {
      if (keeps(step)) kept_.keep(first, x, t, stages);
      eigen_assert(!tape.has_updates() && "a layer with independent samples notes no state");
    }
    tape.reverse(data_loss, share);
    losses_[static_cast<std::size_t>(part)] = {share * static_cast<double>(data_loss.value()),
                                               share * tape.penalty()};
  }

  void start(Index parts, std::size_t measures) {
    metrics.resize(measures);
    losses_.resize(static_cast<std::size_t>(parts));
    while (static_cast<Index>(others_.size()) < parts - 1) others_.emplace_back(gradient.size());
  }

  Eigen::VectorX<Scalar>& zero_gradient_of(Index part) {
    auto& g = part == 0 ? gradient : others_[static_cast<std::size_t>(part - 1)];
    return g.setZero();
  }

  /// The first of the parts that a thread takes if each takes some.
  Index first_of(Index thread) const { return thread * parts() / count_of(threads_); }

  /// Whether threads that take whole parts have about as many samples each.
  bool divides_evenly(Index samples, Index most) const {
    const Index threads = count_of(threads_);
    if (threads == 1 || parts() < threads) return false;
    Index largest = 0;
    for (Index i = 0; i < threads; ++i) {
      const Index end = std::min(samples, most * first_of(i + 1));
      largest = std::max(largest, end - most * first_of(i));
    }
    return 4 * threads * largest <= 5 * samples;
  }

  void by_each_thread(const auto& compute_part) {
    threads_->run(count_of(threads_), [&](Index i) {
      Worker& worker = workers_[static_cast<std::size_t>(i)];
      worker.error = nullptr;
      try {
        for (Index part = first_of(i); part < first_of(i + 1); ++part)
          compute_part(part, worker, nullptr);
      } catch (...) {  // a team's tasks must not throw
        worker.error = std::current_exception();
      }
    });
    for (Index i = 0; i < count_of(threads_); ++i) {
      const std::exception_ptr& error = workers_[static_cast<std::size_t>(i)].error;
      if (error) std::rethrow_exception(error);
    }
  }

  void add_parts() {
    loss = penalty = 0;
    for (const PartLoss& part : losses_) {
      loss += part.data;
      penalty += part.penalty;
    }
    loss += penalty;
    if (is_whole()) return;
    const double work = 0.1 * static_cast<double>(parts());
    split_runs(threads_, gradient.size(), work, [&](Index first, Index size) {
      for (std::size_t part = 1; part < losses_.size(); ++part) {
        const Scalar* other = others_[part - 1].data() + first;
        by_packets([](auto& sum, auto g) { sum += g; }, size, gradient.data() + first, other);
      }
    });
  }

  Threads* threads_;
  std::unique_ptr<Worker[]> workers_;  ///< one a thread; the first is for all of them together too
  std::vector<Eigen::VectorX<Scalar>> others_;  ///< gradients of all parts but the first
  std::vector<PartLoss> losses_;
  KeptBatch<Scalar> kept_;
};

}  // namespace eigencoder::detail
