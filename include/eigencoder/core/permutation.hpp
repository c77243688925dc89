// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <eigencoder/core/error.hpp>
#include <eigencoder/core/random.hpp>

namespace eigencoder {

namespace detail {

/// The words of sample 0 of a stream, one after the other.
class WordSequence {
 public:
  explicit WordSequence(const RandomStream& stream) : stream_(stream) {}

  std::uint32_t next() {
    const Eigen::Index lane = position_ % 4;
    if (lane == 0) words_ = stream_.words(0, position_ / 4);
    ++position_;
    return words_[static_cast<std::size_t>(lane)];
  }

  /// Uniform on 0, ..., range - 1 without bias (0 < range), by a multiplication and rarely another
  /// word. Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019),
  /// algorithm 5.
  std::uint32_t below(std::uint32_t range) {
    std::uint64_t product = std::uint64_t{next()} * range;
    if (static_cast<std::uint32_t>(product) < range) {
      const std::uint32_t surplus = (0 - range) % range;  // 2^32 mod range
      while (static_cast<std::uint32_t>(product) < surplus) product = std::uint64_t{next()} * range;
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

 private:
  RandomStream stream_;
  PhiloxWords words_{};
  Eigen::Index position_ = 0;
};

}  // namespace detail

/// Shuffles `order`: every permutation is equally likely, and the stream's seed, step and draw
/// decide which, with the same outcome on every machine.
///
/// Source: the shuffle of Fisher and Yates as in Durstenfeld, "Algorithm 235: random permutation",
/// Communications of the ACM 7 (1964).
/// @throws ValueError beyond 2^32 - 1 elements
inline void shuffle(std::span<Eigen::Index> order, const RandomStream& stream) {
  check(order.size() <= 0xFFFFFFFF, "shuffle", order.size(), "at most 4294967295 elements");
  detail::WordSequence words(stream);
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[words.below(static_cast<std::uint32_t>(i))]);
}

}  // namespace eigencoder
