// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <eigencoder/core/error.hpp>

namespace eigencoder {

/// A stretch of a flat vector that an optimizer writes; it need not be aligned.
template <class Scalar>
using FlatRef = Eigen::Map<Eigen::ArrayX<Scalar>>;

/// A stretch of a flat vector that an optimizer reads.
template <class Scalar>
using ConstFlatRef = Eigen::Map<const Eigen::ArrayX<Scalar>>;

namespace detail {

/// Whether `optimizer(step, parameters, gradient, moments...)` can be called with that many
/// moments.
template <class O, class Scalar, std::size_t... I>
constexpr bool can_step(std::index_sequence<I...>) {
  return std::invocable<const O&, std::int64_t, FlatRef<Scalar>, ConstFlatRef<Scalar>,
                        decltype((I, std::declval<FlatRef<Scalar>>()))...>;
}

}  // namespace detail

/// What moves the parameters: a plain description of an update, without any state.
///
///   static constexpr int moments = 2;   // state vectors, as long as the parameters, zero at first
///   double learning_rate = 1e-3;        // changed by schedules while training
///   void check() const;                 // throws ValueError for a bad hyper-parameter
///   template <class Scalar>             // one update; step counts from 1
///   void operator()(std::int64_t step, FlatRef<Scalar> parameters, ConstFlatRef<Scalar> gradient,
///                   FlatRef<Scalar> moment, ...) const;
///
/// The call is a function of its arguments element by element: a trainer may make it on stretches
/// of the vectors, from several threads at once, but cuts them at multiples of 512 elements alone,
/// so that Eigen's packets stay whole. `by_packets` is the fast way to go along them.
template <class O, class Scalar = float>
concept Optimizer = std::copyable<O> && requires(const O& description, O& changed) {
  { O::moments } -> std::convertible_to<std::size_t>;
  { changed.learning_rate } -> std::same_as<double&>;
  description.check();
} && detail::can_step<O, Scalar>(std::make_index_sequence<std::size_t{O::moments}>{});

}  // namespace eigencoder
