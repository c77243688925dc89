// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/core/packet.hpp>
#include <eigencoder/operations/activations.hpp>
#include <eigencoder/operations/broadcast.hpp>
#include <eigencoder/operations/product.hpp>

namespace eigencoder {

namespace detail {

/// Turns the adjoint of y = activation(z) into that of z, in place: nobody reads the former again.
template <class C, class R, class N, class Activation>
void through_activation(const View<C, R, N>& y, const Activation& activation) {
  if constexpr (FusedActivation<Activation>) {
    const Pieces cut = pieces(y);
    for_each_piece(y.context(), cut, nanoseconds_per_element, [&](Index i) {
      auto adjoint = cut.of(y.node()->data, 0, i);
      const auto values = cut.of(y, i);
      if constexpr (TakesPackets<Activation>) {
        by_packets([&](auto& g, auto value) { g *= activation.slope(value); }, values.size(),
                   adjoint.data(), values.data());
      } else {
        adjoint *= activation.slope(values);
      }
    });
  }
}

template <class Scalar, class Activation>
void apply_in_place(const void* object, Scalar* data, Index size) {
  const auto& activation = *static_cast<const Activation*>(object);
  if constexpr (TakesPackets<Activation>) {
    by_packets([&](auto& x) { x = activation.value(x); }, size, data);
  } else {
    apply_by_packets(data, data, size, [&](const auto& x) { return activation.value(x); });
  }
}

/// Whether an operation in such a context may apply the activation while it stores.
template <class Activation, class Context>
inline constexpr bool may_fuse = FusedActivation<Activation> ||
                                 (ElementwiseActivation<Activation> && !Context::records);

/// Whether it does: a `Sigmoid` only where nobody will ask for its logit.
template <class Activation, class Context>
bool is_fused(const Context& context) {
  return FusedActivation<Activation> || (may_fuse<Activation, Context> && !context.keeps_logits());
}

/// What applies such an activation, which must outlive it, to numbers that have just been stored.
template <class Context, class Activation>
auto finish_with(const Context& context, const Activation& activation) {
  using Scalar = typename Context::Scalar;
  kernels::Finish<Scalar> finish;
  if constexpr (may_fuse<Activation, Context>) {
    if (is_fused<Activation>(context)) {
      finish.object = &activation;
      finish.call = &apply_in_place<Scalar, Activation>;
    }
  }
  return finish;
}

/// The result of an operation that applies fused activations itself.
template <class C, class R, class N, class Activation>
auto activate_unless_fused(const View<C, R, N>& y, const Activation& activation) {
  if constexpr (FusedActivation<Activation>) {
    return y;
  } else if constexpr (may_fuse<Activation, C>) {
    return is_fused<Activation>(y.context()) ? y : activation(y);
  } else {
    return activation(y);
  }
}

}  // namespace detail

/// y = activation(w x + b): w is units x inputs, x inputs x n, b units x 1.
///
/// An activation whose slope follows from its output (`FusedActivation`) is applied while the
/// product is stored, as is in inference any of single numbers; any other is called on the result.
/// @throws ShapeError if w, x and b do not fit
template <class C, class RW, class NW, class RX, class NX, class RB, class Activation = Linear>
auto affine(const View<C, RW, NW>& w, const View<C, RX, NX>& x, const View<C, RB, Shape<1>>& b,
            const Activation& activation = {}) {
  const Index depth = common_shape("affine: columns of w, rows of x", w.columns(), x.rows());
  const auto units = common_shape("affine: rows of w, rows of b", w.shape(), b.shape());
  auto y = w.context().result(units, x.columns(), w, x, b);
  using W = View<C, RW, NW>;
  kernels::product<typename C::Scalar, W::known_rows, W::known_columns>(
      w.context().threads(), {w.data(), w.stride()}, {x.data(), x.stride()}, depth,
      {.data = y.write(), .rows = y.rows(), .columns = y.columns(), .start = b.data()},
      detail::finish_with(w.context(), activation));
  w.context().record(y, [=](auto* adjoint) {
    detail::through_activation(y, activation);
    detail::contribute_sum_over_batch(b, y);
    detail::contribute_to_left(w, x, adjoint);
    detail::contribute_to_right(w, x, adjoint);
  });
  return detail::activate_unless_fused(y, activation);
}

}  // namespace eigencoder
