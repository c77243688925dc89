// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <Eigen/Core>

#include <eigencoder/core/error.hpp>
#include <eigencoder/core/random.hpp>
#include <eigencoder/data/dataset.hpp>

namespace eigencoder {

// Corruption spoils data, outside of any model: once before training (`corrupted`) or afresh in
// each batch (`FreshCorruption`). The third algorithm of that kind is a layer, `GaussianNoise`,
// which does not clip. A corruption is a function of a sample, a random stream and the sample's
// number; a user's own has that call and may have a check().

/// x + sigma N(0, 1), clipped to [low, high].
struct GaussianCorruption {
  double sigma = 0.5;
  double low = 0;
  double high = 1;

  /// @throws ValueError unless sigma is finite and at least 0, and low at most high
  void check() const {
    check_not_negative("GaussianCorruption: sigma", sigma);
    check_at_least("GaussianCorruption: high", high, low);
  }
  template <class Scalar>
  void operator()(std::span<Scalar> x, const RandomStream& stream, Eigen::Index number) const {
    std::array<double, 256> buffer;
    for (std::size_t first = 0; first < x.size(); first += buffer.size()) {
      const auto noise = std::span(buffer).first(std::min(buffer.size(), x.size() - first));
      fill_normal_run(noise, stream, number, static_cast<Eigen::Index>(first));
      for (std::size_t i = 0; i < noise.size(); ++i) {
        Scalar& pixel = x[first + i];
        pixel = static_cast<Scalar>(std::clamp(double{pixel} + sigma * noise[i], low, high));
      }
    }
  }
};

/// Sets each number to 0 with probability `rate` (Vincent et al. 2010, section 3.3).
struct MaskingCorruption {
  double rate = 0.3;

  /// @throws ValueError if the rate is not in [0, 1)
  void check() const { check_fraction("MaskingCorruption: rate", rate); }
  template <class Scalar>
  void operator()(std::span<Scalar> x, const RandomStream& stream, Eigen::Index number) const {
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (stream.uniform(number, static_cast<Eigen::Index>(i)) < rate) x[i] = 0;
    }
  }
};

/// A source whose samples are corrupted afresh each time they are gathered, by random numbers of
/// the step and of the sample: a reproducible `DataSource`.
///
///   const FreshCorruption noisy{mnist.train, GaussianCorruption{.sigma = 0.5}};
///   trainer.fit({noisy, mnist.train}, ...);
///
/// The source is referred to. Evaluation sees the same corruption each time.
template <class Source, class Corruption>
class FreshCorruption {
 public:
  /// @throws ValueError for bad settings of the corruption
  FreshCorruption(const Source& source, const Corruption& corruption)
      : source_(source), corruption_(corruption) {
    if constexpr (requires { corruption.check(); }) corruption.check();
  }

  Eigen::Index samples() const { return source_.samples(); }
  Eigen::Index features() const { return source_.features(); }

  template <class Scalar>
  void gather(std::span<const Eigen::Index> which, Scalar* out, const RandomStream& stream) const {
    detail::gather_from(source_, which, out, stream);
    for (const Eigen::Index sample : which) {
      corruption_(std::span(out, static_cast<std::size_t>(features())), stream, sample);
      out += features();
    }
  }

 private:
  const Source& source_;
  Corruption corruption_;
};

/// All samples of a source, each corrupted once: the same spoilt samples in every epoch.
///
///   const Eigen::MatrixXf noisy = corrupted<float>(mnist.train, GaussianCorruption{0.5}, seed);
///   trainer.fit({noisy, clean}, ...);
///
/// @param source  a `DataSource`, such as `IdxImages`
/// @throws ValueError for bad settings of the corruption
template <class Scalar, class Source, class Corruption>
Eigen::MatrixX<Scalar> corrupted(const Source& source, const Corruption& corruption,
                                 std::uint64_t seed) {
  const RandomStream stream{derive_seed(seed, Purpose::corruption)};
  Eigen::MatrixX<Scalar> result(source.features(), source.samples());
  const FreshCorruption fresh{source, corruption};
  for (Eigen::Index j = 0; j < result.cols(); ++j) {
    fresh.gather(std::span(&j, 1), result.col(j).data(), stream);
  }
  return result;
}

}  // namespace eigencoder
