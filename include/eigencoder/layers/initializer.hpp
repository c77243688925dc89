// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <cstddef>
#include <span>
#include <type_traits>

#include <eigencoder/core/error.hpp>
#include <eigencoder/core/random.hpp>

namespace eigencoder {

/// How many inputs each output of a parameter sees, and how many outputs each input reaches.
///
/// Dense: features in and out. Convolution: channels in and out, each times the kernel's area. As
/// in Keras, a transposed convolution has `in` = filters and `out` = input channels, times the
/// area.
struct Fans {
  Eigen::Index in = 1;
  Eigen::Index out = 1;
};

/// What a parameter is filled with before training: one number, or random numbers of mean 0 and
/// variance scale / n, n being a fan.
///
///   uniform            U(-a, a),  a = sqrt(3 scale / n)
///   truncated_normal   N(0, s^2) cut at +-2 s,  s = sqrt(scale / n) / 0.8796..., the divisor being
///                      the standard deviation of a standard normal number cut at +-2
///
/// Source: VarianceScaling of Keras. PyTorch's default for kernels, U(-1, 1) / sqrt(n), is
/// `Initializer{Initializer::Distribution::uniform, 1.0 / 3, Initializer::Fan::in}`.
struct Initializer {
  enum class Distribution { constant, uniform, truncated_normal };
  enum class Fan { in, average };

  Distribution distribution = Distribution::constant;
  double scale = 0;  ///< of a constant: the number itself
  Fan fan = Fan::in;

  bool operator==(const Initializer&) const = default;

  /// @throws ValueError for a scale or a fan that allows no random numbers
  void check(Fans fans) const {
    if (distribution == Distribution::constant) return;
    check_positive("Initializer: scale", scale);
    check_at_least("Initializer: fan in", fans.in, 1);
    check_at_least("Initializer: fan out", fans.out, 1);
  }

  /// Standard deviation of the numbers, 0 for a constant.
  double deviation(Fans fans) const {
    if (distribution == Distribution::constant) return 0;
    const auto in = static_cast<double>(fans.in), out = static_cast<double>(fans.out);
    return std::sqrt(scale / (fan == Fan::in ? in : (in + out) / 2));
  }
};

/// Every element `value`.
constexpr Initializer constant(double value) {
  return {Initializer::Distribution::constant, value, Initializer::Fan::in};
}

/// Keras's default for biases.
inline constexpr Initializer zeros = constant(0);

/// Variance 2 / (in + out); Keras's default for kernels. Glorot and Bengio, "Understanding the
/// difficulty of training deep feedforward neural networks" (2010), equation 16.
inline constexpr Initializer glorot_uniform{Initializer::Distribution::uniform, 1,
                                            Initializer::Fan::average};
inline constexpr Initializer glorot_normal{Initializer::Distribution::truncated_normal, 1,
                                           Initializer::Fan::average};

/// Variance 2 / in, for rectifiers. He et al., "Delving deep into rectifiers" (2015), equation 10.
inline constexpr Initializer he_uniform{Initializer::Distribution::uniform, 2,
                                        Initializer::Fan::in};
inline constexpr Initializer he_normal{Initializer::Distribution::truncated_normal, 2,
                                       Initializer::Fan::in};

/// Variance 1 / in, for SELU. LeCun et al., "Efficient backprop" (1998), section 4.6.
inline constexpr Initializer lecun_uniform{Initializer::Distribution::uniform, 1,
                                           Initializer::Fan::in};
inline constexpr Initializer lecun_normal{Initializer::Distribution::truncated_normal, 1,
                                          Initializer::Fan::in};

/// Fills a vector (or a map or segment of one, in one piece): element i has the stream's number of
/// feature i of sample 0.
/// @throws ValueError for a scale or a fan that allows no random numbers
template <class Vector>
void initialize(const Initializer& initializer, Fans fans, const RandomStream& stream,
                Vector&& values) {
  using Scalar = typename std::remove_reference_t<Vector>::Scalar;
  initializer.check(fans);
  const double deviation = initializer.deviation(fans);
  const std::span numbers(values.data(), static_cast<std::size_t>(values.size()));
  switch (initializer.distribution) {
    case Initializer::Distribution::constant:
      for (Scalar& value : numbers) value = static_cast<Scalar>(initializer.scale);
      break;
    case Initializer::Distribution::uniform:
      fill_uniform(values, stream);
      for (Scalar& value : numbers)
        value = static_cast<Scalar>(std::sqrt(3.0) * deviation) * (2 * value - 1);
      break;
    case Initializer::Distribution::truncated_normal:
      fill_truncated_normal(values, stream);
      for (Scalar& value : numbers) value *= static_cast<Scalar>(deviation / 0.87962566103423978);
      break;
  }
}

}  // namespace eigencoder
