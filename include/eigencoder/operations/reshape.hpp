// SPDX-License-Identifier: MIT
#pragma once

#include <new>
#include <string_view>

#include <eigencoder/operations/contiguous.hpp>

namespace eigencoder {

namespace detail {

/// @throws ShapeError if samples of the two shapes have not as many numbers; where the types show
///         it, it does not compile
template <class From, class To>
constexpr void check_as_many(std::string_view where, const From& from, To to) {
  using Before = decltype(from.size());
  using After = decltype(to.size());
  static_assert(may_be_equal<Before, After>,
                "eigencoder: Reshape: the shapes From and To have not as many numbers");
  if constexpr (!Before::is_static || !After::is_static) {
    if (!(from.size() == to.size())) {
      fail<ShapeError>(where, {from.size(), " numbers (", from, ")"}, {to.size(), " (", to, ")"});
    }
  }
}

/// The same numbers and the same adjoint under another shape; nothing is computed.
template <class C, class R, class N, class Rows, class Columns>
View<C, Rows, Columns> same_numbers(const View<C, R, N>& x, const Rows& rows,
                                    const Columns& columns) {
  return {x.context(), x.write(), rows, columns, x.node()};
}

/// Lets y remember the logit of x, seen as y sees x.
template <class X, class Y, class F>
void keep_logit(const X& x, Y& y, const F& see) {
  if (x.logit() == nullptr) return;
  y.set_logit(new (x.context().template allocate<Y>(1)) Y(see(*x.logit())));
}

}  // namespace detail

/// A batch of samples of another shape with as many numbers, in the order in which they lie in
/// memory: of an image height, width, channels, the channel fastest. What a sigmoid remembers
/// stays.
/// @throws ShapeError if the shapes have not as many numbers; where the types show it, it does not
///         compile
template <class C, class R, class N, class Rows>
auto reshape(const View<C, R, N>& x, const Rows& rows) {
  detail::check_as_many("reshape", x.shape(), rows);
  const auto see = [&](const View<C, R, N>& v) {
    return v.contiguous() ? detail::same_numbers(v, rows, v.columns())
                          : View<C, Rows, N>(v.context(), v.data(), rows, v.columns(), v.stride());
  };
  auto y = see(x);
  detail::keep_logit(x, y, see);
  return y;
}

/// Every pixel of a batch of images as a column, channels x (samples, rows, columns), copied only
/// if the images do not lie side by side. Features are an image of one pixel. What a sigmoid
/// remembers stays.
template <class C, class R, class N>
auto pixels(const View<C, R, N>& x) {
  const auto channels = x.shape().template axis<R::rank - 1>();
  const Shape<Dynamic> columns{Index{channels} == 0 ? 0 : x.size() / Index{channels}};
  const auto see = [&](const View<C, R, N>& v) {
    return detail::same_numbers(contiguous(v), channels, columns);
  };
  auto y = see(x);
  detail::keep_logit(x, y, see);
  return y;
}

}  // namespace eigencoder
