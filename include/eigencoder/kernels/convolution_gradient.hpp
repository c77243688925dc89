// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <eigencoder/kernels/convolution.hpp>
#include <eigencoder/kernels/product.hpp>

namespace eigencoder::kernels {

/// Sums over many samples or pixels are sums of so many parts, whatever the threads.
inline Index parts_of(Index count) { return std::min<Index>(count, 16); }

namespace detail {

/// The gradient of a convolution by its weights, for some samples. One of the two images is copied
/// into zeros, band by band, so that every tap of the window sees something of it at every place of
/// the other: then all taps are columns of one product over all places.
///
/// As a rule the image is copied and the adjoint has the rows. With few outputs lanes along them
/// would be nearly empty: then the rows are the inputs, and where steps allow it the adjoint is the
/// copy, so that taps are columns again.
template <class Scalar>
class TapGradient {
 public:
  using Pictures = Images<const Scalar>;

  TapGradient(const Window& window, const Pictures& image, const Pictures& adjoint)
      : window_(window),
        image_(image),
        adjoint_(adjoint),
        inputs_first_(wants_inputs_first<Scalar>(adjoint.channels, image.channels)),
        copies_adjoint_(inputs_first_ && window.height.stride == 1 && window.width.stride == 1),
        pixel_(copied().channels) {
    // Places an even number of cache lines apart would fall onto few sets of the cache.
    constexpr Index line = 64 / sizeof(Scalar);
    if (pixel_ % (2 * line) == 0) pixel_ += line;
    row_ = reach(window.width, other().width) * pixel_;
    const Index height = reach(window.height, other().height);
    constexpr Index budget = 32 * 1024;
    if (height * row_ <= budget) {
      rows_at_once_ = other().height;
      samples_at_once_ = budget / std::max<Index>(1, height * row_);
    } else {
      // All rows that fit beside those that the window reaches over.
      const Index room = (budget / row_ - window.height.span()) / step(window.height) + 1;
      rows_at_once_ = std::clamp<Index>(room, 4, std::max<Index>(4, other().height));
    }
    samples_at_once_ = std::clamp<Index>(samples_at_once_, 1, 16);
  }

  bool inputs_first() const { return inputs_first_; }

  /// How many numbers the copy of a band takes.
  Index scratch() const { return samples_at_once_ * reach(window_.height, rows_at_once_) * row_; }

  /// Adds the gradient over the samples [first, end) to `sum`.
  void add(Index first, Index end, Scalar* copy, Scalar* sum) const {
    for (Index sample = first; sample < end; sample += samples_at_once_) {
      const Index samples = std::min(samples_at_once_, end - sample);
      for (Index row = 0; row < other().height; row += rows_at_once_) {
        const Band band{sample, samples, row, std::min(rows_at_once_, other().height - row)};
        fill(band, copy);
        multiply(band, copy, sum);
      }
    }
  }

 private:
  Window window_;
  Pictures image_, adjoint_;
  bool inputs_first_, copies_adjoint_;
  Index pixel_, row_ = 0, rows_at_once_ = 1, samples_at_once_ = 1;

  const Pictures& copied() const { return copies_adjoint_ ? adjoint_ : image_; }
  const Pictures& other() const { return copies_adjoint_ ? image_ : adjoint_; }

  /// How far the window moves over the copy from one place of the other image to the next.
  Index step(const WindowAxis& axis) const { return copies_adjoint_ ? 1 : axis.stride; }
  /// How many places of the copy are seen from `count` places of the other image.
  Index reach(const WindowAxis& axis, Index count) const {
    return (count - 1) * step(axis) + axis.span();
  }
  /// What the first place sees first: from the image taps look backwards at the adjoint.
  Index shift(const WindowAxis& axis) const {
    return copies_adjoint_ ? axis.before - axis.span() + 1 : -axis.before;
  }

  /// Copies what the places of a band see.
  void fill(const Band& band, Scalar* copy) const {
    const Pictures& from = copied();
    const Index height = reach(window_.height, band.rows), width = row_ / pixel_;
    const Index first_row = band.row * step(window_.height) + shift(window_.height);
    const Index left = shift(window_.width);
    const Index margin = std::clamp<Index>(-left, 0, width);
    const Index inside = std::clamp<Index>(from.width - left, 0, width) - margin;
    for (Index i = 0; i < band.samples * height; ++i) {
      const Index row = first_row + i % height;
      Scalar* to = copy + i * row_;
      if (row < 0 || row >= from.height || inside <= 0) {
        std::fill_n(to, row_, Scalar(0));
        continue;
      }
      const Scalar* pixels = from.data + (band.sample + i / height) * from.size() +
                             row * from.row() + (left + margin) * from.channels;
      to = std::fill_n(to, margin * pixel_, Scalar(0));
      if (pixel_ == from.channels) {
        std::copy_n(pixels, inside * pixel_, to);
      } else {
        for (Index j = 0; j < inside; ++j)
          std::copy_n(pixels + j * from.channels, from.channels, to + j * pixel_);
      }
      std::fill_n(to + inside * pixel_, row_ - (margin + inside) * pixel_, Scalar(0));
    }
  }

