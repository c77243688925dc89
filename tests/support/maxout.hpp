// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/layers/parameter.hpp>
#include <eigencoder/operations/extrema.hpp>
#include <eigencoder/operations/product.hpp>

#include <tuple>

namespace eigencoder::testing {

/// A layer of a user's own, as expressions without a derivative: max(left x, right x).
template <int Units>
struct Maxout {
  constexpr auto output(auto /*in*/) const { return shape<Units>(); }
  constexpr auto parameters(auto in) const {
    return std::tuple{Parameter{"left", shape<Units>(), in},
                      Parameter{"right", shape<Units>(), in}};
  }
  constexpr Index workspace(auto /*in*/) const { return 3 * Units; }  // may be left out
  auto operator()(const auto& x, const auto& left, const auto& right) const {
    return max(left * x, right * x);
  }
};

}  // namespace eigencoder::testing
