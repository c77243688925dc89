// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include <eigencoder/core/packet.hpp>
#include <eigencoder/optimizers/optimizer.hpp>

namespace eigencoder {

/// Gradient descent on batches, with momentum.
///
///   m <- mu m + g
///   p <- p - eta m                 or, with nesterov,   p <- p - eta (g + mu m)
///
/// p parameters, g gradient, m the moment, eta learning rate, mu momentum. Keras keeps -eta m
/// instead of m, which is the same as long as the learning rate stays.
///
/// Source: Polyak, "Some methods of speeding up the convergence of iteration methods" (1964);
/// Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013), in
/// the form of PyTorch. The defaults are those of Keras.
struct SGD {
  double learning_rate = 0.01;
  double momentum = 0;
  bool nesterov = false;

  static constexpr int moments = 1;

  /// @throws ValueError for a hyper-parameter out of range, or nesterov without momentum
  void check() const {
    check_positive("SGD: learning_rate", learning_rate);
    check_fraction("SGD: momentum", momentum);
    if (nesterov) check_positive("SGD: momentum with nesterov", momentum);
  }

  template <class Scalar>
  void operator()(std::int64_t /*step*/, FlatRef<Scalar> parameters, ConstFlatRef<Scalar> gradient,
                  FlatRef<Scalar> moment) const {
    const auto eta = static_cast<Scalar>(learning_rate), mu = static_cast<Scalar>(momentum);
    const auto move = [&](auto& p, auto g, auto& m) {
      m = mu * m + g;
      if (nesterov)
        p -= eta * (mu * m + g);
      else
        p -= eta * m;
    };
    by_packets(move, parameters.size(), parameters.data(), gradient.data(), moment.data());
  }
};

}  // namespace eigencoder