  void multiply(const Band& band, const Scalar* copy, Scalar* sum) const {
    const Pictures& all = other();
    const WindowAxis &h = window_.height, &w = window_.width;
    const Index tap = image_.channels * adjoint_.channels;
    const Index height = reach(h, band.rows);
    const Scalar* place = all.data + band.sample * all.size() + band.row * all.row();
    const Nest places{{band.samples, height * row_, all.size()},
                      {band.rows, step(h) * row_, all.row()},
                      {all.width, step(w) * pixel_, all.channels}};
    const Loop tap_rows{h.kernel, h.dilation * row_, w.kernel * tap};
    const Loop tap_columns{w.kernel, w.dilation * pixel_, tap};
    GridProduct<Scalar> p{.left = place,
                          .right = copy,
                          .result = sum,
                          .rows = all.channels,
                          .depth = places,
                          .columns = {tap_rows, tap_columns, {copied().channels, 1, all.channels}},
                          .add = true};
    if (copies_adjoint_) {
      // The last tap sees what comes first.
      p.right += (h.kernel - 1) * tap_rows.right + (w.kernel - 1) * tap_columns.right;
      p.columns.outer.right *= -1;
      p.columns.middle.right *= -1;
    }
    if (!inputs_first_ || copies_adjoint_) return grid_product(p);
    // A tap at a time, with the copy on the left.
    for (Loop* loop : {&p.depth.outer, &p.depth.middle, &p.depth.inner})
      std::swap(loop->right, loop->other);
    p.right = place;
    p.rows = image_.channels;
    p.columns = {{}, {}, {adjoint_.channels, 1, image_.channels}};
    for (Index i = 0; i < h.kernel; ++i) {
      for (Index j = 0; j < w.kernel; ++j) {
        p.left = copy + i * tap_rows.right + j * tap_columns.right;
        p.result = sum + i * tap_rows.other + j * tap_columns.other;
        grid_product(p);
      }
    }
  }
};

/// to = sum of the parts, one after the other, or is increased by it.
template <class Scalar>
void sum_parts(Threads* threads, const Scalar* parts, Index count, Index size, Scalar* to,
               bool add) {
  split_runs(threads, size, static_cast<double>(count) / 4, [&](Index first, Index length) {
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
  const Index copy = detail::TapGradient<Scalar>(window, image, adjoint).scratch();
  return parts_of(samples) * (size + copy) + 2 * size;
}

/// The gradient of a convolution by its weights, outputs first, where `adjoint` is that of its
/// result: assigned or added.
template <class Scalar>
void weight_gradient(Threads* threads, const Window& window, Images<const Scalar> image,
                     Images<const Scalar> adjoint, Index samples, Scalar* scratch, Scalar* to,
                     bool add) {
  const Index taps = window.height.kernel * window.width.kernel;
  const Index size = taps * image.channels * adjoint.channels;
  const detail::TapGradient<Scalar> gradient(window, image, adjoint);
  const Index parts = parts_of(samples);
  Scalar *total = scratch + parts * size, *turned = total + size, *copies = turned + size;
  const double flops = 2. * static_cast<double>(taps * image.channels * adjoint.size()) *
                       static_cast<double>(samples);
  split(threads, parts, flops / 40 / static_cast<double>(parts), [&](Index part) {
    Scalar* sum = scratch + part * size;
    std::fill(sum, sum + size, Scalar(0));
    gradient.add(part * samples / parts, (part + 1) * samples / parts,
                 copies + part * gradient.scratch(), sum);
  });
  if (!gradient.inputs_first()) return detail::sum_parts(threads, scratch, parts, size, to, add);
  detail::sum_parts(threads, scratch, parts, size, total, false);
  turn_taps(taps, image.channels, adjoint.channels, total, turned);
  detail::sum_parts(threads, turned, 1, size, to, add);
}

/// The sum of pixels, channels x 1, assigned or added.
/// @param scratch  parts_of(pixels) times as many numbers as there are channels
template <class Scalar>
void sum_of_pixels(Threads* threads, const Scalar* data, Index channels, Index pixels,
                   Scalar* scratch, Scalar* to, bool add) {
  const Index parts = parts_of(pixels);
  const double nanoseconds = static_cast<double>(pixels / std::max<Index>(1, parts) * channels) / 4;
  split(threads, parts, nanoseconds, [&](Index part) {
    const Index first = part * pixels / parts, end = (part + 1) * pixels / parts;
    sum_of_columns<Scalar>(nullptr, {data + first * channels, channels}, channels, end - first,
                           scratch + part * channels, false);
  });
  detail::sum_parts(threads, scratch, parts, channels, to, add);
}

}  // namespace eigencoder::kernels
