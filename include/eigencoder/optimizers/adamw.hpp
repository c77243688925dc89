// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include <eigencoder/optimizers/adam.hpp>
#include <eigencoder/optimizers/optimizer.hpp>

namespace eigencoder {

/// Adam with decoupled weight decay: parameters shrink at a rate that their gradients do not alter.
///
///   p <- p - eta lambda p, then the update of Adam
///
/// p parameters, eta learning rate, lambda weight decay. All parameters decay, biases too.
///
/// Source: Loshchilov and Hutter, "Decoupled weight decay regularization" (2019), algorithm 2, with
/// eta for its schedule multiplier. The defaults are those of PyTorch.
struct AdamW {
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  EpsilonOn epsilon_on = EpsilonOn::corrected_root;
  double weight_decay = 0.01;

  static constexpr int moments = Adam::moments;

  /// @throws ValueError for a hyper-parameter out of range
  void check() const {
    check_positive("AdamW: learning_rate", learning_rate);
    check_fraction("AdamW: beta1", beta1);
    check_fraction("AdamW: beta2", beta2);
    check_positive("AdamW: epsilon", epsilon);
    check_at_least("AdamW: weight_decay", weight_decay, 0);
  }

  template <class Scalar>
  void operator()(std::int64_t step, FlatRef<Scalar> parameters, ConstFlatRef<Scalar> gradient,
                  FlatRef<Scalar> mean, FlatRef<Scalar> mean_square) const {
    const Adam adam{learning_rate, beta1, beta2, epsilon, epsilon_on};
    adam.update(step, learning_rate * weight_decay, parameters, gradient, mean, mean_square);
  }
};

}  // namespace eigencoder
