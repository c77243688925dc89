// SPDX-License-Identifier: MIT
#pragma once

// Counts what C++ and Eigen ask the system for. It comes before every header of Eigen, whose
// assertion it takes, and it is for a program of its own: it replaces `operator new`.
#ifdef EIGEN_CORE_H
#error "support/allocations.hpp must come before Eigen"
#endif

#include <atomic>
#include <cstddef>

namespace eigencoder::testing {
inline std::atomic<long> from_new = 0, from_eigen = 0;
}  // namespace eigencoder::testing

#define EIGEN_RUNTIME_NO_MALLOC
#define eigen_assert(ok) static_cast<void>((ok) || ++eigencoder::testing::from_eigen)

#include <Eigen/Core>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace eigencoder::testing {

/// What was taken from the system so far, by all threads.
struct Taken {
  long by_new = from_new, by_eigen = from_eigen;
#ifdef __GLIBC__
  std::size_t in_use = mallinfo2().uordblks;
#endif
  bool operator==(const Taken&) const = default;
};

/// Calls f while Eigen counts what it takes; whether nothing was taken by anyone.
template <class F>
bool takes_nothing(const F& f) {
  const Taken before;
  Eigen::internal::set_is_malloc_allowed(false);
  f();
  Eigen::internal::set_is_malloc_allowed(true);
  return Taken{} == before;
}

}  // namespace eigencoder::testing
