// SPDX-License-Identifier: MIT
#include <eigencoder/models/encoder.hpp>
#include <eigencoder/operations/reductions.hpp>

using namespace eigencoder;

struct Total {
#ifdef MISUSE
  constexpr auto output(auto in) const { return in; }
#else
  constexpr auto output(auto /*in*/) const { return shape<1>(); }
#endif
  constexpr auto parameters(auto /*in*/) const { return std::tuple{}; }
  auto operator()(const auto& x) const { return sum_over_features(x); }
};

const Encoder encoder{Input<float, 4>{}, Total{}};
const Eigen::MatrixXf totals = encoder(Eigen::MatrixXf::Zero(4, 5));
