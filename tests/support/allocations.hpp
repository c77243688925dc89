// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>

namespace eigencoder::testing {

/// How often `operator new` has been called by the program so far.
std::size_t allocations();

/// How often f calls `operator new`, on all threads. Eigen's own memory is watched too, where
/// EIGEN_RUNTIME_NO_MALLOC is defined and assertions are on: there f must take none.
template <class F>
std::size_t allocations_of(const F& f) {
  const std::size_t before = allocations();
#ifdef EIGEN_RUNTIME_NO_MALLOC
  Eigen::internal::set_is_malloc_allowed(false);
#endif
  f();
#ifdef EIGEN_RUNTIME_NO_MALLOC
  Eigen::internal::set_is_malloc_allowed(true);
#endif
  return allocations() - before;
}

}  // namespace eigencoder::testing
