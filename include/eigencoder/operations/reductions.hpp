// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <numeric>
#include <type_traits>

#include <eigencoder/kernels/tile.hpp>
#include <eigencoder/operations/elementwise.hpp>

namespace eigencoder {

namespace detail {

inline constexpr int sum_lanes = 16;

/// The sum of an array or expression, in one order on every machine: Eigen's own depends on the
/// registers and on where the numbers lie.
template <class Array>
auto ordered_sum(const Array& x) {
  using Scalar = typename Array::Scalar;
  using Lanes = Eigen::Array<Scalar, sum_lanes, 1>;
  Lanes lanes = Lanes::Zero();
  Index i = 0;
  for (; i + sum_lanes <= x.size(); i += sum_lanes) lanes += x.template segment<sum_lanes>(i);
  Scalar sum = 0;
  for (; i < x.size(); ++i) sum += x.coeff(i);
  for (int lane = 0; lane < sum_lanes; ++lane) sum += lanes.coeff(lane);
  return sum;
}

/// Likewise of f(packets of the vectors), a formula of packets.
template <class F, class... Scalars>
auto ordered_sum(const F& f, Index size, const Scalars*... vectors) {
  using Scalar = std::common_type_t<Scalars...>;
  constexpr int packet = Packet<Scalar>::size, packets = sum_lanes / packet;
  static_assert(sum_lanes % packet == 0, "eigencoder: a packet is wider than a sum is taken");
  Packet<Scalar> sums[packets];
  Index i = 0;
  for (; i + sum_lanes <= size; i += sum_lanes) {
    kernels::detail::unroll<packets>(
        [&](int k) { sums[k] += f(Packet<Scalar>::load(vectors + i + k * packet)...); });
  }
  Scalar sum = 0;
  for (; i < size; ++i) sum += f(Packet<Scalar>(vectors[i])...).first();
  std::array<Scalar, sum_lanes> lanes;
  for (int k = 0; k < packets; ++k) sums[k].store(lanes.data() + k * packet);
  return std::accumulate(lanes.begin(), lanes.end(), sum);
}

/// The sum of part(i) over the pieces, each of them one task; added in order, in double.
template <class Context, class F>
auto sum_over_pieces(Context& context, const Pieces& pieces, const F& part) {
  using Scalar = typename Context::Scalar;
  Scalar* parts = context.template allocate<Scalar>(static_cast<std::size_t>(pieces.count()));
  for_each_piece(context, pieces, nanoseconds_per_element, [&](Index i) { parts[i] = part(i); });
  double sum = 0;
  for (Index i = 0; i < pieces.count(); ++i) sum += static_cast<double>(parts[i]);
  return sum;
}

/// factor times the sum of value(x), as 1 x 1; slope(x) is the derivative of value.
template <class C, class R, class N, class F, class G>
auto reduce(const View<C, R, N>& x, double factor, const F& value, const G& slope) {
  using Scalar = typename C::Scalar;
  const Pieces cut = pieces(x);
  auto y = x.context().result(shape<1>(), shape<1>(), x);
  const auto part = [&](Index i) { return ordered_sum(value(cut.of(x, i))); };
  *y.write() = static_cast<Scalar>(factor * sum_over_pieces(x.context(), cut, part));
  x.context().record(y, [=](auto* adjoint) {
    const Scalar g = *adjoint * static_cast<Scalar>(factor);
    contribute(x, cut, [&](Index i) { return slope(cut.of(x, i), g); });
  });
  return y;
}

template <class C, class R, class N>
auto scaled_sum(const View<C, R, N>& x, double factor) {
  return reduce(
      x, factor, [](auto a) { return a; },
      [](auto a, auto g) { return Eigen::ArrayX<typename C::Scalar>::Constant(a.size(), g); });
}

/// A row y_j = factor sum_i x_ij, 1 x n.
template <class C, class R, class N>
auto scaled_sum_over_features(const View<C, R, N>& x, double factor) {
  using Scalar = typename C::Scalar;
  const auto f = static_cast<Scalar>(factor);
  const Pieces columns{x.size(), x.rows(), false};
  auto y = x.context().result(shape<1>(), x.columns(), x);
  // Not for_each_piece: without features there are no pieces, but still a sum for each sample.
  split(x.context().threads(), x.columns(), nanoseconds_per_element * static_cast<double>(x.rows()),
        [&](Index j) { y.write()[j] = f * ordered_sum(columns.of(x, j)); });
  x.context().record(y, [=](auto* adjoint) {
    contribute(x, columns,
               [&](Index j) { return Eigen::ArrayX<Scalar>::Constant(x.rows(), f * adjoint[j]); });
  });
  return y;
}

/// A column y_i = factor sum_j x_ij, d x 1. Runs of rows are the tasks, so each sum has one order.
template <class C, class R, class N>
auto scaled_sum_over_batch(const View<C, R, N>& x, double factor) {
  using Scalar = typename C::Scalar;
  const auto f = static_cast<Scalar>(factor);
  auto y = x.context().result(x.shape(), shape<1>(), x);
  const Pieces rows = pieces(y);
  for_each_piece(x.context(), rows, static_cast<double>(x.columns()) * nanoseconds_per_element,
                 [&](Index i) {
                   auto out = rows.of(y.write(), 0, i);
                   out.setZero();
                   for (Index j = 0; j < x.columns(); ++j) {
                     out += rows.of(x.data() + j * x.stride(), 0, i);
                   }
                   out *= f;
                 });
  const Pieces columns{x.size(), x.rows(), false};
  x.context().record(y, [=](auto* adjoint) {
    contribute(x, columns, [&](Index) {
      return f * Pieces{x.rows(), x.rows(), true}.of(adjoint, 0, 0);
    });
  });
  return y;
}

inline double reciprocal(Index count) { return count == 0 ? 0. : 1. / static_cast<double>(count); }

}  // namespace detail

/// The sum of all elements, 1 x 1.
template <class C, class R, class N>
auto sum(const View<C, R, N>& x) {
  return detail::scaled_sum(x, 1);
}

/// The mean of all elements, 1 x 1; 0 for none.
template <class C, class R, class N>
auto mean(const View<C, R, N>& x) {
  return detail::scaled_sum(x, detail::reciprocal(x.size()));
}

/// The sum over the features of each sample, 1 x n.
template <class C, class R, class N>
auto sum_over_features(const View<C, R, N>& x) {
  return detail::scaled_sum_over_features(x, 1);
}

/// The mean over the features of each sample, 1 x n.
template <class C, class R, class N>
auto mean_over_features(const View<C, R, N>& x) {
  return detail::scaled_sum_over_features(x, detail::reciprocal(x.rows()));
}

/// The sum of each feature over the batch, d x 1.
template <class C, class R, class N>
auto sum_over_batch(const View<C, R, N>& x) {
  return detail::scaled_sum_over_batch(x, 1);
}

/// The mean of each feature over the batch, d x 1; 0 for an empty batch.
template <class C, class R, class N>
auto mean_over_batch(const View<C, R, N>& x) {
  return detail::scaled_sum_over_batch(x, detail::reciprocal(x.columns()));
}

/// The sum of the squares of all elements, 1 x 1.
template <class C, class R, class N>
auto squared_norm(const View<C, R, N>& x) {
  using Scalar = typename C::Scalar;
  return detail::reduce(
      x, 1, [](auto a) { return a.square(); }, [](auto a, auto g) { return Scalar(2) * g * a; });
}

}  // namespace eigencoder
