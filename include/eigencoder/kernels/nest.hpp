// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <eigencoder/core/shape.hpp>
#include <eigencoder/kernels/tile.hpp>

namespace eigencoder::kernels {

/// One of three nested loops, which moves two offsets: that of the right operand of a product and
/// another.
struct Loop {
  Index count = 1;
  Index right = 0;
  Index other = 0;
};

struct Nest {
  Loop outer, middle, inner;

  Index size() const { return outer.count * middle.count * inner.count; }

  /// The same offsets in the same order, with as much as possible in the innermost loop.
  Nest merged() const {
    Nest nest = *this;
    const auto merge = [](Loop& out, Loop& in) {
      if (in.count == 1)
        in = out;
      else if (out.count != 1 &&
               (out.right != in.count * in.right || out.other != in.count * in.other))
        return;
      else
        in.count *= out.count;
      out = {};
    };
    merge(nest.middle, nest.inner);
    merge(nest.outer, nest.middle);
    merge(nest.middle, nest.inner);
    return nest;
  }
};

/// Cuts a nest into pieces of up to `limit` places, in their order: calls f(piece, right, other)
/// with the offsets at which a piece begins.
template <class F>
void for_each_piece(const Nest& nest, Index limit, const F& f) {
  const auto cut = [](const Loop& loop, Index most, const auto& g) {
    const Index pieces = (loop.count + most - 1) / most;
    for (Index i = 0; i < pieces; ++i) {
      const Index first = i * loop.count / pieces, end = (i + 1) * loop.count / pieces;
      g(Loop{end - first, loop.right, loop.other}, first * loop.right, first * loop.other);
    }
  };
  const Index inner = std::max<Index>(1, nest.inner.count);
  const Index middle = inner * std::max<Index>(1, nest.middle.count);
  cut(nest.outer, std::max<Index>(1, limit / middle), [&](const Loop& a, Index ar, Index ao) {
    cut(nest.middle, std::max<Index>(1, limit / inner), [&](const Loop& b, Index br, Index bo) {
      cut(nest.inner, limit, [&](const Loop& c, Index cr, Index co) {
        f(Nest{a, b, c}, ar + br + cr, ao + bo + co);
      });
    });
  });
}

namespace detail {

/// Whether the other offset goes through the whole nest in the steps of its innermost loop.
inline bool in_equal_steps(const Nest& nest) {
  const Index run = nest.inner.count * nest.inner.other;
  return (nest.middle.count == 1 || nest.middle.other == run) &&
         (nest.outer.count == 1 || nest.outer.other == run * nest.middle.count);
}

/// The places of a nest, one after the other.
class Walk {
 public:
  explicit Walk(const Nest& nest)
      : inner_(nest.inner),
        next_run_(step_to(nest.middle, inner_)),
        next_group_(step_to(nest.outer, nest.middle)),
        remaining_(nest.size()) {}

  Index remaining() const { return remaining_; }

  /// Calls f(i, right, other) for the next `Count` places, i from 0 on.
  template <int Count, class F>
  [[gnu::always_inline]] void next(const F& f) {
    remaining_ -= Count;
    if (k_ + Count < inner_.count) {
      unroll<Count>([&](int i) { f(i, right_ + i * inner_.right, other_ + i * inner_.other); });
      k_ += Count;
      right_ += Count * inner_.right;
      other_ += Count * inner_.other;
      return;
    }
    // Of its own, to stay in registers: many tiles reach over the end of a run.
    Index k = k_, right = right_, other = other_;
    unroll<Count>([&](int i) {
      f(i, right, other);
      right += inner_.right;
      other += inner_.other;
      if (++k < inner_.count) return;
      k = 0;
      right += next_run_.right;
      other += next_run_.other;
      if (++run_ < next_run_.count) return;
      run_ = 0;
      right += next_group_.right;
      other += next_group_.other;
    });
    k_ = k, right_ = right, other_ = other;
  }

 private:
  /// From behind the last place of a loop to the first of the next round of the one around it.
  static Loop step_to(const Loop& around, const Loop& loop) {
    return {around.count, around.right - loop.count * loop.right,
            around.other - loop.count * loop.other};
  }

  Loop inner_, next_run_, next_group_;
  Index remaining_, run_ = 0, k_ = 0, right_ = 0, other_ = 0;
};

/// Calls run(left, right) for each run of the innermost loop of a nest, with its offsets.
template <class Run>
[[gnu::always_inline]] inline void for_each_run(const Nest& nest, const Run& run) {
  for (Index a = 0; a < nest.outer.count; ++a) {
    for (Index b = 0; b < nest.middle.count; ++b) {
      run(a * nest.outer.other + b * nest.middle.other,
          a * nest.outer.right + b * nest.middle.right);
    }
  }
}

}  // namespace detail

}  // namespace eigencoder::kernels
