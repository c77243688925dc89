// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <type_traits>

#include <eigencoder/core/shape.hpp>

namespace eigencoder {

// How an image is resized, as types: `Resize2D<32, 32, Bicubic, Legacy>`.

/// The nearest pixel, without its neighbours.
struct Nearest {};
/// The two neighbours along each axis, by their distance.
struct Bilinear {};
/// The four neighbours along each axis, by a cubic of their distance (Keys 1981).
struct Bicubic {};

/// A pixel is an area, and its place its middle: (o + 1/2) input / output - 1/2. Of Keras since
/// TensorFlow 2.
struct HalfPixel {};
/// The grid of TensorFlow 1: place o lies at o input / output, so images move by half a pixel.
struct Legacy {};

namespace detail {

/// One place of an axis after resizing: a weighted sum of at most four places before it.
template <class Scalar>
struct Taps {
  Index count = 0;
  std::array<Index, 4> places{};
  std::array<Scalar, 4> weights{};

  void add(Index place, double weight) {
    if (weight == 0) return;
    const auto i = static_cast<std::size_t>(count++);
    places[i] = place;
    weights[i] = static_cast<Scalar>(weight);
  }
};

/// Where a place lies on the axis before resizing: `part` of the way from `whole` to the next.
struct Position {
  Index whole;
  double part;
};

/// The position of place o, in whole numbers until the end: no rounding moves it to another pixel.
template <class Grid>
Position position(Index o, Index input, Index output) {
  const Index unit = 2 * output;
  const Index shifted = std::is_same_v<Grid, HalfPixel> ? (2 * o + 1) * input + output
                                                        : 2 * o * input + unit;  // never negative
  return {shifted / unit - 1, static_cast<double>(shifted % unit) / static_cast<double>(unit)};
}

/// The weight of a neighbour at that distance from 0 to 2 (Keys 1981, equation 4).
inline double cubic(double a, double distance) {
  const double d = distance;
  return d <= 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
}

/// The place, or the axis's first or last where it lies outside.
inline Index clamp_to(Index place, Index input) { return std::clamp<Index>(place, 0, input - 1); }

template <class Grid, class Scalar>
void add_taps(Nearest, const Position& at, Index input, Taps<Scalar>& taps) {
  const bool next = std::is_same_v<Grid, HalfPixel> && at.part >= 0.5;
  taps.add(clamp_to(at.whole + (next ? 1 : 0), input), 1);
}

template <class Grid, class Scalar>
void add_taps(Bilinear, const Position& at, Index input, Taps<Scalar>& taps) {
  taps.add(clamp_to(at.whole, input), 1 - at.part);
  taps.add(clamp_to(at.whole + 1, input), at.part);
}

/// TensorFlow keeps 1024 coefficients for each a, so the part is rounded to a 1024th. On the legacy
/// grid a is -3/4, and at the borders an edge pixel counts for those beyond it; with half pixels a
/// is -1/2, and those beyond do not count: the weights of the others are divided by their sum.
template <class Grid, class Scalar>
void add_taps(Bicubic, const Position& at, Index input, Taps<Scalar>& taps) {
  constexpr bool half_pixel = std::is_same_v<Grid, HalfPixel>;
  const double part = std::nearbyint(at.part * 1024) / 1024;
  const auto inside = [&](Index k) { return 0 <= at.whole + k && at.whole + k < input; };
  const auto weight = [&](Index k) {
    const double distance = std::abs(static_cast<double>(k) - part);
    return half_pixel && !inside(k) ? 0 : cubic(half_pixel ? -0.5 : -0.75, distance);
  };
  const double sum = half_pixel ? weight(-1) + weight(0) + weight(1) + weight(2) : 1;
  for (const Index k : {-1, 0, 1, 2}) taps.add(clamp_to(at.whole + k, input), weight(k) / sum);
}

/// The taps of all places of an axis, in the context's memory: a sparse matrix, output x input.
template <class Interpolation, class Grid, class Context>
auto axis_taps(Context& context, Index input, Index output) {
  using Row = Taps<typename Context::Scalar>;
  Row* rows = context.template allocate<Row>(static_cast<std::size_t>(output));
  for (Index o = 0; o < output; ++o) {
    rows[o] = Row{};
    add_taps<Grid>(Interpolation{}, position<Grid>(o, input, output), input, rows[o]);
  }
  return static_cast<const Row*>(rows);
}

}  // namespace detail

}  // namespace eigencoder
