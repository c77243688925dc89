// SPDX-License-Identifier: MIT
#pragma once

namespace eigencoder {

/// Whether a loss says, by `static constexpr bool averages_samples`, that it is the mean over the
/// samples of what each of them alone gives. Training may then cut a batch into parts, and call it
/// for several at once. What says nothing is taken not to be; a class that derives from a loss that
/// says so, and is no such mean, has to say that itself.
template <class Loss>
inline constexpr bool averages_samples = requires {
  requires Loss::averages_samples;
};

}  // namespace eigencoder
