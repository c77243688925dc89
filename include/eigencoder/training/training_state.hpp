// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <vector>

#include <eigencoder/training/history.hpp>

namespace eigencoder {

/// All that training goes on from: a trainer gives it and takes it back. Random numbers follow from
/// the seed and from how many steps and epochs are done, so they need nothing more.
template <class Scalar>
struct TrainingState {
  Eigen::VectorX<Scalar> parameters;
  Eigen::MatrixX<Scalar> moments;  ///< the optimizer's, a column each
  std::int64_t steps = 0;
  std::uint64_t seed = 0;
  Eigen::Index epoch = 0;  ///< epochs done of the fit that was interrupted
  History history;
  /// What each callback of that fit remembers; nothing if the state was taken between fits.
  std::optional<std::vector<std::vector<double>>> callbacks;
};

}  // namespace eigencoder
