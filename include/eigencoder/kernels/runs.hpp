// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <numeric>

#include <eigencoder/core/window.hpp>

namespace eigencoder::kernels {

/// Places along one axis that see through the same taps of the window, in equal steps: place i is
/// `place + i * place_step`, its tap t is `tap + t * tap_step`, and it sees there
/// `seen + i * seen_step + t * seen_tap_step`.
struct Run {
  Index count, place, place_step;
  Index taps, tap, tap_step;
  Index seen, seen_step, seen_tap_step;
};

/// Calls f(run) for the places [begin, end) of the output, which see the input.
template <class F>
void for_each_output_run(const WindowAxis& axis, Index begin, Index end, const F& f) {
  const auto first_tap = [&](Index o) {
    const Index outside = axis.before - o * axis.stride;
    return outside > 0 ? (outside + axis.dilation - 1) / axis.dilation : 0;
  };
  const auto end_tap = [&](Index o) {
    const Index last = axis.input - 1 + axis.before - o * axis.stride;
    return last < 0 ? 0 : std::min(axis.kernel, last / axis.dilation + 1);
  };
  for (Index o = begin, next = begin; o < end; o = next) {
    const Index tap = first_tap(o), after = end_tap(o);
    while (next < end && first_tap(next) == tap && end_tap(next) == after) ++next;
    f(Run{next - o, o, 1, std::max<Index>(0, after - tap), tap, 1,
          o * axis.stride + tap * axis.dilation - axis.before, axis.stride, axis.dilation});
  }
}

/// Calls f(run) for the places [begin, end) of the input, which see the places of the output that
/// see them.
template <class F>
void for_each_input_run(const WindowAxis& axis, Index begin, Index end, const F& f) {
  // Of the taps that may reach a place every `tap_step`-th starts at a multiple of the stride.
  const Index tap_step = axis.stride / std::gcd(axis.stride, axis.dilation);
  const Index output_step = axis.dilation * tap_step / axis.stride;
  const auto run_at = [&](Index i) {
    Run run{1, i, axis.stride, 0, 0, tap_step, 0, 1, -output_step};
    for (Index tap = 0; tap < axis.kernel; ++tap) {
      const Index from = i + axis.before - tap * axis.dilation;
      if (from < 0 || from % axis.stride != 0 || from / axis.stride >= axis.output) continue;
      if (run.taps++ == 0) run.tap = tap, run.seen = from / axis.stride;
    }
    return run;
  };
  for (Index phase = begin; phase < std::min(begin + axis.stride, end); ++phase) {
    for (Index i = phase; i < end;) {
      Run run = run_at(i);
      for (i += axis.stride; i < end; i += axis.stride, ++run.count) {
        const Run other = run_at(i);
        if (other.taps != run.taps || (run.taps > 0 && other.tap != run.tap)) break;
      }
      f(run);
    }
  }
}

}  // namespace eigencoder::kernels
