// SPDX-License-Identifier: MIT
#pragma once

#include <new>

#include <eigencoder/autodiff/context.hpp>

namespace eigencoder {

namespace detail {

/// The same numbers and the same adjoint under another shape; nothing is computed.
template <class C, class R, class N, class Rows, class Columns>
View<C, Rows, Columns> same_numbers(const View<C, R, N>& x, const Rows& rows,
                                    const Columns& columns) {
  using Result = View<C, Rows, Columns>;
  Result y(x.context(), x.write(), rows, columns, x.node());
  if (x.logit() != nullptr) {
    y.set_logit(new (x.context().template allocate<Result>(1))
                    Result(same_numbers(*x.logit(), rows, columns)));
  }
  return y;
}

}  // namespace detail

/// A batch of samples of another shape with as many numbers, in the order in which they lie in
/// memory: of an image height, width, channels, the channel fastest. What a sigmoid remembers
/// stays.
/// @throws ShapeError if the shapes have not as many numbers; where the types show it, it does not
///         compile
template <class C, class R, class N, class Rows>
auto reshape(const View<C, R, N>& x, const Rows& rows) {
  common_shape("reshape: numbers of a sample", x.rows(), rows.size());
  if (x.contiguous()) return detail::same_numbers(x, rows, x.columns());
  return View<C, Rows, N>(x.context(), x.data(), rows, x.columns(), x.stride());
}

/// Every pixel of a batch of images as a column, channels x (samples, rows, columns), copied only
/// if the images do not lie side by side. Features are an image of one pixel.
template <class C, class R, class N>
auto pixels(const View<C, R, N>& x) {
  const auto channels = x.shape().template axis<R::rank - 1>();
  const Shape<Dynamic> columns{Index{channels} == 0 ? 0 : x.size() / Index{channels}};
  if (x.contiguous()) return detail::same_numbers(x, channels, columns);
  const auto copy = x.context().result(channels, columns);
  Eigen::Map<Eigen::MatrixX<typename C::Scalar>>(copy.write(), x.rows(), x.columns()) = x.matrix();
  return copy;
}

}  // namespace eigencoder
