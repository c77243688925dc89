// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/optimizers/optimizer.hpp>

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "golden/case.hpp"
#include "golden/optimizers.hpp"

namespace eigencoder::testing {

/// Parameters and the state that an optimizer keeps of them.
template <class O, class Scalar>
struct Trained {
  Eigen::ArrayX<Scalar> parameters;
  std::array<Eigen::ArrayX<Scalar>, std::size_t{O::moments}> moments;

  explicit Trained(const Eigen::ArrayX<Scalar>& start) : parameters(start) {
    moments.fill(Eigen::ArrayX<Scalar>::Zero(start.size()));
  }

  /// One update of the elements first, ..., first + count - 1.
  void step(const O& optimizer, std::int64_t step, const Eigen::ArrayX<Scalar>& gradient,
            Eigen::Index first, Eigen::Index count) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      optimizer(step, FlatRef<Scalar>(parameters.data() + first, count),
                ConstFlatRef<Scalar>(gradient.data() + first, count),
                FlatRef<Scalar>(moments[I].data() + first, count)...);
    }
    (std::make_index_sequence<std::size_t{O::moments}>{});
  }
};

/// The largest relative difference from ten steps of PyTorch.
template <class O>
double error_of_golden_steps(const O& optimizer, std::string_view name) {
  const Eigen::ArrayXXd expected =
      golden::to_eigen(golden::named(golden::optimizers, name).parameters);
  const Eigen::ArrayXXd gradients = golden::to_eigen(golden::optimizer_gradients);
  Trained<O, double> trained(golden::to_eigen(golden::optimizer_start).array());
  double error = 0;
  for (Eigen::Index k = 0; k < 10; ++k) {
    trained.step(optimizer, k + 1, gradients.col(k), 0, 5);
    error = std::max(error, (trained.parameters / expected.col(k) - 1).abs().maxCoeff());
  }
  return error;
}

}  // namespace eigencoder::testing
