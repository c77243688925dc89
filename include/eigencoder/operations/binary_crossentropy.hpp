// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <eigencoder/operations/activations.hpp>
#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/extrema.hpp>
#include <eigencoder/operations/functions.hpp>
#include <eigencoder/operations/reductions.hpp>
#include <eigencoder/operations/stop_gradient.hpp>

namespace eigencoder {

namespace detail {

/// @throws ShapeError if the target has another shape
template <class P, class T>
void check_target(const P& p, const T& t) {
  common_shape("binary_crossentropy", p.shape(), t.shape());
  common_shape("binary_crossentropy: samples", p.columns(), t.columns());
}

/// The sum of max(z, 0) - z t + log(1 + e^-|z|) over a piece, given p = sigmoid(z).
///
/// The last term is -log max(p, 1 - p), and a logarithm costs more than all the rest: 64 factors,
/// each at least 1/2, are multiplied before one is taken of them.
template <class Array>
auto crossentropy_of_logits(const Array& z, const Array& p, const Array& t) {
  using Scalar = typename Array::Scalar;
  using Lanes = Eigen::Array<Scalar, sum_lanes, 1>;
  constexpr Index block = 64 * sum_lanes;
  Lanes sum = Lanes::Zero();
  Index i = 0;
  while (i + sum_lanes <= z.size()) {
    Lanes likelihood = Lanes::Ones();
    for (const Index end = std::min(z.size(), i + block); i + sum_lanes <= end; i += sum_lanes) {
      const Lanes zi = z.template segment<sum_lanes>(i), pi = p.template segment<sum_lanes>(i);
      sum += zi.max(Scalar(0)) - zi * t.template segment<sum_lanes>(i);
      likelihood *= pi.max(Scalar(1) - pi);
    }
    sum -= likelihood.log();
  }
  Scalar rest = 0;
  for (; i < z.size(); ++i) {
    rest += std::max(z[i], Scalar(0)) - z[i] * t[i] - std::log(std::max(p[i], Scalar(1) - p[i]));
  }
  return rest + ordered_sum(sum);
}

}  // namespace detail

/// Mean binary cross-entropy between sigmoid(z), computed from the logit z, and a target, 1 x 1,
/// in nats; p is that sigmoid.
///
///   L = 1 / (d n) sum_ij [ max(z_ij, 0) - z_ij t_ij + log(1 + e^-|z_ij|) ]
///
/// Finite for every z; its gradient is (sigmoid(z) - t) / (d n).
template <class C, class RZ, class RT, class N, class NT>
auto binary_crossentropy_of_logit(const View<C, RZ, N>& z, const View<C, RZ, N>& p,
                                  const View<C, RT, NT>& t) {
  using Scalar = typename C::Scalar;
  detail::check_target(z, t);
  const detail::Pieces cut = detail::pieces(z, p, t);
  const double factor = detail::reciprocal(z.size());
  auto y = z.context().result(shape<1>(), shape<1>(), z, t);
  const double total = detail::sum_over_pieces(z.context(), cut, [&](Index i) {
    return detail::crossentropy_of_logits(cut.of(z, i), cut.of(p, i), cut.of(t, i));
  });
  *y.write() = static_cast<Scalar>(factor * total);
  z.context().record(y, [=](auto* adjoint) {
    const Scalar g = *adjoint * static_cast<Scalar>(factor);
    detail::contribute(z, cut, [&](Index i) { return g * (cut.of(p, i) - cut.of(t, i)); });
    detail::contribute(t, cut, [&](Index i) { return -g * cut.of(z, i); });
  });
  return y;
}

/// Mean binary cross-entropy between logits and a target: see `binary_crossentropy_of_logit`.
/// @param z  logits, d x n
/// @param t  target, d x n, in [0, 1]
/// @throws ShapeError if the shapes differ
template <class C, class RZ, class N, class RT, class NT>
auto binary_crossentropy_with_logits(const View<C, RZ, N>& z, const View<C, RT, NT>& t) {
  return binary_crossentropy_of_logit(z, stop_gradient(sigmoid(stop_gradient(z))), t);
}

/// Mean binary cross-entropy between a reconstruction and its target, 1 x 1, in nats.
///
///   L = -1 / (d n) sum_ij [ t_ij log p_ij + (1 - t_ij) log(1 - p_ij) ]
///
/// A p that a sigmoid returned is taken by its logit (`binary_crossentropy_of_logit`). Any other is
/// clipped to [1e-7, 1 - 1e-7] as Keras does, and has no gradient where it was outside.
/// @param p  reconstruction, d x n, probabilities
/// @param t  target, d x n, in [0, 1]
/// @throws ShapeError if the shapes differ
template <class C, class RP, class N, class RT, class NT>
auto binary_crossentropy(const View<C, RP, N>& p, const View<C, RT, NT>& t) {
  if (p.logit() != nullptr) return binary_crossentropy_of_logit(*p.logit(), stop_gradient(p), t);
  detail::check_target(p, t);
  const auto q = clamp(p, 1e-7, 1 - 1e-7);
  return -mean(product(t, log(q)) + product(1 - t, log(1 - q)));
}

}  // namespace eigencoder
