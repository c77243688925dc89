// SPDX-License-Identifier: MIT
#include <eigencoder/operations/reductions.hpp>

float number(const eigencoder::Value<float, eigencoder::Shape<3>>& x) {
#ifdef MISUSE
  return x.value();
#else
  return sum(x).value();
#endif
}
