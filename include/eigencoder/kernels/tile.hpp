// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>

namespace eigencoder::kernels {

/// What is done to finished numbers while they are in the nearest cache: nothing, or such as an
/// activation. By address, so that kernels are compiled once, not for every activation.
template <class Scalar>
struct Finish {
  const void* object = nullptr;
  void (*call)(const void* object, Scalar* data, Eigen::Index size) = nullptr;

  void operator()(Scalar* data, Eigen::Index size) const {
    if (call != nullptr) call(object, data, size);
  }
};

namespace detail {

/// Calls f(i) for i in [0, N), N times in a row: whole arrays of registers stay in registers.
template <int N, class F>
[[gnu::always_inline]] inline void unroll(const F& f) {
  static_assert(N <= 32);
#pragma GCC unroll 32
  for (int i = 0; i < N; ++i) f(i);
}

/// The tile that the registers hold: two registers of rows times six columns. Of 16 registers
/// twelve sums, two of the left operand and one of the right take nearly all; of 32 more could be
/// had, but each column's address wants a register too: on Zen 4 six and eight columns reach 90 to
/// 98 % of the rate of multiply-adds, ten 80, and sixteen of a single register 70.
template <class Scalar>
struct Tile {
  static constexpr int packet = Eigen::internal::packet_traits<Scalar>::size;
  static constexpr int lanes = 2 * packet;
  static constexpr int columns = 6;
  /// The fewest rows of a tile, and the most, those of a product with a vector. With AVX-512 there
  /// is room for 16 sums, and Zen 4 does two multiply-adds of half a register at once.
#ifdef EIGEN_VECTORIZE_AVX512
  static constexpr int narrowest = packet / 2, tallest = 16 * packet;
#else
  static constexpr int narrowest = packet, tallest = 8 * packet;
#endif
};

/// The widest packet that divides `Lanes` numbers; where the narrowest is wider, a number by
/// itself.
template <class Scalar, int Lanes>
struct PacketOf {
  using Best = typename Eigen::internal::find_best_packet<Scalar, Lanes>::type;
  static constexpr bool fits = Lanes % Eigen::internal::unpacket_traits<Best>::size == 0;
  static auto choose() {
    if constexpr (fits) {
      return Best{};
    } else {
      return Scalar{};
    }
  }
  using type = decltype(choose());
};

}  // namespace detail

}  // namespace eigencoder::kernels
