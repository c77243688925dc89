// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/core/threads.hpp>
#include <eigencoder/core/window.hpp>
#include <eigencoder/kernels/bands.hpp>
#include <eigencoder/kernels/dot_product.hpp>
#include <eigencoder/kernels/grid_product.hpp>
#include <eigencoder/kernels/runs.hpp>
#include <eigencoder/kernels/transpose.hpp>

namespace eigencoder::kernels {

/// A batch of images, height x width x channels one after the other, the channel fastest.
template <class Scalar>
struct Images {
  Scalar* data;
  Index height, width, channels;

  Index row() const { return width * channels; }
  Index size() const { return height * row(); }
};

/// What a convolution sums with: for each tap of the window a matrix of outputs x inputs.
template <class Scalar>
struct TapWeights {
  const Scalar* data;
  /// Whether the outputs lie side by side, or else the inputs.
  bool outputs_first;
};

/// Whether a convolution wants the weights of a tap with the inputs side by side: with few outputs
/// the lanes run along the inputs.
template <class Scalar>
constexpr bool wants_inputs_first(Index outputs, Index inputs) {
  constexpr int packet = detail::Tile<Scalar>::packet;
  return 2 * outputs < packet && inputs >= packet;
}

namespace detail {

/// The product that gives the places of two runs of one image after another.
template <class Scalar>
GridProduct<Scalar> places(const Run& h, const Run& w, const Window& window,
                           const Images<const Scalar>& from, const Images<Scalar>& to,
                           bool outputs_first) {
  const Index tap = from.channels * to.channels;
  return {
      .left = nullptr,
      .right = from.data + h.seen * from.row() + w.seen * from.channels,
      .result = to.data + h.place * to.row() + w.place * to.channels,
      .rows = to.channels,
      .depth = Nest{{h.taps, h.seen_tap_step * from.row(), h.tap_step * window.width.kernel * tap},
                    {w.taps, w.seen_tap_step * from.channels, w.tap_step * tap},
                    {from.channels, 1, outputs_first ? to.channels : 1}}
                   .merged(),
      .columns = {{1, from.size(), to.size()},
                  {h.count, h.seen_step * from.row(), h.place_step * to.row()},
                  {w.count, w.seen_step * from.channels, w.place_step * to.channels}}};
}

template <class Scalar, class ForEachRun>
void convolve(Threads* threads, const Window& window, const TapWeights<Scalar>& weights,
              Images<const Scalar> from, Images<Scalar> to, Index samples, const Scalar* start,
              bool add, const ForEachRun& for_each_run, const Finish<Scalar>& finish) {
  const Index taps = window.height.kernel * window.width.kernel;
  const Bands bands(samples, to.height, from.size() + to.size());
  const double flops = 2. * static_cast<double>(taps * from.channels * to.row());
  const double nanoseconds = flops / 40 * static_cast<double>(bands.rows_of_one());
  split(threads, bands.count(), nanoseconds, [&](Index task) {
    const Band band = bands[task];
    for_each_run(window.height, band.row, band.row + band.rows, [&](const Run& h) {
      for_each_run(window.width, Index{0}, to.width, [&](const Run& w) {
        auto p = places(h, w, window, from, to, weights.outputs_first);
        p.left = weights.data + (h.tap * window.width.kernel + w.tap) * from.channels * to.channels;
        p.right += band.sample * from.size();
        p.result += band.sample * to.size();
        p.columns.outer.count = band.samples;
        p.start = start;
        p.add = add;
        if (weights.outputs_first) {
          grid_product(p);
        } else {
          p.left_row = from.channels;
          dot_product(p);
        }
      });
    });
    finish(to.data + band.sample * to.size() + band.row * to.row(),
           band.samples * band.rows * to.row());
  });
}

}  // namespace detail

/// A convolution: to = start + weights * from, each place of `to` being an output of the window
/// over `from`; or is increased by it. `finish(data, size)` is called with the results of each task
/// while they are in the cache.
///
/// No padding is copied and no column is laid out: places that see through the same taps are one
/// product over the images as they lie (`GridProduct`), those at the borders products of their own.
template <class Scalar>
void convolve(Threads* threads, const Window& window, const TapWeights<Scalar>& weights,
              Images<const Scalar> from, Images<Scalar> to, Index samples, const Scalar* start,
              bool add, const Finish<Scalar>& finish = {}) {
  const auto runs = [](const auto&... arguments) { for_each_output_run(arguments...); };
  detail::convolve(threads, window, weights, from, to, samples, start, add, runs, finish);
}

/// The transposed convolution: to is the input of the window and is made of `from`, the output. The
/// gradient of a convolution by its input, and the value of a transposed one.
template <class Scalar>
void convolve_transposed(Threads* threads, const Window& window, const TapWeights<Scalar>& weights,
                         Images<const Scalar> from, Images<Scalar> to, Index samples,
                         const Scalar* start, bool add, const Finish<Scalar>& finish = {}) {
  const auto runs = [](const auto&... arguments) { for_each_input_run(arguments...); };
  detail::convolve(threads, window, weights, from, to, samples, start, add, runs, finish);
}

/// The other layout of the weights: of each tap outputs x inputs the transpose.
template <class Scalar>
void turn_taps(Index taps, Index rows, Index columns, const Scalar* from, Scalar* to) {
  for (Index tap = 0; tap < taps; ++tap) {
    transpose(rows, columns, from + tap * rows * columns, rows, to + tap * rows * columns);
  }
}

}  // namespace eigencoder::kernels
