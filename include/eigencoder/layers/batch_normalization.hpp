// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>

#include <eigencoder/layers/parameter.hpp>
#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/batch_normalization.hpp>

namespace eigencoder {

/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, channel by channel (of features, each by
/// itself). As Keras's layer with its defaults; Ioffe and Szegedy 2015.
///
///   gamma, beta                   channels x 1, ones and zeros at first
///   moving_mean, moving_variance  channels x 1, zeros and ones at first; state, which no gradient
///                                 moves
///
/// In training the mean and the variance are those of the batch, over all samples and pixels, and
/// each step of a Trainer leaves moving = momentum moving + (1 - momentum) batch. In inference, and
/// where gamma is frozen, they are the moving ones, which then stay.
///
/// The variance is divided by n in both, as Keras 3 does; PyTorch, and the kernel for images of
/// TensorFlow 2, divide that of the moving one by n - 1. PyTorch's momentum is 1 - momentum.
struct BatchNormalization {
  static constexpr std::string_view name = "batch_normalization";
  double epsilon = 1e-3;
  double momentum = 0.99;

  constexpr auto output(const auto& in) const { return in; }
  template <class Scalar, class In>
  constexpr std::size_t scratch(const In& in) const {
    return detail::tiled_bytes<Scalar>(4, in.extent(In::rank - 1));
  }

  /// @throws ValueError if epsilon is not above 0, or momentum not in [0, 1)
  template <class In>
  constexpr auto parameters(const In& in) const {
    check_positive("BatchNormalization: epsilon", epsilon);
    check_fraction("BatchNormalization: momentum", momentum);
    const auto channels = in.template axis<In::rank - 1>();
    const Fans any{};
    return std::tuple{Parameter{"gamma", channels, shape<>(), constant(1)},
                      Parameter{"beta", channels, shape<>(), zeros},
                      Parameter{"moving_mean", channels, shape<>(), zeros, any, false},
                      Parameter{"moving_variance", channels, shape<>(), constant(1), any, false}};
  }

  auto operator()(const auto& x, const auto& gamma, const auto& beta, const auto& moving_mean,
                  const auto& moving_variance) const {
    if (gamma.node() == nullptr)
      return normalization(x, gamma, beta, moving_mean, moving_variance, epsilon);
    const auto batch = batch_normalization(x, gamma, beta, epsilon);
    auto& context = x.context();
    context.update(moving_mean, momentum * moving_mean + (1 - momentum) * batch.mean);
    context.update(moving_variance, momentum * moving_variance + (1 - momentum) * batch.variance);
    return batch.output;
  }
};

}  // namespace eigencoder
