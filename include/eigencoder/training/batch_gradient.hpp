// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <bit>
#include <cstddef>
#include <deque>
#include <exception>
#include <limits>
#include <span>
#include <vector>

#include <eigencoder/core/random.hpp>
#include <eigencoder/core/threads.hpp>
#include <eigencoder/layers/workspace.hpp>
#include <eigencoder/losses/averages_samples.hpp>
#include <eigencoder/training/batches.hpp>
#include <eigencoder/training/metrics.hpp>

namespace eigencoder::detail {

/// How many samples at most training takes at a time, a power of two: all, unless model and loss
/// say that samples are independent; else so many that what layers make of them on the way forth,
/// up to 1 MB, is still near on the way back. It is 8 digits for m4 of the benchmark, which is
/// trained 1.2 times as fast so as 128 at a time. Each part of a batch adds a gradient as long as
/// the parameters: if that is more than 1 MB too it takes longer than it saves.
template <class Loss, class Model>
Index samples_at_once(const Model& model) {
  constexpr Index all = std::numeric_limits<Index>::max();
  constexpr auto cached = (std::size_t{1} << 20) / sizeof(typename Model::Scalar);
  if constexpr (averages_samples<Loss> && requires { model.description().independent_samples(); }) {
    const auto& description = model.description();
    if (!description.independent_samples()) return all;
    if (static_cast<std::size_t>(model.parameters().size()) > cached) return all;
    WorkspaceUse use;
    description.use_workspace(use);
    const auto made = static_cast<std::size_t>(use.made + Index{model.input_shape().size()});
    return static_cast<Index>(std::bit_floor(std::max<std::size_t>(1, cached / made)));
  } else {
    return all;
  }
}

/// The loss of a batch and its gradient by the parameters.
///
/// A batch may be cut into parts, as long as `samples_at_once` but for the last. Each has a
/// gradient of its own, and they are added in order: so no bit depends on whether threads take
/// parts of their own or all work on one after the other.
template <class Scalar>
class BatchGradient {
 public:
  Eigen::VectorX<Scalar> gradient;
  double loss = 0;  ///< with the penalties
  double penalty = 0;
  std::vector<double> metrics;  ///< of those that `compute` is given

  BatchGradient(Threads* threads, Index parameters)
      : gradient(Eigen::VectorX<Scalar>::Zero(parameters)),
        threads_(threads),
        workers_(static_cast<std::size_t>(count_of(threads))) {}

  /// Works them out for the chosen samples. Layers draw from `noise`, the data from `corruption`.
  template <class Model, class Loss>
  void compute(const Model& model, const Loss& loss_of, const Dataset<Scalar>& data,
               std::span<const Index> which, const RandomStream& noise,
               const RandomStream& corruption, const std::vector<Metric<Scalar>>& measures) {
    const auto samples = static_cast<Index>(which.size());
    const Index most = std::min(samples, samples_at_once<Loss>(model));
    const Index parts = (samples + most - 1) / most;
    start(parts, measures.size());
    const auto compute_part = [&](Index part, Worker& worker, Threads* threads) {
      const Index first = part * most, count = std::min(most, samples - first);
      const double share = static_cast<double>(count) / static_cast<double>(samples);
      Tape<Scalar>& tape = worker.tape;
      tape.clear();
      tape.set_threads(threads);
      tape.set_random(noise.seed, noise.step);
      worker.batch.gather(
          threads, data,
          which.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)),
          corruption);
      const auto x = worker.batch.inputs(tape, model.input_shape());
      const auto t = worker.batch.targets(tape, model.output_shape());
      Eigen::Map<Eigen::VectorX<Scalar>> g(gradient_of(part), gradient.size());
      g.setZero();
      const auto stages = detail::stages(model, x, g);
      const auto data_loss = loss_of(stages.output, t);
      if (parts == 1) {
        measure(measures, x, t, stages, metrics);
      } else if (!measures.empty()) {
        kept_.keep(first, x, t, stages);
      }
      tape.reverse(data_loss, share);
      losses_[static_cast<std::size_t>(part)] = {share * static_cast<double>(data_loss.value()),
                                                 share * tape.penalty()};
    };
    if (parts > 1 && !measures.empty()) kept_.prepare(model, samples);
    if (divides_evenly(samples, most)) {
      by_each_thread(parts, compute_part);
    } else {
      for (Index part = 0; part < parts; ++part) compute_part(part, workers_[0], threads_);
    }
    if (parts > 1) measure(measures, kept_.batch(), metrics);
    add_parts(parts);
  }

  /// Writes what layers noted of the last batch into their state.
  void write_updates() { workers_[0].tape.write_updates(); }

 private:
  /// What it takes to work out the gradient of one part after the other.
  struct Worker {
    Tape<Scalar> tape;
    Batch<Scalar> batch;
    std::exception_ptr error;  ///< of its last parts
  };
  struct PartLoss {
    double data, penalty;
  };

  void start(Index parts, std::size_t measures) {
    metrics.resize(measures);
    losses_.resize(static_cast<std::size_t>(parts));
    if (others_.cols() < parts - 1) others_.resize(gradient.size(), parts - 1);
  }

  Scalar* gradient_of(Index part) {
    return part == 0 ? gradient.data() : others_.col(part - 1).data();
  }

  /// The first of the parts that a thread takes if each takes some.
  Index first_of(Index thread, Index parts) const { return thread * parts / count_of(threads_); }

  /// Whether threads that take whole parts have about as many samples each.
  bool divides_evenly(Index samples, Index most) const {
    const Index threads = count_of(threads_), parts = (samples + most - 1) / most;
    if (threads == 1 || parts < threads) return false;
    Index largest = 0;
    for (Index i = 0; i < threads; ++i) {
      const Index end = std::min(samples, most * first_of(i + 1, parts));
      largest = std::max(largest, end - most * first_of(i, parts));
    }
    return 4 * threads * largest <= 5 * samples;
  }

  void by_each_thread(Index parts, const auto& compute_part) {
    threads_->run(count_of(threads_), [&](Index i) {
      Worker& worker = workers_[static_cast<std::size_t>(i)];
      worker.error = nullptr;
      try {
        for (Index part = first_of(i, parts); part < first_of(i + 1, parts); ++part)
          compute_part(part, worker, nullptr);
      } catch (...) {  // a team's tasks must not throw
        worker.error = std::current_exception();
      }
    });
    for (Worker& worker : workers_) {
      if (worker.error) std::rethrow_exception(worker.error);
    }
  }

  void add_parts(Index parts) {
    loss = penalty = 0;
    for (const PartLoss& part : losses_) {
      loss += part.data;
      penalty += part.penalty;
    }
    loss += penalty;
    if (parts == 1) return;
    constexpr Index piece = 4096;
    const Index pieces = (gradient.size() + piece - 1) / piece;
    split(threads_, pieces, 0.1 * static_cast<double>(piece * parts), [&](Index i) {
      const Index first = i * piece, size = std::min(piece, gradient.size() - first);
      auto sum = gradient.segment(first, size);
      for (Index part = 1; part < parts; ++part) sum += others_.col(part - 1).segment(first, size);
    });
  }

  Threads* threads_;
  std::deque<Worker> workers_;     ///< one a thread; the first is for all of them together too
  Eigen::MatrixX<Scalar> others_;  ///< gradients of all parts but the first
  std::vector<PartLoss> losses_;
  KeptBatch<Scalar> kept_;
};

}  // namespace eigencoder::detail
