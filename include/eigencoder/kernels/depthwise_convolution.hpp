// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>

#include <eigencoder/core/window.hpp>

namespace eigencoder::kernels {

/// A convolution of each channel by itself, with the loops over the pixels of one sample.
///
/// The loops go over runs: pixels that follow each other in the image and in the result, with all
/// their channels, at least 64 numbers where the stride allows. So the kernel is wanted with each
/// of its places repeated for every pixel of a run, as `repeat` does.
template <class Scalar>
class DepthwiseConvolution {
 public:
  /// @param channels  of the image, and of the result
  constexpr DepthwiseConvolution(const Window& window, Index channels)
      : window_(window),
        channels_(channels),
        run_(window.width.stride > 1 || channels == 0
                 ? 1
                 : std::clamp<Index>((63 + channels) / channels, 1, window.width.output)) {}

  constexpr Index places() const { return window_.height.kernel * window_.width.kernel; }
  /// Pixels of the result.
  Index pixels() const { return window_.height.output * window_.width.output; }
  /// Numbers of a run.
  constexpr Index length() const { return run_ * channels_; }
  /// The cost of a sample in about nanoseconds.
  double work() const { return 0.2 * static_cast<double>(pixels() * channels_ * (places() + 1)); }

  /// A kernel of channels x places with each place repeated: length() x places.
  void repeat(const Scalar* kernel, Scalar* repeated) const {
    for (Index i = 0; i < places() * run_; ++i)
      std::copy_n(kernel + i / run_ * channels_, channels_, repeated + i * channels_);
  }

  /// Adds to the sums of `to_parameters`, after their last sample, all of a run: channels x
  /// (places + 1), those of the kernel and of the bias.
  void fold(const Scalar* sums, Scalar* folded) const {
    for (Index i = 0; i < (places() + 1) * run_; ++i)
      numbers(folded + i / run_ * channels_, channels_) += numbers(sums + i * channels_, channels_);
  }

  /// y = kernel * x + bias, with a repeated kernel.
  void value(const Scalar* x, const Scalar* kernel, const Scalar* bias, Scalar* y) const {
    for (Index i = 0; i < pixels(); ++i) std::copy_n(bias, channels_, y + i * channels_);
    for_each_run([&](Index out, Index in, Index count, Index place) {
      numbers(y + out, count) += numbers(x + in, count) * numbers(kernel + place * length(), count);
    });
  }

  /// Adds the adjoint of y on its way back to that of x.
  void to_input(const Scalar* y, const Scalar* kernel, Scalar* x) const {
    for_each_run([&](Index out, Index in, Index count, Index place) {
      numbers(x + in, count) += numbers(y + out, count) * numbers(kernel + place * length(), count);
    });
  }

  /// Adds what the adjoint of y gives of those of the repeated kernel and, after its last place, of
  /// the repeated bias: length() x (places + 1).
  void to_parameters(const Scalar* x, const Scalar* y, Scalar* sums) const {
    for_each_run([&](Index out, Index in, Index count, Index place) {
      numbers(sums + place * length(), count) += numbers(y + out, count) * numbers(x + in, count);
    });
    for (Index i = 0; i < pixels() * channels_; i += length()) {
      const Index count = std::min(length(), pixels() * channels_ - i);
      numbers(sums + places() * length(), count) += numbers(y + i, count);
    }
  }

  /// Calls f(first number of the result, first of the image, how many, place of the window) for
  /// every run.
  template <class F>
  void for_each_run(const F& f) const {
    const WindowAxis &height = window_.height, &width = window_.width;
    for (Index i = 0; i < height.output; ++i) {
      for (Index k = 0; k < height.kernel; ++k) {
        const Index row = i * height.stride + k * height.dilation - height.before;
        if (row < 0 || row >= height.input) continue;
        for (Index l = 0; l < width.kernel; ++l) {
          const Index shift = l * width.dilation - width.before;
          runs_of_row(i * width.output, row * width.input + shift, shift,
                      [&](auto... run) { f(run..., k * width.kernel + l); });
        }
      }
    }
  }

 private:
  static auto numbers(Scalar* data, Index count) {
    return Eigen::Map<Eigen::ArrayX<Scalar>>(data, count);
  }
  static auto numbers(const Scalar* data, Index count) {
    return Eigen::Map<const Eigen::ArrayX<Scalar>>(data, count);
  }

  // The runs of a row of the result, from pixel `out` on, at one place of the window: pixel j of
  // the row sees that of the image at `in` + j * stride, if j * stride + shift lies in its row.
  template <class F>
  void runs_of_row(Index out, Index in, Index shift, const F& f) const {
    const WindowAxis& width = window_.width;
    const Index first = shift < 0 ? (-shift + width.stride - 1) / width.stride : 0;
    const Index behind = width.input - shift;  // where j * stride has left the row
    const Index end =
        behind > 0 ? std::min(width.output, (behind + width.stride - 1) / width.stride) : 0;
    for (Index j = first; j < end; j += run_) {
      f((out + j) * channels_, (in + j * width.stride) * channels_,
        std::min(run_, end - j) * channels_);
    }
  }

  Window window_;
  Index channels_;
  Index run_;
};

}  // namespace eigencoder::kernels
