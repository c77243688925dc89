// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>

#include <eigencoder/core/window.hpp>
#include <eigencoder/kernels/product.hpp>

/// Windows over one image, for each channel by itself. `whole` is the image over which the window
/// moves, `places` that of its places, one pixel each; the channels of a pixel lie side by side.
namespace eigencoder::kernels {

/// Calls f(i, packet) for runs of `count` numbers, each as long as the packet, whose type alone
/// matters: first the widest, then narrower ones for what is left.
template <class Scalar, int Lanes = Eigen::internal::packet_traits<Scalar>::size, class F>
[[gnu::always_inline]] inline void for_each_packet(Index first, Index count, const F& f) {
  using Packet = typename detail::PacketOf<Scalar, Lanes>::type;
  constexpr Index size = Eigen::internal::unpacket_traits<Packet>::size;
  Index i = first;
  for (; i + size <= count; i += size) f(i, Packet{});
  if constexpr (Lanes > 1) {
    if (i < count) for_each_packet<Scalar, Lanes / 2>(i, count, f);
  }
}

/// The pixels of the image that one place of a window sees: rows [top, bottom), columns [left,
/// right).
struct Box {
  Index top, bottom, left, right;

  double count() const { return static_cast<double>((bottom - top) * (right - left)); }
  /// Calls f(pixel) for each, in row-major order; an image's row has `width` pixels.
  template <class F>
  [[gnu::always_inline]] void for_each(Index width, const F& f) const {
    for (Index row = top * width; row < bottom * width; row += width) {
      for (Index pixel = row + left; pixel < row + right; ++pixel) f(pixel);
    }
  }
};

/// A box of 2 x 2 pixels, by far the commonest: without loops it takes half the time.
struct SmallBox : Box {
  template <class F>
  [[gnu::always_inline]] void for_each(Index width, const F& f) const {
    const Index pixel = top * width + left;
    f(pixel), f(pixel + 1), f(pixel + width), f(pixel + width + 1);
  }
};

/// Calls f(place, box) for each place of a window without dilation, in row-major order.
template <class F>
[[gnu::always_inline]] inline void for_each_box(const Window& window, const F& f) {
  const auto first = [](const WindowAxis& axis, Index place) {
    return std::max<Index>(0, place * axis.stride - axis.before);
  };
  const auto last = [](const WindowAxis& axis, Index place) {
    return std::min(axis.input, place * axis.stride - axis.before + axis.kernel);
  };
  Index place = 0;
  for (Index y = 0; y < window.height.output; ++y) {
    const Index top = first(window.height, y), bottom = last(window.height, y);
    for (Index x = 0; x < window.width.output; ++x) {
      const Box box{top, bottom, first(window.width, x), last(window.width, x)};
      if (box.bottom - box.top == 2 && box.right - box.left == 2) {
        f(place++, SmallBox{box});
      } else {
        f(place++, box);
      }
    }
  }
}

/// How far ahead windows ask for an image: a batch has left the nearest caches since it was
/// written.
inline constexpr Index rows_ahead = 2;

/// places = the largest number that each place sees.
template <class Scalar>
void max_of_windows(const Window& window, Index channels, const Scalar* whole, Scalar* places) {
  using namespace Eigen::internal;
  for_each_box(window, [&](Index place, const auto& box) {
    const Index width = window.width.input, start = box.top * width + box.left;
    for_each_packet<Scalar>(0, channels, [&](Index c, auto packet) {
      using P = decltype(packet);
      P largest = ploadu<P>(whole + start * channels + c);
      box.for_each(width, [&](Index pixel) {
        prefetch(whole + (pixel + rows_ahead * width) * channels + c);
        largest = pmax(largest, ploadu<P>(whole + pixel * channels + c));
      });
      pstoreu(places + place * channels + c, largest);
    });
  });
}

/// Whether a window sees each pixel of the image once.
inline bool sees_each_pixel_once(const Window& window) {
  const auto once = [](const WindowAxis& axis) {
    return axis.stride == axis.kernel && axis.output * axis.stride - axis.before >= axis.input;
  };
  return once(window.height) && once(window.width);
}

/// Gives the adjoint of each place to the first pixel, in row-major order, that is as large as the
/// largest: adds it to what is there or overwrites that.
template <class Scalar>
void adjoint_to_max_of_windows(const Window& window, Index channels, const Scalar* whole,
                               const Scalar* places, const Scalar* adjoint, Scalar* whole_adjoint,
                               bool add) {
  using namespace Eigen::internal;
  if (!add && !sees_each_pixel_once(window)) {
    std::fill_n(whole_adjoint, window.height.input * window.width.input * channels, Scalar(0));
    add = true;
  }
  for_each_box(window, [&](Index place, const auto& box) {
    for_each_packet<Scalar>(0, channels, [&](Index c, auto packet) {
      using P = decltype(packet);
      const P largest = ploadu<P>(places + place * channels + c), none = pset1<P>(Scalar(0));
      P left = ploadu<P>(adjoint + place * channels + c);
      box.for_each(window.width.input, [&](Index pixel) {
        prefetch(whole + (pixel + rows_ahead * window.width.input) * channels + c);
        const P found = pcmp_eq(ploadu<P>(whole + pixel * channels + c), largest);
        const P given = pselect(found, left, none);
        Scalar* to = whole_adjoint + pixel * channels + c;
        pstoreu(to, add ? padd(ploadu<P>(to), given) : given);
        left = pselect(found, none, left);
      });
    });
  });
}

/// places = factor(box) times the sum of what each place sees; or is increased by it.
template <class Scalar, class Factor>
void sum_of_windows(const Window& window, Index channels, const Scalar* whole, Scalar* places,
                    bool add, const Factor& factor) {
  using namespace Eigen::internal;
  for_each_box(window, [&](Index place, const auto& box) {
    const auto times = static_cast<Scalar>(factor(box));
    for_each_packet<Scalar>(0, channels, [&](Index c, auto packet) {
      using P = decltype(packet);
      P sum = pset1<P>(Scalar(0));
      box.for_each(window.width.input,
                   [&](Index pixel) { sum = padd(sum, ploadu<P>(whole + pixel * channels + c)); });
      Scalar* to = places + place * channels + c;
      sum = pmul(sum, pset1<P>(times));
      pstoreu(to, add ? padd(ploadu<P>(to), sum) : sum);
    });
  });
}

/// Each pixel that a place sees = factor(box) times that place; or is increased by it. Transposes
/// `sum_of_windows`.
template <bool Add, class Scalar, class Factor>
void spread_over_windows(const Window& window, Index channels, const Scalar* places, Scalar* whole,
                         const Factor& factor) {
  using namespace Eigen::internal;
  for_each_box(window, [&](Index place, const auto& box) {
    const auto times = static_cast<Scalar>(factor(box));
    for_each_packet<Scalar>(0, channels, [&](Index c, auto packet) {
      using P = decltype(packet);
      const P part = pmul(ploadu<P>(places + place * channels + c), pset1<P>(times));
      box.for_each(window.width.input, [&](Index pixel) {
        Scalar* to = whole + pixel * channels + c;
        pstoreu(to, Add ? padd(ploadu<P>(to), part) : part);
      });
    });
  });
}

}  // namespace eigencoder::kernels
