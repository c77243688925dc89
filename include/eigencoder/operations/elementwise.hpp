// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <string_view>
#include <type_traits>

#include <eigencoder/autodiff/context.hpp>
#include <eigencoder/core/packet.hpp>

namespace eigencoder::detail {

/// How a matrix is cut for element-wise work: flat runs of a fixed length where all operands are
/// contiguous, else columns. The cut depends on shapes alone, never on the number of threads.
struct Pieces {
  static constexpr Index run = 4096;  // fits the first-level cache several times

  Index size;
  Index length;
  bool flat;

  Index count() const { return length == 0 ? 0 : (size + length - 1) / length; }

  /// Piece i of an operand, of which columns are `stride` apart.
  template <class Scalar>
  auto of(Scalar* data, Index stride, Index i) const {
    using Array = Eigen::ArrayX<std::remove_const_t<Scalar>>;
    using Map = Eigen::Map<std::conditional_t<std::is_const_v<Scalar>, const Array, Array>>;
    return Map(data + i * (flat ? length : stride), std::min(length, size - i * length));
  }
  template <class C, class R, class N>
  auto of(const View<C, R, N>& x, Index i) const {
    return of(x.data(), x.stride(), i);
  }
};

/// The cut for operands of one size.
template <class First, class... Rest>
Pieces pieces(const First& first, const Rest&... rest) {
  const bool flat = first.contiguous() && (... && rest.contiguous());
  return {first.size(), flat ? Pieces::run : Index{first.rows()}, flat};
}

/// Calls f(i) for each piece, on the context's threads; an element costs about `work` nanoseconds.
template <class Context, class F>
void for_each_piece(Context& context, const Pieces& pieces, double work, const F& f) {
  split(context.threads(), pieces.count(), work * static_cast<double>(pieces.length), f);
}

inline constexpr double nanoseconds_per_element = 0.5;

/// Calls put(piece i of the operand's adjoint, i, add) for each piece; the first contribution to an
/// adjoint is not added to what is there.
template <class C, class R, class N, class F>
void for_each_adjoint_piece(const View<C, R, N>& x, const Pieces& pieces, const F& put) {
  Adjoint<typename C::Scalar>* adjoint = x.node();
  if (adjoint == nullptr) return;
  const bool add = adjoint->written;
  for_each_piece(x.context(), pieces, nanoseconds_per_element,
                 [&](Index i) { put(pieces.of(adjoint->data, x.rows(), i), i, add); });
  adjoint->written = true;
}

/// Adds `contribution(i)` to piece i of the operand's adjoint, or assigns it if it is the first.
template <class C, class R, class N, class F>
void contribute(const View<C, R, N>& x, const Pieces& pieces, const F& contribution) {
  for_each_adjoint_piece(x, pieces, [&](auto target, Index i, bool add) {
    if (add) {
      target += contribution(i);
    } else {
      target = contribution(i);
    }
  });
}

/// Likewise of a formula of packets: contribution(packets of the operands).
template <class C, class R, class N, class F, class... Operands>
void contribute_packets(const View<C, R, N>& x, const Pieces& pieces, const F& contribution,
                        const Operands&... operands) {
  for_each_adjoint_piece(x, pieces, [&](auto target, Index i, bool add) {
    const auto put = [&](auto& sum, auto... values) {
      const auto fresh = contribution(values...);
      sum = add ? sum + fresh : fresh;
    };
    by_packets(put, target.size(), target.data(), pieces.of(operands, i).data()...);
  });
}

/// A packet of numbers, as functions of single elements see them: one type, as each takes the
/// compiler long.
template <class Scalar>
using PacketView =
    Eigen::Map<const Eigen::Array<Scalar, Eigen::internal::packet_traits<Scalar>::size, 1>>;

/// y = value(x), element by element, always by whole packets: Eigen's vector functions round
/// otherwise than those of a single number, and what becomes of a number may not depend on where it
/// lies. y may be x.
template <class Scalar, class F>
void apply_by_packets(const Scalar* x, Scalar* y, Index size, const F& value) {
  constexpr int packet = Eigen::internal::packet_traits<Scalar>::size;
  using Result = Eigen::Map<Eigen::Array<Scalar, packet, 1>>;
  Index i = 0;
  for (; i + packet <= size; i += packet) Result(y + i) = value(PacketView<Scalar>(x + i));
  if (i == size) return;
  std::array<Scalar, packet> last{};
  std::copy(x + i, x + size, last.begin());
  Result(last.data()) = value(PacketView<Scalar>(last.data()));
  std::copy_n(last.begin(), size - i, y + i);
}

/// y = value(x), element by element, with the pullback slope(adjoint of y, x, y).
template <class C, class R, class N, class F, class G>
auto map(const View<C, R, N>& x, const F& value, const G& slope) {
  const Pieces cut = pieces(x);
  auto y = x.context().result(x.shape(), x.columns(), x);
  for_each_piece(x.context(), cut, nanoseconds_per_element, [&](Index i) {
    const auto from = cut.of(x, i);
    apply_by_packets(from.data(), cut.of(y.write(), y.stride(), i).data(), from.size(), value);
  });
  x.context().record(y, [=](auto* adjoint) {
    contribute(x, cut, [&](Index i) {
      return slope(cut.of(adjoint, y.stride(), i), cut.of(x, i), cut.of(y, i));
    });
  });
  return y;
}

/// y = value(a, b), element by element, with a pullback slope(adjoint of y, a, b) for each operand.
template <class C, class RA, class NA, class RB, class NB, class F, class GA, class GB>
auto zip(std::string_view name, const View<C, RA, NA>& a, const View<C, RB, NB>& b, const F& value,
         const GA& slope_a, const GB& slope_b) {
  const auto shape = common_shape(name, a.shape(), b.shape());
  const auto columns = common_shape(name, a.columns(), b.columns());
  const Pieces cut = pieces(a, b);
  auto y = a.context().result(shape, columns, a, b);
  for_each_piece(a.context(), cut, nanoseconds_per_element, [&](Index i) {
    cut.of(y.write(), y.stride(), i) = value(cut.of(a, i), cut.of(b, i));
  });
  a.context().record(y, [=](auto* adjoint) {
    const auto g = [&](Index i) { return cut.of(adjoint, y.stride(), i); };
    contribute(a, cut, [&](Index i) { return slope_a(g(i), cut.of(a, i), cut.of(b, i)); });
    contribute(b, cut, [&](Index i) { return slope_b(g(i), cut.of(a, i), cut.of(b, i)); });
  });
  return y;
}

}  // namespace eigencoder::detail
