// SPDX-License-Identifier: MIT
#include <eigencoder/operations/reductions.hpp>

void reverse(const eigencoder::Variable<float, eigencoder::Shape<3>>& x) {
#ifdef MISUSE
  x.context().reverse(x);
#else
  x.context().reverse(mean(x));
#endif
}
