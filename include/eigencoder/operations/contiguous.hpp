// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/autodiff/context.hpp>

namespace eigencoder {

/// x itself where its samples lie side by side, else a copy: only what a caller gives, a constant,
/// ever lies otherwise.
template <class C, class R, class N>
View<C, R, N> contiguous(const View<C, R, N>& x) {
  if (x.contiguous()) return x;
  const View<C, R, N> copy = x.context().result(x.shape(), x.columns());
  Eigen::Map<Eigen::MatrixX<typename C::Scalar>>(copy.write(), x.rows(), x.columns()) = x.matrix();
  return copy;
}

}  // namespace eigencoder
