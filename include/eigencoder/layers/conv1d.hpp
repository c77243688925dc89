// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/layers/independence.hpp>
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
  using Images = Conv2D<Filters, Kernel<1, Length>, Activation, Options...>;

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
    const auto signal = signal_of<Conv1D>(in);
    const auto [kernel, bias] = over_images().parameters(signal);
    const auto extents = concatenate(shape<Length>(), signal.template axis<2>());
    return std::tuple{
        Parameter{kernel.name, kernel.row_shape, extents, kernel.initializer, kernel.fans}, bias};
  }
  constexpr bool independent_samples() const { return has_independent_samples(activation); }

  template <class Scalar, class In>
  constexpr std::size_t scratch(const In& in) const {
    return over_images().template scratch<Scalar>(signal_of<Conv1D>(in));
  }

  auto operator()(const auto& x, const auto& kernel, const auto& bias) const {
    const auto y = over_images()(reshape(x, signal_of<Conv1D>(x.shape())), kernel, bias);
    return reshape(y, as_signal(y.shape()));
  }

  /// What computes the layer before this and this one at once; see `Conv2D`.
  template <Index Times>
  requires Images::is_dense auto after(const UpSampling1D<Times>& /*before*/) const {
    return [both = over_images().after(UpSampling2D<1, Times>{})](const auto& x, const auto& kernel,
                                                                  const auto& bias) {
      const auto y = both(reshape(x, signal_of<Conv1D>(x.shape())), kernel, bias);
      return reshape(y, as_signal(y.shape()));
    };
  }
  template <class Scalar, Index Times, class In>
  constexpr std::size_t scratch_after(const UpSampling1D<Times>& /*before*/, const In& in) const {
    return over_images().template scratch_after<Scalar>(UpSampling2D<1, Times>{},
                                                        signal_of<Conv1D>(in));
  }

 private:
  constexpr Images over_images() const {
    return {kernel_initializer, bias_initializer, activation};
  }
};

}  // namespace eigencoder
