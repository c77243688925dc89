// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <eigencoder/kernels/convolution.hpp>

namespace eigencoder::kernels {

/// Sums over many samples or pixels are sums of so many parts, whatever the threads.
inline Index parts_of(Index count) { return std::min<Index>(count, 16); }

namespace detail {

/// The places among [begin, end) of the output at which a tap of the window sees the input.
struct TapRange {
  Index first, count, seen;  // of the output, and what the tap sees at the first
  TapRange(const WindowAxis& axis, Index tap, Index begin, Index end) {
    const Index offset = tap * axis.dilation - axis.before;
    first = std::max(begin, offset < 0 ? (-offset + axis.stride - 1) / axis.stride : 0);
    const Index last = axis.input - 1 - offset;
    count = std::max<Index>(0, std::min(end, last < 0 ? 0 : last / axis.stride + 1) - first);
    seen = first * axis.stride + offset;
  }
};

/// Adds the gradient of one tap over a band of the output: outputs x inputs, or with few outputs
/// inputs x outputs, for the lanes run along the rows.
template <class Scalar>
void add_tap_gradient(const Window& window, Index kh, Index kw, Images<const Scalar> image,
                      Images<const Scalar> adjoint, const Band& band, bool turned, Scalar* to) {
  const TapRange h(window.height, kh, band.row, band.row + band.rows);
  const TapRange w(window.width, kw, 0, window.width.output);
  if (h.count == 0 || w.count == 0) return;
  const Index seen_row = window.height.stride * image.row();
  const Index seen_pixel = window.width.stride * image.channels;
  const Scalar* seen =
      image.data + band.sample * image.size() + h.seen * image.row() + w.seen * image.channels;
  const Scalar* place = adjoint.data + band.sample * adjoint.size() + h.first * adjoint.row() +
                        w.first * adjoint.channels;
  const auto grid = [&](const Scalar* left, const Scalar* right, Index rows, Index columns,
                        const Nest& depth) {
    grid_product<Scalar>({.left = left,
                          .right = right,
                          .result = to,
                          .rows = rows,
                          .depth = depth.merged(),
                          .columns = {{}, {}, {columns, 1, rows}},
                          .add = true});
  };
  if (turned) {
    grid(seen, place, image.channels, adjoint.channels,
         {{band.samples, adjoint.size(), image.size()},
          {h.count, adjoint.row(), seen_row},
          {w.count, adjoint.channels, seen_pixel}});
  } else {
    grid(place, seen, adjoint.channels, image.channels,
         {{band.samples, image.size(), adjoint.size()},
          {h.count, seen_row, adjoint.row()},
          {w.count, seen_pixel, adjoint.channels}});
  }
}

/// The gradient where one of the two images has so few channels that a tap alone would leave a tile
/// nearly empty. That image is copied into zeros, so that every tap sees something of it at every
/// place, and all taps together are the columns of one product. The other image has the rows.
template <class Scalar>
struct FewChannels {
  static constexpr Index few = 4;

  Window window;
  Images<const Scalar> image, adjoint;
  /// Whether the adjoint is copied: then results are inputs x outputs.
  bool copies_adjoint;

  FewChannels(const Window& w, const Images<const Scalar>& x, const Images<const Scalar>& g)
      : window(w), image(x), adjoint(g), copies_adjoint(x.channels >= few) {}

  bool applies() const {
    const bool whole_steps = window.height.stride == 1 && window.width.stride == 1;
    return image.channels < few || (adjoint.channels < few && whole_steps);
  }

  const Images<const Scalar>& copied() const { return copies_adjoint ? adjoint : image; }
  Index before(const WindowAxis& axis) const {
    return copies_adjoint ? axis.span() - 1 - axis.before : axis.before;
  }
  Index padded(const WindowAxis& axis) const {
    if (copies_adjoint) return axis.input + axis.span() - 1;
    return std::max((axis.output - 1) * axis.stride + axis.span(), axis.input + axis.before);
  }
  Index row() const { return padded(window.width) * copied().channels; }
  Index scratch() const { return applies() ? padded(window.height) * row() : 0; }

  /// Adds the gradient over the samples [first, end) to `sum`.
  void add(Index first, Index end, Scalar* scratch_, Scalar* sum) const {
    std::fill(scratch_, scratch_ + scratch(), Scalar(0));
    const Images<const Scalar>& from = copied();
    Scalar* inside =
        scratch_ + before(window.height) * row() + before(window.width) * from.channels;
    for (Index sample = first; sample < end; ++sample) {
      for (Index i = 0; i < from.height; ++i)
        std::copy_n(from.data + sample * from.size() + i * from.row(), from.row(),
                    inside + i * row());
      grid_product(product(sample, scratch_, sum));
    }
  }

