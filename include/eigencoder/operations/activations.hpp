// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <new>
#include <type_traits>

#include <eigencoder/operations/elementwise.hpp>
#include <eigencoder/operations/logistic.hpp>

namespace eigencoder {

namespace detail {

/// Whether an activation says `takes_packets`: its functions work on a `Packet` as on an array.
template <class A>
concept TakesPackets = requires {
  requires A::takes_packets;
};

/// What an activation's functions are called with: packets, or arrays of that type.
template <class A, class Array>
using ActivationInput = std::conditional_t<TakesPackets<A>, Packet<float>, Array>;

}  // namespace detail

/// An activation of single numbers: `value(x)` works on Eigen arrays, element by element. In
/// inference operations such as `affine` apply it while they store. One that says
/// `static constexpr bool takes_packets = true` is called with a `Packet` there: it is compiled
/// sooner.
template <class A>
concept ElementwiseActivation =
    requires(const A& activation, const detail::ActivationInput<A, detail::PacketView<float>>& x) {
  activation.value(x);
};

/// One whose slope follows from its output alone, by `slope(y)`: it is applied so in training too.
template <class A>
concept FusedActivation = ElementwiseActivation<A> &&
    requires(const A& activation,
             const detail::ActivationInput<A, Eigen::Map<const Eigen::ArrayXf>>& y) {
  activation.slope(y);
};

namespace detail {

/// 1 where y > 0, else 0. Eigen 3.4 does not vectorise a comparison; this it does.
template <class Array>
auto step(const Array& y) {
  using Scalar = typename Array::Scalar;
  return y.max(Scalar(0)).min(Scalar(1)).ceil();
}
template <class Scalar>
auto step(const Packet<Scalar>& y) {
  return y.step();
}

/// The element-wise operation of a fused activation.
template <class A, class C, class R, class N>
auto activate(const A& activation, const View<C, R, N>& x) {
  return map(
      x, [=](auto a) { return activation.value(a); },
      [=](auto g, auto, auto y) { return g * activation.slope(y); });
}

}  // namespace detail

/// max(x, 0), with slope 0 at 0.
struct Relu {
  static constexpr bool takes_packets = true;
  template <class Array>
  auto value(const Array& x) const {
    return x.max(typename Array::Scalar(0));
  }
  template <class Array>
  auto slope(const Array& y) const {
    return detail::step(y);
  }
  auto operator()(const auto& x) const { return detail::activate(*this, x); }
};

/// x for x > 0, else slope_below x. Keras's layer takes 0.3, PyTorch 0.01.
/// The call throws ValueError if slope_below is negative.
struct LeakyRelu {
  double slope_below = 0.3;

  static constexpr bool takes_packets = true;
  template <class Array>
  auto value(const Array& x) const {
    using Scalar = typename Array::Scalar;
    return x.max(Scalar(0)) + below(x) * x.min(Scalar(0));
  }
  template <class Array>
  auto slope(const Array& y) const {
    using Scalar = typename Array::Scalar;
    return detail::step(y) + below(y) * (Scalar(1) - detail::step(y));
  }
  auto operator()(const auto& x) const { return detail::activate(*this, x); }

 private:
  template <class Array>
  typename Array::Scalar below(const Array&) const {
    check_at_least("LeakyRelu: slope_below", slope_below, 0.);  // the output tells the side
    return static_cast<typename Array::Scalar>(slope_below);
  }
};

/// The hyperbolic tangent.
struct Tanh {
  auto value(const auto& x) const { return x.tanh(); }
  template <class Array>
  auto slope(const Array& y) const {
    return typename Array::Scalar(1) - y.square();
  }
  auto operator()(const auto& x) const { return detail::activate(*this, x); }
};

/// x for x > 0, else e^x - 1 (Clevert et al. 2015 with alpha 1, as in Keras and PyTorch).
struct Elu {
  template <class Array>
  auto value(const Array& x) const {
    using Scalar = typename Array::Scalar;
    return x.max(Scalar(0)) + x.min(Scalar(0)).expm1();
  }
  template <class Array>
  auto slope(const Array& y) const {
    using Scalar = typename Array::Scalar;
    return y.min(Scalar(0)) + Scalar(1);
  }
  auto operator()(const auto& x) const { return detail::activate(*this, x); }
};

template <class C, class R, class N>
auto relu(const View<C, R, N>& x) {
  return Relu{}(x);
}

/// x for x > 0, else slope_below x.
template <class C, class R, class N>
auto leaky_relu(const View<C, R, N>& x, double slope_below) {
  return LeakyRelu{slope_below}(x);
}

template <class C, class R, class N>
auto tanh(const View<C, R, N>& x) {
  return Tanh{}(x);
}

template <class C, class R, class N>
auto elu(const View<C, R, N>& x) {
  return Elu{}(x);
}

/// 1 / (1 + e^-x). The result remembers x as its logit, at no cost, and `binary_crossentropy`
/// computes with the logit when it is there: finite and with a gradient however large x is. An
/// operation that makes a new value from the result loses it.
template <class C, class R, class N>
auto sigmoid(const View<C, R, N>& x) {
  using Logit = View<C, R, N>;
  using Scalar = typename C::Scalar;
  auto y = detail::map(
      x, [](auto a) { return detail::logistic(a); },
      [](auto g, auto, auto s) { return g * s * (Scalar(1) - s); });
  y.set_logit(new (x.context().template allocate<Logit>(1)) Logit(x));
  return y;
}

/// log(1 + e^x), without overflow.
template <class C, class R, class N>
auto softplus(const View<C, R, N>& x) {
  using Scalar = typename C::Scalar;
  return detail::map(
      x, [](auto a) { return a.max(Scalar(0)) + (-a.abs()).exp().log1p(); },
      [](auto g, auto a, auto) { return g * detail::logistic(a); });
}

/// x sigmoid(x), also known as swish (Ramachandran et al. 2017).
template <class C, class R, class N>
auto silu(const View<C, R, N>& x) {
  using Scalar = typename C::Scalar;
  return detail::map(
      x, [](auto a) { return a * detail::logistic(a); },
      [](auto g, auto a, auto y) { return g * (y + detail::logistic(a) * (Scalar(1) - y)); });
}

/// x Phi(x) with the normal distribution function Phi (Hendrycks, Gimpel 2016), the exact form.
template <class C, class R, class N>
auto gelu(const View<C, R, N>& x) {
  using Scalar = typename C::Scalar;
  constexpr double root_half = 0.70710678118654752;
  [[maybe_unused]] constexpr double density_at_0 = 0.39894228040143268;  // without a Tape
  constexpr auto phi = [](Scalar a) { return Scalar(0.5) * std::erfc(-a * Scalar(root_half)); };
  return detail::map(
      x, [phi](auto a) { return a * a.unaryExpr(phi); },
      [phi](auto g, auto a, auto) {
        return g *
               (a.unaryExpr(phi) + a * (Scalar(-0.5) * a.square()).exp() * Scalar(density_at_0));
      });
}

/// 1 / (1 + e^-x); see `sigmoid` for what it remembers.
struct Sigmoid {
  static constexpr bool independent_samples() { return true; }
  auto value(const auto& x) const { return detail::logistic(x); }
  auto operator()(const auto& x) const { return sigmoid(x); }
};

struct Softplus {
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const { return softplus(x); }
};

struct Silu {
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const { return silu(x); }
};

struct Gelu {
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const { return gelu(x); }
};

/// No activation.
struct Linear {
  static constexpr bool independent_samples() { return true; }
  auto operator()(const auto& x) const { return x; }
};

}  // namespace eigencoder
