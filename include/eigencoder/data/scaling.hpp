// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <eigencoder/core/error.hpp>
#include <eigencoder/data/dataset.hpp>
#include <string_view>
#include <type_traits>
#include <utility>

namespace eigencoder {

/// An offset and a scale for each feature, in double whatever the data:
///
///   y = (x - offset) / scale
///
///   const Scaling scaling = standard_scaling(train);
///   trainer.fit(scaling(train), ...);
///   const Eigen::MatrixXf decoded = scaling.inverse(model(scaling(x)));
///
/// It stands before the model and is no layer of it: so the loss counts in scaled units, where no
/// feature outweighs another for being in millimetres. `save_model` keeps it with the model.
class Scaling {
 public:
  /// Of no features.
  Scaling() = default;

  /// @throws ShapeError unless there are as many of both; ValueError if a number is not finite, or
  /// a
  ///         scale is 0
  Scaling(Eigen::VectorXd offset, Eigen::VectorXd scale)
      : offset_(std::move(offset)), scale_(std::move(scale)) {
    check_equal("Scaling, scale", scale_.size(), offset_.size(), "features");
    for (Eigen::Index i = 0; i < features(); ++i) {
      check(std::isfinite(offset_[i]), text("Scaling, offset of feature ", i), offset_[i],
            "a finite number");
      check(std::isfinite(scale_[i]) && scale_[i] != 0, text("Scaling, scale of feature ", i),
            scale_[i], "a finite number other than 0");
    }
  }

  Eigen::Index features() const { return offset_.size(); }
  const Eigen::VectorXd& offset() const { return offset_; }
  const Eigen::VectorXd& scale() const { return scale_; }

  /// The samples scaled, features x samples.
  /// @throws ShapeError if x has another number of features
  template <class Derived>
  auto operator()(const Eigen::MatrixBase<Derived>& x) const {
    using Scalar = typename Derived::Scalar;
    check_samples(x);
    const auto differences = x.template cast<double>().colwise() - offset_;
    const auto y = differences.array().colwise() / scale_.array();
    return Eigen::MatrixX<Scalar>(y.template cast<Scalar>());
  }

  /// The samples that were scaled to y, up to rounding.
  /// @throws ShapeError if y has another number of features
  template <class Derived>
  auto inverse(const Eigen::MatrixBase<Derived>& y) const {
    using Scalar = typename Derived::Scalar;
    check_samples(y);
    const auto multiples = y.template cast<double>().array().colwise() * scale_.array();
    const auto x = multiples.matrix().colwise() + offset_;
    return Eigen::MatrixX<Scalar>(x.template cast<Scalar>());
  }

  friend bool operator==(const Scaling& a, const Scaling& b) {
    return a.features() == b.features() && a.offset_ == b.offset_ && a.scale_ == b.scale_;
  }

 private:
  template <class Derived>
  void check_samples(const Eigen::MatrixBase<Derived>& x) const {
    static_assert(std::is_floating_point_v<typename Derived::Scalar>,
                  "eigencoder: Scaling: samples are of float or double; cast them first");
    check_equal("Scaling", x.rows(), features(), "features");
  }

  Eigen::VectorXd offset_, scale_;
};

namespace detail {

/// Samples where they lie, or a copy of an expression.
template <class Derived>
using SamplesRef =
    Eigen::Ref<const Eigen::MatrixX<typename Derived::Scalar>, 0, Eigen::OuterStride<>>;

/// The least value of each feature, and how far the greatest is from it; 1 where that is 0.
struct FeatureRanges {
  Eigen::VectorXd least, width;

  /// @throws ValueError if there are no samples or a number is not finite
  template <class Samples>
  FeatureRanges(std::string_view where, const Samples& samples) {
    using Scalar = typename Samples::Scalar;
    static_assert(std::is_floating_point_v<Scalar>,
                  "eigencoder: Scaling: samples are of float or double; cast them first");
    check(samples.size() > 0, where, "no samples", "at least one");
    Dataset<Scalar>(samples).check_finite(where);
    Eigen::VectorX<Scalar> low = samples.col(0), high = low;
    for (const auto& sample : samples.colwise()) {
      low = low.cwiseMin(sample);
      high = high.cwiseMax(sample);
    }
    least = low.template cast<double>();
    width = high.template cast<double>() - least;
    check(width.allFinite(), where, "a feature whose range is more than double holds",
          "a finite difference of its greatest and least value");
    width = (width.array() == 0).select(1, width);
  }
};

}  // namespace detail

/// The scaling that takes the least value of each feature to `low` and the greatest to `high`, as
/// scikit-learn's MinMaxScaler. With the default, for a `Sigmoid` at the end, none of these samples
/// gets out of [0, 1]; others may. A feature that never changes becomes `low`.
///
///   offset = min - low scale,   scale = (max - min) / (high - low)
///
/// @param samples  features x samples
/// @throws ValueError if there are no samples, a number is not finite, or low is not below high
template <class Derived>
Scaling min_max_scaling(const Eigen::MatrixBase<Derived>& samples, double low = 0,
                        double high = 1) {
  check(low < high, "min_max_scaling", text(low, " to ", high), "an interval");
  const detail::FeatureRanges ranges("min_max_scaling",
                                     detail::SamplesRef<Derived>(samples.derived()));
  const Eigen::VectorXd scale = ranges.width / (high - low);
  return {ranges.least - low * scale, scale};
}

/// The scaling to a mean of 0 and a variance of 1 of each feature, as scikit-learn's
/// StandardScaler: the variance is that of the population. A feature that never changes becomes 0.
///
///   offset = sum_j x_j / n,   scale^2 = sum_j (x_j - offset)^2 / n
///
/// @param samples  features x samples
/// @throws ValueError if there are no samples or a number is not finite
template <class Derived>
Scaling standard_scaling(const Eigen::MatrixBase<Derived>& samples) {
  const detail::SamplesRef<Derived> x(samples.derived());
  const detail::FeatureRanges ranges("standard_scaling", x);
  // In parts of the range nothing overflows, nor loses digits to a mean that is far from 0.
  const Scaling parts{ranges.least, ranges.width};
  const auto mean = [&](const auto& f) {
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(x.rows());
    for (Eigen::Index j = 0; j < x.cols(); ++j) sum += f(parts(x.col(j).template cast<double>()));
    return Eigen::VectorXd(sum / static_cast<double>(x.cols()));
  };
  const Eigen::VectorXd center = mean([](const auto& part) { return part; });
  const Eigen::VectorXd variance =
      mean([&](const auto& part) { return (part - center).cwiseAbs2(); });
  const Eigen::VectorXd scale = ranges.width.cwiseProduct(variance.cwiseSqrt());
  return {ranges.least + center.cwiseProduct(ranges.width), (scale.array() == 0).select(1, scale)};
}

}  // namespace eigencoder
