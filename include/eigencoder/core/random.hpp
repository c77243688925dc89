// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <eigencoder/core/normal_quantile.hpp>
#include <eigencoder/core/philox.hpp>

namespace eigencoder {

/// What a seed is for: each purpose draws from numbers of its own.
enum class Purpose : std::uint32_t { initialization, shuffling, noise, corruption };

namespace detail {

constexpr PhiloxKey philox_key(std::uint64_t seed) {
  return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
}

/// The middle of the word's cell when (0, 1) is cut into 2^32 cells: exact, never 0 or 1.
constexpr double unit_interval(std::uint32_t word) { return (word + 0.5) * 0x1p-32; }

/// Maps a uniform number to the probabilities between Phi(-2) and Phi(2).
constexpr double within_two_sigma(double u) {
  constexpr double below = 0.022750131948179207200;  // Phi(-2)
  return below + u * (1 - 2 * below);
}

}  // namespace detail

/// An independent seed for one purpose, made of the seed the user gave.
constexpr std::uint64_t derive_seed(std::uint64_t seed, Purpose purpose) {
  // The last step of a stream is out of any training's reach, so no stream shares these words.
  const PhiloxWords words =
      philox({static_cast<std::uint32_t>(purpose), 0, 0, 0xFFFFFFFF}, detail::philox_key(seed));
  return words[0] | (std::uint64_t{words[1]} << 32);
}

/// Random numbers without a state: each is a function of (seed, step, draw, sample, feature) only,
/// so neither the order of the calls nor the number of threads can change one.
///
/// `step` counts training steps (or epochs), `draw` the draws within one step. Uniform numbers have
/// the same bits on every machine; normal ones differ in the last bit where log or fused
/// multiply-adds do.
struct RandomStream {
  std::uint64_t seed = 0;
  std::uint32_t step = 0;
  std::uint32_t draw = 0;

  bool operator==(const RandomStream&) const = default;

  /// The words of features 4 quad, ..., 4 quad + 3; samples and quads count modulo 2^32.
  constexpr PhiloxWords words(Eigen::Index sample, Eigen::Index quad) const {
    return philox(
        {static_cast<std::uint32_t>(quad), static_cast<std::uint32_t>(sample), draw, step},
        detail::philox_key(seed));
  }

  constexpr std::uint32_t word(Eigen::Index sample, Eigen::Index feature) const {
    return words(sample, feature / 4)[static_cast<std::size_t>(feature % 4)];
  }

  /// Uniform in the open interval (0, 1): an odd multiple of 2^-33.
  constexpr double uniform(Eigen::Index sample, Eigen::Index feature) const {
    return detail::unit_interval(word(sample, feature));
  }

  /// Mean 0, variance 1, by inversion of the distribution function; within +-6.4.
  double normal(Eigen::Index sample, Eigen::Index feature) const {
    return normal_quantile(uniform(sample, feature));
  }

  /// The standard normal cut at +-2 (not scaled back: its standard deviation is 0.8796...).
  double truncated_normal(Eigen::Index sample, Eigen::Index feature) const {
    return normal_quantile(detail::within_two_sigma(uniform(sample, feature)));
  }
};

namespace detail {

/// Uniform numbers of the features from `first` (a multiple of 4) on.
inline void uniform_run(const RandomStream& stream, Eigen::Index sample, Eigen::Index first,
                        std::span<double> run) {
  for (std::size_t i = 0; i < run.size(); i += 4) {
    const PhiloxWords words = stream.words(sample, (first + static_cast<Eigen::Index>(i)) / 4);
    for (std::size_t lane = 0; lane < std::min<std::size_t>(4, run.size() - i); ++lane)
      run[i + lane] = unit_interval(words[lane]);
  }
}

/// normal_quantile of each; the common case in a loop of its own, which compilers vectorise.
inline void normal_quantiles(std::span<double> run) {
  std::array<double, 256> quantiles;
  for (std::size_t i = 0; i < run.size(); ++i) quantiles[i] = normal_quantile_near_median(run[i]);
  for (std::size_t i = 0; i < run.size(); ++i)
    run[i] = near_median(run[i]) ? quantiles[i] : normal_quantile_in_tail(run[i]);
}

/// out(i, j) = the number of feature i and sample first_sample + j, made by `transform` of uniform
/// ones in runs of at most 256.
template <class Matrix>
void fill(Matrix& out, const RandomStream& stream, Eigen::Index first_sample, auto transform) {
  std::array<double, 256> buffer;
  for (Eigen::Index j = 0; j < out.cols(); ++j)
    for (Eigen::Index i = 0; i < out.rows(); i += 256) {
      const Eigen::Index count = std::min<Eigen::Index>(256, out.rows() - i);
      const std::span<double> run(buffer.data(), static_cast<std::size_t>(count));
      uniform_run(stream, first_sample + j, i, run);
      transform(run);
      for (Eigen::Index k = 0; k < count; ++k)
        out(i + k, j) = static_cast<typename Matrix::Scalar>(buffer[static_cast<std::size_t>(k)]);
    }
}

}  // namespace detail

/// Fills a features x samples matrix (or map, block, column) with stream.uniform(sample, feature).
///
/// Float numbers are the rounded double ones, so that a float may round to 1.
/// @param first_sample  the sample of column 0: threads fill columns of one batch on their own
template <class Matrix>
void fill_uniform(Matrix&& out, const RandomStream& stream, Eigen::Index first_sample = 0) {
  detail::fill(out, stream, first_sample, [](std::span<double>) {});
}

/// Fills a features x samples matrix with stream.normal(sample, feature); see fill_uniform.
template <class Matrix>
void fill_normal(Matrix&& out, const RandomStream& stream, Eigen::Index first_sample = 0) {
  detail::fill(out, stream, first_sample, detail::normal_quantiles);
}

/// Fills a run of at most 256 with stream.normal(sample, first), stream.normal(sample, first + 1)
/// and so on; `first` is a multiple of 4.
inline void fill_normal_run(std::span<double> run, const RandomStream& stream, Eigen::Index sample,
                            Eigen::Index first) {
  detail::uniform_run(stream, sample, first, run);
  detail::normal_quantiles(run);
}

/// Fills a features x samples matrix with stream.truncated_normal(...); see fill_uniform.
template <class Matrix>
void fill_truncated_normal(Matrix&& out, const RandomStream& stream,
                           Eigen::Index first_sample = 0) {
  detail::fill(out, stream, first_sample, [](std::span<double> run) {
    for (double& u : run) u = detail::within_two_sigma(u);
    detail::normal_quantiles(run);
  });
}

}  // namespace eigencoder
