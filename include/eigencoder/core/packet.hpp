// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <type_traits>

namespace eigencoder {

/// As many numbers as a register holds, with what operators and functions of an Eigen array are
/// wanted here: a formula of packets takes the compiler a tenth of the time, and stays in
/// registers.
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
  /// a b + c, fused where the machine can: unlike of `a * b + c` that is not left to the compiler.
  friend Packet multiply_add(Packet a, Packet b, Packet c) {
    return Eigen::internal::pmadd(a.numbers, b.numbers, c.numbers);
  }
  Packet& operator+=(Packet other) { return *this = *this + other; }
  Packet& operator-=(Packet other) { return *this = *this - other; }
  Packet& operator*=(Packet other) { return *this = *this * other; }

  static Packet load(const Scalar* from) { return Eigen::internal::ploadu<Register>(from); }
  void store(Scalar* to) const { Eigen::internal::pstoreu(to, numbers); }

  Packet square() const { return *this * *this; }
  /// By Eigen's vector function, which may be off by a bit or two.
  Packet sqrt() const { return Eigen::internal::psqrt(numbers); }
  Packet max(Packet other) const { return Eigen::internal::pmax(numbers, other.numbers); }
  Packet min(Packet other) const { return Eigen::internal::pmin(numbers, other.numbers); }
  Scalar sum() const { return Eigen::internal::predux(numbers); }
  /// The first of the numbers.
  Scalar first() const { return Eigen::internal::pfirst(numbers); }
  /// 1 where a number is greater than 0, else (of NaN too) 0.
  Packet step() const {
    const Register zero = Eigen::internal::pset1<Register>(Scalar(0));
    const Register one = Eigen::internal::pset1<Register>(Scalar(1));
    return Eigen::internal::pand(Eigen::internal::pcmp_lt(zero, numbers), one);
  }
};

/// Calls f(packet of each vector) along vectors of `size` numbers of one type, and stores what
/// becomes of the packets of those that are not constant.
///
///   by_packets([](auto& sum, auto x) { sum += x.square(); }, size, sums, numbers);
///
/// Each of the last numbers is repeated in a packet of its own; a copy that is filled up would take
/// longer. So f may turn packets into packets but not add them up, and every number goes through
/// the same operations, wherever it lies. Which products a compiler fuses into sums it may choose
/// anew for the last numbers, so a formula should leave it no choice: `multiply_add`.
template <class F, class... Scalars>
void by_packets(const F& f, Eigen::Index size, Scalars*... vectors) {
  using Scalar = std::common_type_t<std::remove_const_t<Scalars>...>;
  const auto store = [](auto* to, const Packet<Scalar>& packet) {
    if constexpr (!std::is_const_v<std::remove_pointer_t<decltype(to)>>) packet.store(to);
  };
  const auto store_first = [](auto* to, const Packet<Scalar>& packet) {
    if constexpr (!std::is_const_v<std::remove_pointer_t<decltype(to)>>) *to = packet.first();
  };
  Eigen::Index i = 0;
  for (; i + Packet<Scalar>::size <= size; i += Packet<Scalar>::size) {
    [&](auto... packets) {
      f(packets...);
      (store(vectors + i, packets), ...);
    }(Packet<Scalar>::load(vectors + i)...);
  }
  for (; i < size; ++i) {
    [&](auto... packets) {
      f(packets...);
      (store_first(vectors + i, packets), ...);
    }(Packet<Scalar>(vectors[i])...);
  }
}

}  // namespace eigencoder
