// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/autodiff/context.hpp>

namespace eigencoder {

/// x itself as a constant: nothing flows back through it. No copy is made.
template <class C, class R, class N>
auto stop_gradient(const View<C, R, N>& x) {
  return View<C, R, N>(x.context(), x.data(), x.shape(), x.columns(), x.stride());
}

}  // namespace eigencoder
