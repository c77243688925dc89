// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>

#include <eigencoder/operations/reductions.hpp>
#include <eigencoder/operations/reshape.hpp>

namespace eigencoder {

namespace detail {

// What follows works on channels x pixels, one after the other in memory.

/// How many numbers a piece of work on every pixel has: several pixels, so that loops are long
/// however few the channels.
constexpr Index pixel_run(Index channels) {
  const Index count = std::max<Index>(1, channels);
  return count * ((255 + count) / count);
}

/// The cut for such work; each piece starts with the first channel.
template <class C, class R, class N>
Pieces pixel_pieces(const View<C, R, N>& x) {
  return {x.size(), pixel_run(x.rows()), true};
}

/// How many bytes of the context's memory so many calls of `tiled` take.
template <class Scalar>
constexpr std::size_t tiled_bytes(std::size_t calls, Index channels) {
  return calls * piece_bytes<Scalar>(static_cast<std::size_t>(pixel_run(channels)));
}

/// The numbers value(channel), over and over, as many as a piece has.
template <class Context, class F>
auto tiled(Context& context, const Pieces& cut, Index channels, const F& value) {
  using Scalar = typename Context::Scalar;
  Scalar* numbers = context.template allocate<Scalar>(static_cast<std::size_t>(cut.length));
  for (Index i = 0; i < channels; ++i) numbers[i] = static_cast<Scalar>(value(i));
  for (Index i = channels; i < cut.length; ++i) numbers[i] = numbers[i - channels];
  return Eigen::Map<const Eigen::ArrayX<Scalar>>(numbers, cut.length);
}

/// The sum of f(i), as long as piece i, over all pixels: one number a channel. A task sums 32
/// pieces, and the sums of the tasks are added in order, in double.
template <class Context, class F>
const double* sum_over_pixels(Context& context, const Pieces& cut, Index channels, const F& f) {
  using Scalar = typename Context::Scalar;
  constexpr Index pieces_a_task = 32;
  const Index tasks = (cut.count() + pieces_a_task - 1) / pieces_a_task;
  Scalar* parts = context.template allocate<Scalar>(static_cast<std::size_t>(tasks * cut.length));
  const double work = pieces_a_task * static_cast<double>(cut.length) * nanoseconds_per_element;
  split(context.threads(), tasks, work, [&](Index task) {
    Eigen::Map<Eigen::ArrayX<Scalar>> part(parts + task * cut.length, cut.length);
    part.setZero();
    const Index end = std::min(cut.count(), (task + 1) * pieces_a_task);
    for (Index i = task * pieces_a_task; i < end; ++i) {
      const auto piece = f(i);
      part.head(piece.size()) += piece;
    }
  });
  double* sums = context.template allocate<double>(static_cast<std::size_t>(channels));
  std::fill_n(sums, channels, 0.);
  for (Index first = 0; first < tasks * cut.length; first += channels) {
    for (Index i = 0; i < channels; ++i) sums[i] += static_cast<double>(parts[first + i]);
  }
  return sums;
}

/// Adds one number a channel to the adjoint of a column, or assigns them if they are the first.
template <class C, class R>
void contribute_sums(const View<C, R, Shape<1>>& column, const double* sums) {
  if (column.node() == nullptr) return;
  auto& [adjoint, written] = *column.node();
  for (Index i = 0; i < column.rows(); ++i) {
    const auto sum = static_cast<typename C::Scalar>(sums[i]);
    adjoint[i] = written ? adjoint[i] + sum : sum;
  }
  written = true;
}

/// 1 / sqrt(variance + epsilon) of a channel.
template <class Column>
double inverse_deviation(const Column& variance, double epsilon, Index channel) {
  return 1 / std::sqrt(static_cast<double>(variance.data()[channel]) + epsilon);
}

/// xhat = (x - mean) / sqrt(variance + epsilon), with a mean and a variance for each channel.
template <class X, class Column>
void standardize(const Pieces& cut, const X& x, const Column& mean, const Column& variance,
                 double epsilon, typename X::Scalar* xhat) {
  const auto center = tiled(x.context(), cut, x.rows(), [&](Index i) { return mean.data()[i]; });
  const auto scale = tiled(x.context(), cut, x.rows(),
                           [&](Index i) { return inverse_deviation(variance, epsilon, i); });
  for_each_piece(x.context(), cut, nanoseconds_per_element, [&](Index i) {
    const auto in = cut.of(x, i);
    cut.of(xhat, 0, i) = (in - center.head(in.size())) * scale.head(in.size());
  });
}

/// y = gamma xhat + beta, with a gamma and a beta for each channel; xhat may lie where y does.
template <class Y, class Column>
void scale_and_shift(const Pieces& cut, const typename Y::Scalar* xhat, const Column& gamma,
                     const Column& beta, const Y& y) {
  const auto scale = tiled(y.context(), cut, y.rows(), [&](Index i) { return gamma.data()[i]; });
  const auto shift = tiled(y.context(), cut, y.rows(), [&](Index i) { return beta.data()[i]; });
  for_each_piece(y.context(), cut, nanoseconds_per_element, [&](Index i) {
    const auto in = cut.of(xhat, 0, i);
    cut.of(y.write(), 0, i) = in * scale.head(in.size()) + shift.head(in.size());
  });
}

/// For each channel the sum over all pixels of y's adjoint g, and that of g xhat: what reaches beta
/// and gamma.
template <class Y>
const double* sums_of_adjoint(const Pieces& cut, const Y& y) {
  return sum_over_pixels(y.context(), cut, y.rows(),
                         [&](Index i) { return cut.of(y.node()->data, 0, i); });
}
template <class Y>
const double* sums_of_adjoint(const Pieces& cut, const Y& y, const typename Y::Scalar* xhat) {
  return sum_over_pixels(y.context(), cut, y.rows(), [&](Index i) {
    return cut.of(y.node()->data, 0, i) * cut.of(xhat, 0, i);
  });
}

/// The way back through y = gamma xhat + beta to gamma and beta.
template <class Y, class Column>
void contribute_to_columns(const Pieces& cut, const Y& y, const typename Y::Scalar* xhat,
                           const Column& gamma, const Column& beta) {
  if (beta.node() != nullptr) contribute_sums(beta, sums_of_adjoint(cut, y));
  if (gamma.node() != nullptr) contribute_sums(gamma, sums_of_adjoint(cut, y, xhat));
}

/// Room for xhat if the way back will ask for it, else y's own.
template <class Y>
auto* room_for_xhat(const Y& y, bool kept) {
  if (!kept) return y.write();
  return y.context().template allocate<typename Y::Scalar>(static_cast<std::size_t>(y.size()));
}

/// The channels, of which x and the columns have as many.
template <class X, class Column>
auto common_channels(std::string_view where, const X& x, const Column& gamma, const Column& beta) {
  const auto channels = x.shape().template axis<X::Rows::rank - 1>();
  return common_shape(where, common_shape(where, channels, gamma.shape()), beta.shape());
}

}  // namespace detail

/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, channel by channel, with a mean and a
/// variance that are given and that no gradient reaches.
///
/// @param x      features or images; the last extent is that of the channels
/// @param gamma  channels x 1, as are beta, mean and variance
/// @throws ShapeError if x has another number of channels
template <class C, class R, class N, class RP>
auto normalization(const View<C, R, N>& x, const View<C, RP, Shape<1>>& gamma,
                   const View<C, RP, Shape<1>>& beta, const View<C, RP, Shape<1>>& mean,
                   const View<C, RP, Shape<1>>& variance, double epsilon) {
  const auto channels = detail::common_channels("normalization: channels", x, gamma, beta);
  detail::common_channels("normalization: channels", x, mean, variance);
  const auto in = pixels(x);
  const detail::Pieces cut = detail::pixel_pieces(in);
  const auto y = x.context().result(channels, in.columns(), in, gamma, beta);
  auto* xhat = detail::room_for_xhat(y, gamma.node() != nullptr);
  detail::standardize(cut, in, mean, variance, epsilon, xhat);
  detail::scale_and_shift(cut, xhat, gamma, beta, y);
  x.context().record(y, [=](auto* adjoint) {
    detail::contribute_to_columns(cut, y, xhat, gamma, beta);
    const auto slope = detail::tiled(in.context(), cut, in.rows(), [&](Index i) {
      return detail::inverse_deviation(variance, epsilon, i) * static_cast<double>(gamma.data()[i]);
    });
    detail::contribute(in, cut, [&](Index i) {
      const auto g = cut.of(adjoint, 0, i);
      return g * slope.head(g.size());
    });
  });
  return detail::same_numbers(y, x.shape(), x.columns());
}

}  // namespace eigencoder
