// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include <eigencoder/core/packet.hpp>
#include <eigencoder/optimizers/optimizer.hpp>

namespace eigencoder {

/// Gradient descent with each step divided by a running root mean square of the gradient.
///
///   v <- rho v + (1 - rho) g^2
///   m <- mu m + g / (sqrt(v) + eps)
///   p <- p - eta m
///
/// p parameters, g gradient, v and m the moments, eta learning rate, mu momentum. TensorFlow 1 and
/// Keras 3 have eps under the root.
///
/// Source: Tieleman and Hinton, "Neural networks for machine learning", lecture 6.5 (2012), in the
/// form of PyTorch. The defaults are those of Keras.
struct RMSprop {
  double learning_rate = 1e-3;
  double rho = 0.9;
  double momentum = 0;
  double epsilon = 1e-7;

  static constexpr int moments = 2;

  /// @throws ValueError for a hyper-parameter out of range
  void check() const {
    check_positive("RMSprop: learning_rate", learning_rate);
    check_fraction("RMSprop: rho", rho);
    check_fraction("RMSprop: momentum", momentum);
    check_positive("RMSprop: epsilon", epsilon);
  }

  template <class Scalar>
  void operator()(std::int64_t /*step*/, FlatRef<Scalar> parameters, ConstFlatRef<Scalar> gradient,
                  FlatRef<Scalar> mean_square, FlatRef<Scalar> moment) const {
    const auto eta = static_cast<Scalar>(learning_rate), mu = static_cast<Scalar>(momentum);
    const auto fresh = static_cast<Scalar>(1 - rho), eps = static_cast<Scalar>(epsilon);
    const auto move = [&](auto& p, auto g, auto& v, auto& m) {
      v += fresh * (g.square() - v);
      m = multiply_add(mu, m, g / (v.sqrt() + eps));
      p -= eta * m;
    };
    by_packets(move, parameters.size(), parameters.data(), gradient.data(), mean_square.data(),
               moment.data());
  }
};

}  // namespace eigencoder
