// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>

#include <eigencoder/core/packet.hpp>
#include <eigencoder/optimizers/optimizer.hpp>

namespace eigencoder {

/// What Adam's epsilon is added to: the root of the second moment as it is, or corrected for its
/// bias towards zero. The first acts like the second with an epsilon 1 / sqrt(1 - beta2^t) times as
/// large: 32 times at step 1 for the default beta2.
enum class EpsilonOn { raw_root, corrected_root };

/// Adaptive moment estimation: gradient descent with momentum, each step divided by a running root
/// mean square of the gradient.
///
///   m <- m + (1 - b1) (g - m)                     v <- v + (1 - b2) (g^2 - v)
///   a  = eta sqrt(1 - b2^t) / (1 - b1^t)
///   p <- p - a m / (sqrt(v) + eps)                         EpsilonOn::raw_root
///   p <- p - a m / (sqrt(v) + eps sqrt(1 - b2^t))          EpsilonOn::corrected_root
///
/// p parameters, g gradient, m and v the moments, t the step, eta learning rate, b1 and b2 beta.
///
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization" (2015): algorithm 1 is
/// `corrected_root`, the end of section 2 is `raw_root`. The defaults are those of Keras.
struct Adam {
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-7;
  EpsilonOn epsilon_on = EpsilonOn::raw_root;

  static constexpr int moments = 2;

  /// Of Keras and tf.keras.
  static constexpr Adam keras() { return {}; }
  /// Of TensorFlow 1's AdamOptimizer, and Keras 1.
  static constexpr Adam tensorflow1() { return {.epsilon = 1e-8}; }
  /// Of PyTorch.
  static constexpr Adam torch() {
    return {.epsilon = 1e-8, .epsilon_on = EpsilonOn::corrected_root};
  }

  /// @throws ValueError for a hyper-parameter out of range
  void check() const {
    check_positive("Adam: learning_rate", learning_rate);
    check_fraction("Adam: beta1", beta1);
    check_fraction("Adam: beta2", beta2);
    check_positive("Adam: epsilon", epsilon);
  }

  template <class Scalar>
  void operator()(std::int64_t step, FlatRef<Scalar> parameters, ConstFlatRef<Scalar> gradient,
                  FlatRef<Scalar> mean, FlatRef<Scalar> mean_square) const {
    update(step, 0, parameters, gradient, mean, mean_square);
  }

  /// The update of parameters that first lose the share `decay`, for decoupled weight decay.
  template <class Scalar>
  void update(std::int64_t step, double decay, FlatRef<Scalar> parameters,
              ConstFlatRef<Scalar> gradient, FlatRef<Scalar> mean,
              FlatRef<Scalar> mean_square) const {
    const auto t = static_cast<double>(step);
    const double correction = std::sqrt(1 - std::pow(beta2, t));
    const auto lost = static_cast<Scalar>(decay);
    const auto a = static_cast<Scalar>(learning_rate * correction / (1 - std::pow(beta1, t)));
    const auto eps = static_cast<Scalar>(
        epsilon_on == EpsilonOn::corrected_root ? epsilon * correction : epsilon);
    const auto fresh1 = static_cast<Scalar>(1 - beta1), fresh2 = static_cast<Scalar>(1 - beta2);
    const auto move = [&](auto& p, auto g, auto& m, auto& v) {
      m += fresh1 * (g - m);
      v += fresh2 * (g.square() - v);
      // one product at each minus, so that fused multiply-adds leave no choice of rounding
      p = (p - lost * p) - a * (m / (v.sqrt() + eps));
    };
    by_packets(move, parameters.size(), parameters.data(), gradient.data(), mean.data(),
               mean_square.data());
  }
};

}  // namespace eigencoder
