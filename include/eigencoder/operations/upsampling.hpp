// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/kernels/pooling.hpp>
#include <eigencoder/operations/images.hpp>

namespace eigencoder {

/// The shape of images with Height times as many rows and Width times as many columns.
template <Index Height, Index Width, class Image>
constexpr auto upsampled(const Image& image) {
  static_assert(Height > 0 && Width > 0, "eigencoder: UpSampling2D: both factors are at least 1");
  return concatenate(concatenate(image.template axis<0>(), shape<Height>()).size(),
                     concatenate(image.template axis<1>(), shape<Width>()).size(),
                     image.template axis<2>());
}

/// Images with each pixel repeated Height times below each other and Width times side by side:
/// (Height rows) x (Width columns) x channels. The adjoint of a pixel is the sum of its block's.
template <Index Height, Index Width, class C, class R, class N>
auto repeat_pixels(const View<C, R, N>& x) {
  const auto& image = detail::image_shape(x);
  const auto shape = upsampled<Height, Width>(image);
  const auto blocks = [&](int axis, Index factor) {
    return WindowAxis{shape.extent(axis), image.extent(axis), factor, factor};
  };
  const Window window{blocks(0, Height), blocks(1, Width)};
  const Index channels = image.extent(2), size = shape.size();
  const auto once = [](const kernels::Box&) { return 1; };
  const auto y = x.context().result(shape, x.columns(), x);
  detail::for_each_sample(x, size, [&](Index i, const auto* from) {
    kernels::spread_over_windows<false>(window, channels, from, y.write() + i * size, once);
  });
  x.context().record(y, [=](auto* adjoint) {
    const auto sum = [&](Index i, const auto*, auto* to, bool add) {
      kernels::sum_of_windows(window, channels, adjoint + i * size, to, add, once);
    };
    detail::write_or_add_to_samples(x, size, sum);
  });
  return y;
}

}  // namespace eigencoder
