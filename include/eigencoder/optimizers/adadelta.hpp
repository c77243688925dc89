// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include <eigencoder/core/packet.hpp>
#include <eigencoder/optimizers/optimizer.hpp>

namespace eigencoder {

/// Gradient descent that finds its own rate: each step is the gradient in units of its own root
/// mean square, times the root mean square of the earlier steps.
///
///   v <- v + (1 - rho) (g^2 - v)
///   d  = sqrt((u + eps) / (v + eps)) g
///   u <- u + (1 - rho) (d^2 - u)
///   p <- p - eta d
///
/// p parameters, g gradient, v and u the moments, eta learning rate. The first steps are of the
/// size of sqrt(eps), so a smaller epsilon starts more slowly.
///
/// Source: Zeiler, "ADADELTA: an adaptive learning rate method" (2012), algorithm 1, which has no
/// eta. The defaults are those of Keras 2; those of Keras 3 learn a thousand times more slowly.
struct Adadelta {
  double learning_rate = 1;
  double rho = 0.95;
  double epsilon = 1e-7;

  static constexpr int moments = 2;

  /// Of the paper's experiments, and Keras before 1.0.3.
  static constexpr Adadelta zeiler() { return {.epsilon = 1e-6}; }
  /// Of Keras 1.0.3 to 2.1.2.
  static constexpr Adadelta keras1() { return {.epsilon = 1e-8}; }
  /// Of Keras 2.1.3 to 2.3.1.
  static constexpr Adadelta keras2() { return {}; }
  /// Of Keras 3 and tf.keras.
  static constexpr Adadelta keras3() { return {.learning_rate = 1e-3}; }
  /// Of PyTorch.
  static constexpr Adadelta torch() { return {.rho = 0.9, .epsilon = 1e-6}; }

  /// @throws ValueError for a hyper-parameter out of range
  void check() const {
    check_positive("Adadelta: learning_rate", learning_rate);
    check_fraction("Adadelta: rho", rho);
    check_positive("Adadelta: epsilon", epsilon);
  }

  template <class Scalar>
  void operator()(std::int64_t /*step*/, FlatRef<Scalar> parameters, ConstFlatRef<Scalar> gradient,
                  FlatRef<Scalar> gradient_square, FlatRef<Scalar> change_square) const {
    const auto eta = static_cast<Scalar>(learning_rate), eps = static_cast<Scalar>(epsilon);
    const auto fresh = static_cast<Scalar>(1 - rho);
    const auto move = [&](auto& p, auto g, auto& v, auto& u) {
      v += fresh * (g.square() - v);
      const auto change = ((u + eps) / (v + eps)).sqrt() * g;
      u += fresh * (change.square() - u);
      p -= eta * change;
    };
    by_packets(move, parameters.size(), parameters.data(), gradient.data(), gradient_square.data(),
               change_square.data());
  }
};

}  // namespace eigencoder
