// SPDX-License-Identifier: MIT
#include <eigencoder/autodiff/gradient.hpp>
#include <eigencoder/operations/reductions.hpp>

#ifdef MISUSE
using Scalar = float;
#else
using Scalar = double;
#endif

double error(const Eigen::MatrixX<Scalar>& x) {
  return eigencoder::check_gradient([](const auto& v) { return squared_norm(v); }, x).error;
}
