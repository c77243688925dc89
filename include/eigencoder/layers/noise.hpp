// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <tuple>
#include <vector>

#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/random.hpp>

namespace eigencoder {

// Layers that change what passes in training and are the identity in inference: they draw from the
// tape's random numbers, and a `Value` has none.

/// y_ij = x_ij + sigma N(0, 1), not clipped; as Keras's layer of that name.
struct GaussianNoise {
  static constexpr std::string_view name = "gaussian_noise";
  double sigma = 0.1;

  constexpr auto output(const auto& in) const { return in; }
  constexpr Index workspace(const auto& /*in*/) const { return 0; }
  /// @throws ValueError unless sigma is finite and at least 0
  constexpr auto parameters(const auto& /*in*/) const {
    check_not_negative("GaussianNoise: sigma", sigma);
    return std::tuple{};
  }
  template <class View>
  View operator()(const View& x) const {
    const auto stream = x.context().draw();
    if (!stream) return x;
    return x + sigma * normal_like(x, *stream);
  }
};

/// y_ij = x_ij + sigma_i N(0, 1): noise of its own size for each feature (heteroscedastic).
struct FeatureNoise {
  static constexpr std::string_view name = "feature_noise";
  std::vector<double> sigmas;  ///< one a feature

  auto output(const auto& in) const { return in; }
  Index workspace(const auto& /*in*/) const { return 0; }
  /// @throws ShapeError if there is not one sigma a feature, ValueError unless each is finite and
  ///         at least 0
  auto parameters(const auto& in) const {
    check_equal("FeatureNoise: sigmas", static_cast<Index>(sigmas.size()), Index{in.size()},
                "sigmas, one a feature");
    for (const double sigma : sigmas) check_not_negative("FeatureNoise: sigma", sigma);
    return std::tuple{};
  }
  template <class View>
  View operator()(const View& x) const {
    using Scalar = typename View::Scalar;
    const auto stream = x.context().draw();
    if (!stream) return x;
    return x + detail::random_like(x, [&](auto column, Index j) {
             fill_normal(column, *stream, j);
             for (Index i = 0; i < x.rows(); ++i)
               column(i, 0) *= static_cast<Scalar>(sigmas[static_cast<std::size_t>(i)]);
           });
  }
};

/// Sets each number to 0 with probability `rate` and divides the others by 1 - rate, so that the
/// mean stays (Srivastava et al. 2014); as Keras's layer.
struct Dropout {
  static constexpr std::string_view name = "dropout";
  double rate = 0.5;

  constexpr auto output(const auto& in) const { return in; }
  constexpr Index workspace(const auto& /*in*/) const { return 0; }
  /// @throws ValueError if the rate is not in [0, 1)
  constexpr auto parameters(const auto& /*in*/) const {
    check_fraction("Dropout: rate", rate);
    return std::tuple{};
  }
  template <class View>
  View operator()(const View& x) const {
    using Scalar = typename View::Scalar;
    const auto stream = x.context().draw();
    if (!stream) return x;
    const auto kept = static_cast<Scalar>(1 / (1 - rate));
    const auto dropped = static_cast<Scalar>(rate);
    return product(x, uniform_like(x, *stream, [=](Scalar u) { return u < dropped ? 0 : kept; }));
  }
};

/// Sets each number to 0 with probability `rate` and leaves the others as they are: the masking
/// noise of denoising autoencoders (Vincent et al. 2010, section 3.3).
struct MaskingNoise {
  static constexpr std::string_view name = "masking_noise";
  double rate = 0.3;

  constexpr auto output(const auto& in) const { return in; }
  constexpr Index workspace(const auto& /*in*/) const { return 0; }
  /// @throws ValueError if the rate is not in [0, 1)
  constexpr auto parameters(const auto& /*in*/) const {
    check_fraction("MaskingNoise: rate", rate);
    return std::tuple{};
  }
  template <class View>
  View operator()(const View& x) const {
    using Scalar = typename View::Scalar;
    const auto stream = x.context().draw();
    if (!stream) return x;
    const auto masked = static_cast<Scalar>(rate);
    return product(x, uniform_like(x, *stream, [=](Scalar u) {
                     return static_cast<Scalar>(u < masked ? 0 : 1);
                   }));
  }
};

/// Sets each number with probability `rate` to `low` or `high`, each as often (Vincent et al. 2010,
/// section 3.3).
struct SaltAndPepperNoise {
  static constexpr std::string_view name = "salt_and_pepper_noise";
  double rate = 0.1;
  double low = 0;
  double high = 1;

  constexpr auto output(const auto& in) const { return in; }
  constexpr Index workspace(const auto& /*in*/) const { return 0; }
  /// @throws ValueError if the rate is not in [0, 1)
  constexpr auto parameters(const auto& /*in*/) const {
    check_fraction("SaltAndPepperNoise: rate", rate);
    return std::tuple{};
  }
  template <class View>
  View operator()(const View& x) const {
    using Scalar = typename View::Scalar;
    const auto stream = x.context().draw();
    if (!stream) return x;
    const auto r = static_cast<Scalar>(rate), lo = static_cast<Scalar>(low),
               hi = static_cast<Scalar>(high);
    const auto kept =
        uniform_like(x, *stream, [=](Scalar u) { return static_cast<Scalar>(u < r ? 0 : 1); });
    const auto put = uniform_like(x, *stream, [=](Scalar u) {
      if (u >= r) return Scalar(0);
      return u < r / 2 ? lo : hi;
    });
    return product(x, kept) + put;
  }
};

}  // namespace eigencoder
