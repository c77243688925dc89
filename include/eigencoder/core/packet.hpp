// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <type_traits>

namespace eigencoder {

/// As many numbers as a register holds, with the operators and functions of a short Eigen array: a
/// formula of these takes the compiler a tenth of the time, and stays in registers.
template <class Scalar_>
struct Packet {
  using Scalar = Scalar_;
  using Register = typename Eigen::internal::packet_traits<Scalar>::type;
  static constexpr Eigen::Index size = Eigen::internal::unpacket_traits<Register>::size;

  Register numbers;

  /// Zeros.
  Packet() : numbers(Eigen::internal::pset1<Register>(Scalar(0))) {}
  Packet(Register all) : numbers(all) {}
  /// That number `size` times.
  Packet(Scalar number) requires(size > 1) : numbers(Eigen::internal::pset1<Register>(number)) {}

  friend Packet operator+(Packet a, Packet b) {
    return Eigen::internal::padd(a.numbers, b.numbers);
  }
  friend Packet operator-(Packet a, Packet b) {
    return Eigen::internal::psub(a.numbers, b.numbers);
  }
  friend Packet operator*(Packet a, Packet b) {
    return Eigen::internal::pmul(a.numbers, b.numbers);
  }
  friend Packet operator/(Packet a, Packet b) {
    return Eigen::internal::pdiv(a.numbers, b.numbers);
  }
  Packet& operator+=(Packet other) { return *this = *this + other; }
  Packet& operator-=(Packet other) { return *this = *this - other; }

  Packet square() const { return *this * *this; }
  Packet sqrt() const { return Eigen::internal::psqrt(numbers); }
  Packet max(Packet other) const { return Eigen::internal::pmax(numbers, other.numbers); }
  Packet min(Packet other) const { return Eigen::internal::pmin(numbers, other.numbers); }
  Scalar sum() const { return Eigen::internal::predux(numbers); }
  /// The first of the numbers.
  Scalar first() const { return Eigen::internal::pfirst(numbers); }
  /// 1 where a number is greater than 0, else 0.
  Packet step() const {
    const Register zero = Eigen::internal::pset1<Register>(Scalar(0));
    const Register one = Eigen::internal::pset1<Register>(Scalar(1));
    return Eigen::internal::pand(Eigen::internal::pcmp_lt(zero, numbers), one);
  }
};

namespace detail {

template <class Scalar>
Packet<Scalar> load_packet(const Scalar* from) {
  return Eigen::internal::ploadu<typename Packet<Scalar>::Register>(from);
}
template <class Scalar>
void store_packet(Scalar* to, const Packet<Scalar>& packet) {
  Eigen::internal::pstoreu(to, packet.numbers);
}

}  // namespace detail

/// Calls f(packet of each vector) along vectors of `size` numbers of one type, and stores what
/// becomes of the packets of those that are not constant.
///
///   by_packets([](auto& sum, auto x) { sum += x.square(); }, size, sums, numbers);
///
/// Each of the last numbers gets a packet of its own, so that all go through the same instructions,
/// wherever they lie; a copy that is filled up would take longer.
template <class F, class... Scalars>
void by_packets(const F& f, Eigen::Index size, Scalars*... vectors) {
  using Scalar = std::common_type_t<std::remove_const_t<Scalars>...>;
  const auto store = [](auto* to, const Packet<Scalar>& packet) {
    if constexpr (!std::is_const_v<std::remove_pointer_t<decltype(to)>>)
      detail::store_packet(to, packet);
  };
  const auto store_first = [](auto* to, const Packet<Scalar>& packet) {
    if constexpr (!std::is_const_v<std::remove_pointer_t<decltype(to)>>) *to = packet.first();
  };
  Eigen::Index i = 0;
  for (; i + Packet<Scalar>::size <= size; i += Packet<Scalar>::size) {
    [&](auto... packets) {
      f(packets...);
      (store(vectors + i, packets), ...);
    }(detail::load_packet(vectors + i)...);
  }
  for (; i < size; ++i) {
    [&](auto... packets) {
      f(packets...);
      (store_first(vectors + i, packets), ...);
    }(Packet<Scalar>(vectors[i])...);
  }
}

}  // namespace eigencoder
