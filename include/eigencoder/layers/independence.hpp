// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/operations/activations.hpp>

namespace eigencoder {

/// Whether a layer or an activation says, by `independent_samples()`, that in training too what it
/// makes of a sample follows from that sample alone, without random numbers, and that a penalty it
/// adds is the mean of the samples' or has nothing to do with them, and that it notes no state.
/// Training may then cut a batch into parts, and call it for several at once. What says nothing,
/// and is no `FusedActivation`, is taken not to. A class that derives from one that says so, and
/// does something else, has to say that itself.
template <class Part>
constexpr bool has_independent_samples(const Part& part) {
  if constexpr (requires { part.independent_samples(); }) {
    return part.independent_samples();
  } else {
    return FusedActivation<Part>;
  }
}

}  // namespace eigencoder
