// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/runs.hpp>

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "catch.hpp"

using namespace eigencoder;
using kernels::Run;

namespace {

/// A place, a tap and what the place sees through it.
using Sight = std::tuple<Index, Index, Index>;

void append(std::vector<Sight>& sights, const Run& run) {
  for (Index i = 0; i < run.count; ++i) {
    for (Index t = 0; t < run.taps; ++t) {
      sights.emplace_back(run.place + i * run.place_step, run.tap + t * run.tap_step,
                          run.seen + i * run.seen_step + t * run.seen_tap_step);
    }
  }
}

std::vector<Sight> sorted(std::vector<Sight> sights) {
  std::sort(sights.begin(), sights.end());
  return sights;
}

/// By definition: place o of the output sees o * stride + k * dilation - before.
std::vector<Sight> by_definition(const WindowAxis& axis, bool from_input) {
  std::vector<Sight> sights;
  for (Index o = 0; o < axis.output; ++o) {
    for (Index k = 0; k < axis.kernel; ++k) {
      const Index i = o * axis.stride + k * axis.dilation - axis.before;
      if (i < 0 || i >= axis.input) continue;
      sights.emplace_back(from_input ? i : o, k, from_input ? o : i);
    }
  }
  return sorted(sights);
}

/// What the runs see, of [0, 4) and of the rest of the places.
std::vector<Sight> by_runs(const WindowAxis& axis, bool from_input) {
  std::vector<Sight> sights;
  const auto take = [&](const Run& run) { append(sights, run); };
  const Index places = from_input ? axis.input : axis.output, middle = std::min<Index>(4, places);
  for (const auto& [begin, end] : {std::pair{Index{0}, middle}, {middle, places}}) {
    if (from_input) {
      kernels::for_each_input_run(axis, begin, end, take);
    } else {
      kernels::for_each_output_run(axis, begin, end, take);
    }
  }
  return sorted(sights);
}

}  // namespace

TEST_CASE("runs see what the window sees, from either side") {
  for (const Index input : {1, 2, 7, 12}) {
    for (Index kernel = 1; kernel <= 5; ++kernel) {
      for (Index stride = 1; stride <= 4; ++stride) {
        for (const Index dilation : {1, 2, 3, 4}) {
          INFO(input << ", kernel " << kernel << ", stride " << stride << ", dilation "
                     << dilation);
          const auto axis = eigencoder::detail::window_axis<Same>(input, kernel, stride, dilation);
          CHECK(by_runs(axis, false) == by_definition(axis, false));
          CHECK(by_runs(axis, true) == by_definition(axis, true));
        }
      }
    }
  }
}

TEST_CASE("places that see through the same taps are one run") {
  int runs = 0;
  kernels::for_each_output_run(eigencoder::detail::window_axis<Same>(28, 3, 1, 1), 0, 28,
                               [&](const Run&) { ++runs; });
  CHECK(runs == 3);
}
