// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <ostream>
#include <string_view>
#include <utility>

#include <eigencoder/core/error.hpp>

namespace eigencoder {

using Eigen::Dynamic;
using Eigen::Index;

namespace detail {

/// Extents known only at run time; nothing at all where there are none, so that static shapes are
/// empty.
template <std::size_t Count>
struct RuntimeExtents {
  std::array<Index, Count> values{};
};
template <>
struct RuntimeExtents<0> {};

}  // namespace detail

/// The extents of one sample, or of a parameter: each a constant of the type or `Dynamic` and then
/// a value, as in `std::extents`. A shape of rank 1 stands for its extent and converts to `Index`.
///
///   Shape<28, 28, 1> image;      Shape<Dynamic> features{table.cols()};
template <Index... Extents>
class Shape {
  static_assert(((Extents >= 0 || Extents == Dynamic) && ...),
                "eigencoder: Shape: an extent is a number of at least 0, or Dynamic");

 public:
  static constexpr int rank = sizeof...(Extents);
  static constexpr std::array<Index, sizeof...(Extents)> extents{Extents...};
  static constexpr int dynamic_rank = static_cast<int>(((Extents == Dynamic ? 1 : 0) + ... + 0));
  static constexpr bool is_static = dynamic_rank == 0;

 private:  // before the constructors, or clang 14 does not find them in constant expressions
  static constexpr std::size_t slot(int axis) {
    std::size_t before = 0;
    for (int i = 0; i < axis; ++i) before += extents[static_cast<std::size_t>(i)] == Dynamic;
    return before;
  }

  constexpr void set(int axis, Index value) {
    const Index fixed = extents[static_cast<std::size_t>(axis)];
    if (fixed != Dynamic) {
      if (fixed != value) fail<ShapeError>("Shape", value, {"the static extent ", fixed});
    } else {
      if constexpr (!is_static) runtime_.values[slot(axis)] = value;
    }
  }

 public:
  constexpr Shape() = default;

  /// A shape of one extent from a number, so that `Dense<Dynamic>{n}` reads as it should.
  /// @throws ShapeError if the extent is static and the number another
  constexpr Shape(Index extent) requires(rank == 1) { set(0, extent); }

  /// A shape from all its extents, static ones included.
  /// @throws ShapeError if a static extent is given another number
  constexpr Shape(auto... all) requires(rank > 1 && sizeof...(all) == rank) {
    int axis = 0;
    (set(axis++, static_cast<Index>(all)), ...);
  }

  /// Extent of an axis, as a number.
  constexpr Index extent(int axis) const {
    const Index fixed = extents[static_cast<std::size_t>(axis)];
    if constexpr (!is_static) {
      if (fixed == Dynamic) return runtime_.values[slot(axis)];
    }
    return fixed;
  }

  /// Extent of an axis, as a shape of rank 1 whose type keeps what is known.
  template <int Axis>
  constexpr auto axis() const {
    return Shape<extents[Axis]>{extent(Axis)};
  }

  /// Number of elements, as a shape of rank 1.
  constexpr auto size() const {
    if constexpr (is_static) {
      return Shape<(Extents * ... * 1)>{};
    } else {
      Index product = 1;
      for (int axis = 0; axis < rank; ++axis) product *= extent(axis);
      return Shape<Dynamic>{product};
    }
  }

  constexpr operator Index() const requires(rank == 1) { return extent(0); }

 private:
  [[no_unique_address]] detail::RuntimeExtents<static_cast<std::size_t>(dynamic_rank)> runtime_;
};

/// A static shape: `shape<28, 28, 1>()`.
template <Index... Extents>
constexpr Shape<Extents...> shape() {
  return {};
}

/// Whether all extents agree, as numbers.
template <Index... A, Index... B>
constexpr bool operator==(const Shape<A...>& a, const Shape<B...>& b) {
  if constexpr (sizeof...(A) != sizeof...(B)) return false;
  for (int axis = 0; axis < Shape<A...>::rank; ++axis) {
    if (a.extent(axis) != b.extent(axis)) return false;
  }
  return true;
}

/// Written as `28 x 28 x 1`.
template <Index... Extents>
std::ostream& operator<<(std::ostream& out, const Shape<Extents...>& shape) {
  for (int axis = 0; axis < shape.rank; ++axis) out << (axis ? " x " : "") << shape.extent(axis);
  return out;
}

namespace detail {

template <class A, class B>
struct Agree;
template <Index... A, Index... B>
struct Agree<Shape<A...>, Shape<B...>> {
  static constexpr bool value = [] {
    if constexpr (sizeof...(A) != sizeof...(B)) {
      return false;
    } else {
      return ((A == B || A == Dynamic || B == Dynamic) && ...);
    }
  }();
};

}  // namespace detail

/// Whether two shapes may be equal, as far as their types tell.
template <class A, class B>
inline constexpr bool may_be_equal = detail::Agree<A, B>::value;

/// Of two equal shapes the one whose type knows more.
template <class A, class B>
constexpr auto more_static(const A& a, const B& b) {
  if constexpr (A::is_static || !B::is_static) {
    return a;
  } else {
    return b;
  }
}

/// The shape that two operands share, as static as either says.
/// @throws ShapeError if they differ, and does not compile where the types show that they do
template <class A, class B>
constexpr auto common_shape(std::string_view where, const A& a, const B& b) {
  static_assert(
      may_be_equal<A, B>,
      "eigencoder: this operation needs operands of the same shape; see the two shapes below");
  if constexpr (may_be_equal<A, B> && !(A::is_static && B::is_static)) {
    if (!(a == b)) fail<ShapeError>(where, b, a);
  }
  return more_static(a, b);
}

/// A sum of extents, static if both are.
template <Index A, Index B>
constexpr auto operator+(const Shape<A>& a, const Shape<B>& b) {
  if constexpr (A != Dynamic && B != Dynamic) {
    return Shape<A + B>{};
  } else {
    return Shape<Dynamic>{a.extent(0) + b.extent(0)};
  }
}

/// A shape of all the extents of these, one after the other, as static as they are.
template <Index... A, Index... B, class... Rest>
constexpr auto concatenate(const Shape<A...>& a, const Shape<B...>& b, const Rest&... rest) {
  const auto both = [&]<std::size_t... I, std::size_t... J>(std::index_sequence<I...>,
                                                            std::index_sequence<J...>) {
    return Shape<A..., B...>(a.extent(static_cast<int>(I))..., b.extent(static_cast<int>(J))...);
  }
  (std::index_sequence_for<Shape<A>...>{}, std::index_sequence_for<Shape<B>...>{});
  if constexpr (sizeof...(Rest) == 0) {
    return both;
  } else {
    return concatenate(both, rest...);
  }
}

}  // namespace eigencoder
