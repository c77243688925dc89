// SPDX-License-Identifier: MIT
#include <eigencoder/operations/arithmetic.hpp>

#ifdef MISUSE
using Other = eigencoder::Shape<4>;
#else
using Other = eigencoder::Shape<3>;
#endif

auto sum(const eigencoder::Value<float, eigencoder::Shape<3>>& a,
         const eigencoder::Value<float, Other>& b) {
  return a + b;
}
