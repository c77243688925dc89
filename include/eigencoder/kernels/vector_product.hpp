// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <type_traits>

#include <eigencoder/core/shape.hpp>
#include <eigencoder/kernels/tile.hpp>

namespace eigencoder::kernels {

/// result = start + a matrix times a vector, or is increased by it: the matrix rows x depth, its
/// columns `column` apart, and the numbers of the vector `step` apart.
template <class Scalar>
struct VectorProduct {
  const Scalar* matrix;
  Index column;
  const Scalar* vector;
  Index step;
  Scalar* result;
  Index rows, depth;
  const Scalar* start = nullptr;
  bool add = false;
};

namespace detail {

/// a b + c, of single numbers too as Eigen's packets have it: rounded once where they are.
template <class P>
P multiply_add(const P& a, const P& b, const P& c) {
#if defined(EIGEN_VECTORIZE_FMA) || defined(__ARM_FEATURE_FMA)
  if constexpr (std::is_floating_point_v<P>) return std::fma(a, b, c);
#endif
  return Eigen::internal::pmadd(a, b, c);
}

/// The rows from r on, `Lanes` at a time, then what is left in half as many.
template <int Lanes, class Scalar>
void vector_rows(const VectorProduct<Scalar>& p, Index r) {
  using namespace Eigen::internal;
  using P = typename PacketOf<Scalar, Lanes>::type;
  constexpr int packet = unpacket_traits<P>::size, registers = Lanes / packet;
  for (; r + Lanes <= p.rows; r += Lanes) {
    P sum[registers];
    const Scalar* start = p.add ? p.result : p.start;
    unroll<registers>([&](int i) {
      sum[i] = start == nullptr ? pset1<P>(Scalar(0)) : ploadu<P>(start + r + i * packet);
    });
    for (Index k = 0; k < p.depth; ++k) {
      const Scalar* from = p.matrix + r + k * p.column;
      const P factor = pset1<P>(p.vector[k * p.step]);
      unroll<registers>(
          [&](int i) { sum[i] = multiply_add(ploadu<P>(from + i * packet), factor, sum[i]); });
    }
    unroll<registers>([&](int i) { pstoreu(p.result + r + i * packet, sum[i]); });
  }
  if constexpr (Lanes > 1) {
    if (r < p.rows) vector_rows<Lanes / 2>(p, r);
  }
}

}  // namespace detail

/// As many rows at once as registers hold sums of: so the matrix is read nearly in the order in
/// which it lies. Sums run as in `grid_product`, to the same bits.
template <class Scalar>
void vector_product(const VectorProduct<Scalar>& p) {
  detail::vector_rows<detail::Tile<Scalar>::tallest>(p, 0);
}

}  // namespace eigencoder::kernels
