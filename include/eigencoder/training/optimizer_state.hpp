// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <utility>

#include <eigencoder/core/threads.hpp>
#include <eigencoder/optimizers/optimizer.hpp>

namespace eigencoder {

/// What an optimizer remembers between steps: its moments, flat vectors like the parameters, and
/// the number of steps.
template <class Scalar, class Optimizer>
class OptimizerState {
 public:
  explicit OptimizerState(Eigen::Index parameters)
      : moments_(Eigen::MatrixX<Scalar>::Zero(parameters,
                                              static_cast<Eigen::Index>(Optimizer::moments))) {}

  std::int64_t steps() const { return steps_; }
  /// A column each.
  const Eigen::MatrixX<Scalar>& moments() const { return moments_; }

  /// Back to the beginning.
  void reset() {
    moments_.setZero();
    steps_ = 0;
  }

  /// As it was after so many steps.
  /// @throws ShapeError unless there are as many moments, of as many parameters
  void restore(std::int64_t steps, const Eigen::MatrixX<Scalar>& moments) {
    if (moments.rows() != moments_.rows() || moments.cols() != moments_.cols()) {
      fail<ShapeError>("optimizer state", text(moments.cols(), " moments of ", moments.rows()),
                       text(moments_.cols(), " of ", moments_.rows()));
    }
    moments_ = moments;
    steps_ = steps;
  }

  /// One step of those parameters of the model that move, on the threads.
  template <class Model>
  void move(Threads* threads, const Optimizer& optimizer, Model& model,
            const Eigen::VectorX<Scalar>& gradient) {
    ++steps_;
    Scalar* parameters = model.parameters().data();
    Eigen::Index first = 0, last = 0;  // neighbours are moved in one run
    for (const auto& p : model.parameter_list()) {
      if (!p.moves()) continue;
      if (p.offset != last) {
        move_run(threads, optimizer, parameters, gradient, first, last);
        first = p.offset;
      }
      last = p.offset + p.size();
    }
    move_run(threads, optimizer, parameters, gradient, first, last);
  }

 private:
  void move_run(Threads* threads, const Optimizer& optimizer, Scalar* parameters,
                const Eigen::VectorX<Scalar>& gradient, Eigen::Index first, Eigen::Index last) {
    split_runs(threads, last - first, 1, [&](Eigen::Index offset, Eigen::Index size) {
      const Eigen::Index begin = first + offset;
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        optimizer(steps_, FlatRef<Scalar>(parameters + begin, size),
                  ConstFlatRef<Scalar>(gradient.data() + begin, size),
                  FlatRef<Scalar>(moments_.col(I).data() + begin, size)...);
      }
      (std::make_index_sequence<std::size_t{Optimizer::moments}>{});
    });
  }

  Eigen::MatrixX<Scalar> moments_;
  std::int64_t steps_ = 0;
};

}  // namespace eigencoder
