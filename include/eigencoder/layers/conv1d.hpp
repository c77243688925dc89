// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/operations/reshape.hpp>

namespace eigencoder {

/// A convolution of signals, length x channels: that of images of height 1.
///
///   Conv1D<16, 5, Relu, Stride<2>>{}
///
///   kernel  Filters x (Length, channels), Glorot uniform by default
///   bias    Filters x 1, zeros by default
///
/// Options as for `Conv2D`.
template <Index Filters, Index Length, class Activation = Linear, class... Options>
struct Conv1D {
  static constexpr std::string_view name = "conv1d";

  Initializer kernel_initializer = glorot_uniform;
  Initializer bias_initializer = zeros;
  Activation activation{};

  /// @throws ShapeError if the kernel is longer than the signals and the padding Valid
  template <class In>
  constexpr auto output(const In& in) const {
    return as_signal(over_images().output(signal_of<Conv1D>(in)));
  }

  template <class In>
  constexpr auto parameters(const In& in) const {
    return over_images().parameters(signal_of<Conv1D>(in));
  }

  auto operator()(const auto& x, const auto& kernel, const auto& bias) const {
    const auto y = over_images()(reshape(x, signal_of<Conv1D>(x.shape())), kernel, bias);
    return reshape(y, as_signal(y.shape()));
  }

 private:
  constexpr auto over_images() const {
    return Conv2D<Filters, Kernel<1, Length>, Activation, Options...>{kernel_initializer,
                                                                      bias_initializer, activation};
  }
};

}  // namespace eigencoder
