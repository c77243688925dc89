// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>

#include <eigencoder/kernels/pooling.hpp>
#include <eigencoder/operations/affine.hpp>
#include <eigencoder/operations/images.hpp>
#include <eigencoder/operations/reshape.hpp>

namespace eigencoder {

/// The window of a pooling, as a value: `pooling_window<Kernel<2, 2>, Stride<2, 2>, Same>`.
template <class Kernel, class Stride, class Padding>
inline constexpr WindowOf<Kernel, Stride, Dilation<1, 1>, Padding> pooling_window{};

namespace detail {

/// The means over the boxes of a window, as images of that shape.
template <class C, class R, class N, class Rows>
auto mean_of_windows(const View<C, R, N>& x, const Window& window, const Rows& shape) {
  const Index channels = shape.extent(2), size = x.rows(), places = shape.size();
  const auto factor = [](const kernels::Box& box) { return 1 / box.count(); };
  const auto y = x.context().result(shape, x.columns(), x);
  for_each_sample(x, size, [&](Index i, const auto* from) {
    kernels::sum_of_windows(window, channels, from, y.write() + i * places, false, factor);
  });
  x.context().record(y, [=](auto* adjoint) {
    contribute_to_samples(x, size, [&](Index i, const auto*, auto* to) {
      kernels::spread_over_windows<true>(window, channels, adjoint + i * places, to, factor);
    });
  });
  return y;
}

}  // namespace detail

/// Whether others read an operation's operand on the way back: what made it, or took it besides.
/// One that is used up may have its adjoint in its place.
enum class Operand { kept, used_up };

/// The largest number of each window, channel by channel, then the activation, Relu or none: images
/// of window x channels. Padding is never the largest. Of equals the gradient goes to the first in
/// row-major order.
/// @throws ShapeError if the window does not fit; where the types show it, it does not compile
template <class C, class R, class N, class Kernel, class Stride, class Padding,
          class Activation = Linear>
auto max_pool(const View<C, R, N>& x, WindowOf<Kernel, Stride, Dilation<1, 1>, Padding> over,
              const Activation& activation = {}, Operand operand = Operand::kept) {
  // The largest is found again by what became of it: relu leaves it, or stops the gradient.
  static_assert(std::is_same_v<Activation, Linear> || std::is_same_v<Activation, Relu>,
                "eigencoder: max_pool: the activation is Relu or Linear");
  const auto& image = detail::image_shape(x);
  const auto shape = concatenate(over.output("max_pool", image), image.template axis<2>());
  const Window window = over.over(image);
  const Index channels = image.extent(2), size = x.rows(), places = shape.size();
  const auto y = x.context().result(shape, x.columns(), x);
  const auto finish = detail::finish_with(x.context(), activation);
  detail::for_each_sample(x, size, [&](Index i, const auto* from) {
    kernels::max_of_windows(window, channels, from, y.write() + i * places);
    finish(y.write() + i * places, places);
  });
  x.context().record(y, [=](auto* adjoint) {
    detail::through_activation(y, activation);
    // Half of the memory that passes: with m4 of tests/benchmark a step takes 8 % less.
    const bool in_place = operand == Operand::used_up && x.contiguous() && x.node() != nullptr &&
                          !x.node()->written && kernels::sees_each_pixel_once(window);
    if (in_place) x.node()->data = x.write();
    const auto give = [&](Index i, const auto* from, auto* to, bool add) {
      kernels::adjoint_to_max_of_windows(window, channels, from, y.data() + i * places,
                                         adjoint + i * places, to, add);
    };
    detail::write_or_add_to_samples(x, 2 * size, give);
  });
  return y;
}

/// The mean of each window, channel by channel: images of window x channels. Padding does not
/// count: the sum is divided by the pixels that are there.
/// @throws ShapeError if the window does not fit; where the types show it, it does not compile
template <class C, class R, class N, class Kernel, class Stride, class Padding>
auto average_pool(const View<C, R, N>& x, WindowOf<Kernel, Stride, Dilation<1, 1>, Padding> over) {
  const auto& image = detail::image_shape(x);
  const auto shape = concatenate(over.output("average_pool", image), image.template axis<2>());
  return detail::mean_of_windows(x, over.over(image), shape);
}

/// The mean of each channel over the pixels of each sample, channels x n.
template <class C, class R, class N>
auto global_average_pool(const View<C, R, N>& x) {
  const auto& image = detail::image_shape(x);
  const auto all = [&](int axis) {
    return WindowAxis{.input = image.extent(axis), .output = 1, .kernel = image.extent(axis)};
  };
  const auto pixel = concatenate(shape<1, 1>(), image.template axis<2>());
  return reshape(detail::mean_of_windows(x, Window{all(0), all(1)}, pixel),
                 image.template axis<2>());
}

}  // namespace eigencoder
