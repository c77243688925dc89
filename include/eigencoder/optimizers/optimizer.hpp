// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
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

/// Elements that an optimizer takes at a time: the pieces of all its vectors fit the L1 cache.
inline constexpr Eigen::Index block_size = 512;

/// Temporary of a block, on the stack. Roots are taken into one: it is aligned, so that the same
/// elements go through the same vector instructions wherever the parameters lie.
template <class Scalar>
using Block = Eigen::Array<Scalar, Eigen::Dynamic, 1, 0, block_size, 1>;

/// body(block of each vector) for block after block of vectors of one length.
template <class... Vectors>
void for_each_block(auto body, Eigen::Index size, Vectors... vectors) {
  for (Eigen::Index start = 0; start < size; start += block_size) {
    const Eigen::Index count = std::min(block_size, size - start);
    body(Vectors(vectors.data() + start, count)...);
  }
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
/// of the vectors, from several threads at once. Stretches that start at multiples of 512 elements
/// give the bits of one call on all.
template <class O, class Scalar = float>
concept Optimizer = std::copyable<O> && requires(const O& description, O& changed) {
  { O::moments } -> std::convertible_to<std::size_t>;
  { changed.learning_rate } -> std::same_as<double&>;
  description.check();
} && detail::can_step<O, Scalar>(std::make_index_sequence<std::size_t{O::moments}>{});

}  // namespace eigencoder
