// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <type_traits>

namespace eigencoder::detail {

/// Whether integers of a packet's width are shifted by one instruction: not with AVX alone.
#if defined(EIGEN_VECTORIZE_AVX) && !defined(EIGEN_VECTORIZE_AVX2)
inline constexpr bool shifts_packets = false;
#else
inline constexpr bool shifts_packets = true;
#endif

/// 1 / (1 + e^-x) by packets of floats: e^-x = 2^n e^-s with an integer n and |s| <= ln(2) / 2, the
/// latter by 1 - s and four terms more, chosen for the least relative error, 1e-7. So the result is
/// exact to 3e-7 of it where it is a normal number. Eigen's exponential guards against what cannot
/// be here, and takes twice as long.
template <class P>
P logistic_packet(const P& x) {
  using namespace Eigen::internal;
  using Integers = typename unpacket_traits<P>::integer_packet;
  const auto number = [](float value) { return pset1<P>(value); };
  // The sum with 1.5 * 2^23 has n in its last bits. Beyond the limits e^-x is no normal number. Of
  // NaN and another number pmin and pmax return their first argument, so NaN stays.
  const P limited = pmax(pmin(x, number(87)), number(-87));
  const P shifted = pmadd(limited, number(-1.44269504f), number(12582912));
  const P n = psub(shifted, number(12582912));
  P s = pmadd(n, number(0.693145752f), limited);  // x + n ln(2), of which few bits at first
  s = pmadd(n, number(1.42860677e-6f), s);
  P e = pmadd(s, number(-0.008312521f), number(0.04189016f));
  e = pmadd(e, s, number(-0.16667114f));
  e = pmadd(e, s, number(0.4999923f));
  e = pmadd(e, s, number(-1));
  e = pmadd(e, s, number(1));
  const Integers exponent = plogical_shift_left<23>(preinterpret<Integers>(shifted));
  const P power = preinterpret<P>(padd(exponent, preinterpret<Integers>(number(1))));
  return pdiv(number(1), pmadd(e, power, number(1)));
}

template <class Scalar>
struct LogisticOp {
  Scalar operator()(const Scalar& x) const { return Scalar(1) / (Scalar(1) + std::exp(-x)); }
  template <class P>
  P packetOp(const P& x) const {
    using namespace Eigen::internal;
    if constexpr (std::is_same_v<Scalar, float> && shifts_packets) {
      return logistic_packet(x);
    } else {
      const P one = pset1<P>(Scalar(1));
      return pdiv(one, padd(one, pexp(pnegate(x))));
    }
  }
};

/// 1 / (1 + e^-x), element by element.
template <class Array>
auto logistic(const Array& x) {
  return x.unaryExpr(LogisticOp<typename Array::Scalar>{});
}

}  // namespace eigencoder::detail

/// Eigen's way to tell that a function works on packets, and what it costs.
template <class Scalar>
struct Eigen::internal::functor_traits<eigencoder::detail::LogisticOp<Scalar>> {
  enum { Cost = 20 * NumTraits<Scalar>::MulCost, PacketAccess = packet_traits<Scalar>::HasExp };
};
