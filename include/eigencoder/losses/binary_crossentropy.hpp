// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/operations/binary_crossentropy.hpp>

namespace eigencoder {

/// Mean binary cross-entropy over features and batch, in nats, of a reconstruction and a target
/// that both lie in [0, 1]:
///
///   L = -1 / (d n) sum_ij [ t_ij log p_ij + (1 - t_ij) log(1 - p_ij) ]
///
/// A model that ends in a `Sigmoid` is trained and evaluated by its logits, so the loss is finite
/// and has a gradient however sure the model is; a layer after the Sigmoid loses that, and p is
/// then clipped to [1e-7, 1 - 1e-7] as in Keras. With grey targets the least value is the
/// target's own entropy, not 0.
struct BinaryCrossentropy {
  static constexpr bool averages_samples = true;
  auto operator()(const auto& reconstruction, const auto& target) const {
    return binary_crossentropy(reconstruction, target);
  }
};

/// The same, of a model that returns logits: p = sigmoid(z).
struct BinaryCrossentropyWithLogits {
  static constexpr bool averages_samples = true;
  auto operator()(const auto& logits, const auto& target) const {
    return binary_crossentropy_with_logits(logits, target);
  }
};

}  // namespace eigencoder