 private:
  GridProduct<Scalar> product(Index sample, const Scalar* copy, Scalar* sum) const {
    const Images<const Scalar>& other = copies_adjoint ? image : adjoint;
    const Index rows = other.channels, channels = copied().channels, tap = rows * channels;
    const WindowAxis &h = window.height, &w = window.width;
    // From a place of the adjoint taps look forwards at the image, from one of the image backwards.
    const Index down = (copies_adjoint ? -1 : 1) * h.dilation * row();
    const Index right = (copies_adjoint ? -1 : 1) * w.dilation * channels;
    const Index start = copies_adjoint ? -(h.kernel - 1) * down - (w.kernel - 1) * right : 0;
    return {
        .left = other.data + sample * other.size(),
        .right = copy + start,
        .result = sum,
        .rows = rows,
        .depth = {{},
                  {other.height, h.stride * row(), other.row()},
                  {other.width, w.stride * channels, rows}},
        .columns = {{h.kernel, down, w.kernel * tap}, {w.kernel, right, tap}, {channels, 1, rows}},
        .add = true};
  }
};

/// to = sum of the parts, one after the other, or is increased by it.
template <class Scalar>
void sum_parts(Threads* threads, const Scalar* parts, Index count, Index size, Scalar* to,
               bool add) {
  constexpr Index run = 4096;
  split(threads, (size + run - 1) / run, static_cast<double>(run * count) / 4, [&](Index piece) {
    const Index first = piece * run, length = std::min(run, size - first);
    using Array = Eigen::ArrayX<Scalar>;
    Eigen::Map<Array> sum(to + first, length);
    if (!add) sum.setZero();
    for (Index part = 0; part < count; ++part)
      sum += Eigen::Map<const Array>(parts + part * size + first, length);
  });
}

}  // namespace detail

/// How much room `weight_gradient` wants, in numbers.
template <class Scalar>
Index gradient_scratch(const Window& window, const Images<const Scalar>& image,
                       const Images<const Scalar>& adjoint, Index samples) {
  const Index taps = window.height.kernel * window.width.kernel;
  const Index size = taps * image.channels * adjoint.channels;
  const Index copy = detail::FewChannels<Scalar>(window, image, adjoint).scratch();
  return parts_of(samples) * (size + copy) + 2 * size;
}

/// The gradient of a convolution by its weights, outputs first, where `adjoint` is that of its
/// result: assigned or added.
template <class Scalar>
void weight_gradient(Threads* threads, const Window& window, Images<const Scalar> image,
                     Images<const Scalar> adjoint, Index samples, Scalar* scratch, Scalar* to,
                     bool add) {
  const Index tap_size = image.channels * adjoint.channels;
  const Index taps = window.height.kernel * window.width.kernel, size = taps * tap_size;
  const detail::FewChannels<Scalar> few(window, image, adjoint);
  const bool turned = few.applies() ? few.copies_adjoint
                                    : wants_inputs_first<Scalar>(adjoint.channels, image.channels);
  const Index parts = parts_of(samples);
  Scalar *total = scratch + parts * size, *turned_total = total + size;
  Scalar* copies = turned_total + size;
  const double flops = 2. * static_cast<double>(taps * image.channels * adjoint.size()) *
                       static_cast<double>(samples);
  split(threads, parts, flops / 40 / static_cast<double>(parts), [&](Index part) {
    Scalar* sum = scratch + part * size;
    std::fill(sum, sum + size, Scalar(0));
    const Index first = part * samples / parts, end = (part + 1) * samples / parts;
    if (few.applies()) return few.add(first, end, copies + part * few.scratch(), sum);
    const Bands bands(end - first, adjoint.height, image.size() + adjoint.size());
    for (Index i = 0; i < bands.count(); ++i) {
      Band band = bands[i];
      band.sample += first;
      for (Index tap = 0; tap < taps; ++tap) {
        detail::add_tap_gradient(window, tap / window.width.kernel, tap % window.width.kernel,
                                 image, adjoint, band, turned, sum + tap * tap_size);
      }
    }
  });
  if (!turned) return detail::sum_parts(threads, scratch, parts, size, to, add);
  detail::sum_parts(threads, scratch, parts, size, total, false);
  turn_taps(taps, image.channels, adjoint.channels, total, turned_total);
  detail::sum_parts(threads, turned_total, 1, size, to, add);
}

/// The sum of pixels, channels x 1, assigned or added.
/// @param scratch  parts_of(pixels) times as many numbers as there are channels
template <class Scalar>
void sum_of_pixels(Threads* threads, const Scalar* data, Index channels, Index pixels,
                   Scalar* scratch, Scalar* to, bool add) {
  const Scalar one(1);
  const Index parts = parts_of(pixels);
  const double nanoseconds = static_cast<double>(pixels / std::max<Index>(1, parts) * channels) / 4;
  split(threads, parts, nanoseconds, [&](Index part) {
    const Index first = part * pixels / parts, end = (part + 1) * pixels / parts;
    grid_product<Scalar>({.left = data + first * channels,
                          .right = &one,
                          .result = scratch + part * channels,
                          .rows = channels,
                          .depth = {{}, {}, {end - first, 0, channels}},
                          .columns = {}});
  });
  detail::sum_parts(threads, scratch, parts, channels, to, add);
}

}  // namespace eigencoder::kernels
