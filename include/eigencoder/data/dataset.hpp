// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include <Eigen/Core>

#include <eigencoder/core/error.hpp>
#include <eigencoder/core/packet.hpp>
#include <eigencoder/core/random.hpp>
#include <eigencoder/data/prefetch.hpp>

namespace eigencoder {

/// What can be trained on, sample by sample: `IdxImages`, or a user's own class.
///
///   samples(), features()             how many, and how long each is
///   gather(which, out)                writes the chosen samples to out, one after the other
///   gather(which, out, stream)        or, instead, likewise with the step's random numbers
///
/// `gather` is called from several threads at once, with samples that are there; it must not throw.
template <class T, class Scalar>
concept DataSource = requires(const T& source, std::span<const Eigen::Index> which, Scalar* out) {
  { source.samples() } -> std::convertible_to<Eigen::Index>;
  { source.features() } -> std::convertible_to<Eigen::Index>;
}
&&(
    requires(const T& source, std::span<const Eigen::Index> which, Scalar* out) {
      source.gather(which, out);
    } ||
    requires(const T& source, std::span<const Eigen::Index> which, Scalar* out,
             RandomStream stream) { source.gather(which, out, stream); });

namespace detail {

/// Gathers from a source of either kind: one that takes random numbers has those of the stream.
template <class Source, class Scalar>
void gather_from(const Source& source, std::span<const Eigen::Index> which, Scalar* out,
                 const RandomStream& stream) {
  if constexpr (requires { source.gather(which, out, stream); }) {
    source.gather(which, out, stream);
  } else {
    source.gather(which, out);
  }
}

/// A source of whatever class, as batches see it.
template <class Scalar>
class Source {
 public:
  virtual ~Source() = default;
  virtual Eigen::Index samples() const = 0;
  virtual Eigen::Index features() const = 0;
  virtual void gather(std::span<const Eigen::Index> which, Scalar* out,
                      const RandomStream& stream) const = 0;
  virtual void check_finite(std::string_view where) const = 0;
};

/// A user's source: T is a reference to it, or its type if it is kept here.
template <class Scalar, class T>
class UserSource final : public Source<Scalar> {
 public:
  explicit UserSource(T&& source) : source_(std::forward<T>(source)) {}
  Eigen::Index samples() const override { return source_.samples(); }
  Eigen::Index features() const override { return source_.features(); }
  void gather(std::span<const Eigen::Index> which, Scalar* out,
              const RandomStream& stream) const override {
    gather_from(source_, which, out, stream);
  }
  void check_finite(std::string_view /*where*/) const override {}

 private:
  T source_;
};

/// The columns of a matrix: the caller's where they lie in place, else a copy that is kept here.
template <class Scalar>
class MatrixSource final : public Source<Scalar> {
 public:
  MatrixSource(const Scalar* data, Eigen::Index features, Eigen::Index samples, Eigen::Index stride)
      : samples_(data, features, samples, Eigen::OuterStride<>(stride)) {}
  explicit MatrixSource(Eigen::MatrixX<Scalar>&& copy)
      : copy_(std::move(copy)),
        samples_(copy_.data(), copy_.rows(), copy_.cols(), Eigen::OuterStride<>(copy_.rows())) {}

  Eigen::Index samples() const override { return samples_.cols(); }
  Eigen::Index features() const override { return samples_.rows(); }

  void gather(std::span<const Eigen::Index> which, Scalar* out,
              const RandomStream& /*stream*/) const override {
    for (std::size_t i = 0; i < which.size(); ++i) {
      if (i + 1 < which.size()) prefetch(begin(which[i + 1]), features());
      out = std::copy_n(begin(which[i]), features(), out);
    }
  }

  void check_finite(std::string_view where) const override {
    for (Eigen::Index sample = 0; sample < samples(); ++sample) {
      // Zero if all are finite, else NaN: by packets, where a search looks at one after the other.
      // The last numbers count many times, which changes neither.
      Packet<Scalar> differences;
      by_packets([&](auto x) { differences += x - x; }, features(), begin(sample));
      if (differences.sum() == Scalar(0)) continue;
      const Scalar* end = begin(sample) + features();
      const Scalar* bad =
          std::find_if_not(begin(sample), end, [](Scalar x) { return std::isfinite(x); });
      fail<ValueError>(where,
                       text(*bad, " at feature ", bad - begin(sample), " of sample ", sample),
                       "finite numbers");
    }
  }

 private:
  const Scalar* begin(Eigen::Index sample) const {
    return samples_.data() + sample * samples_.outerStride();
  }

  Eigen::MatrixX<Scalar> copy_;
  Eigen::Map<const Eigen::MatrixX<Scalar>, 0, Eigen::OuterStride<>> samples_;
};

}  // namespace detail

/// Samples to train on or to evaluate, and what a model should make of them: by default themselves.
///
/// Made of any Eigen matrix, map or block (features x samples), or of any `DataSource`, such as
/// `IdxImages`. It is referred to where it lies and must outlive the dataset; a temporary is kept,
/// and an expression or a row-major matrix is kept as a copy. Copies of a dataset are cheap.
///
///   trainer.fit(images, ...)             reconstruct the images
///   trainer.fit({noisy, clean}, ...)     make clean ones of noisy ones
template <class Scalar>
class Dataset {
 public:
  /// No samples.
  Dataset() = default;

  template <class Derived>
  Dataset(const Eigen::MatrixBase<Derived>& samples) : inputs_(refer_to(samples)) {}
  template <class Derived>
  Dataset(Eigen::PlainObjectBase<Derived>&& samples)
      : inputs_(keep(std::move(samples.derived()))) {}
  template <class Derived>
  Dataset(const Eigen::PlainObjectBase<Derived>&& samples) : inputs_(keep(samples.derived())) {}
  template <class T>
  requires(!std::same_as<std::remove_cvref_t<T>, Dataset> &&
           DataSource<std::remove_cvref_t<T>, Scalar>) Dataset(T&& source)
      : inputs_(std::make_shared<detail::UserSource<Scalar, Kept<T>>>(std::forward<T>(source))) {}

  /// Inputs with targets of their own, sample for sample.
  /// @throws ShapeError if there are not as many of both
  Dataset(const Dataset& inputs, const Dataset& targets)
      : inputs_(inputs.inputs_), targets_(targets.inputs_) {
    check_equal("Dataset: targets", targets.samples(), inputs.samples(), "samples");
  }

  /// Whether it was made of anything, be it empty.
  bool given() const { return inputs_ != nullptr; }
  Eigen::Index samples() const { return inputs_ ? inputs_->samples() : 0; }
  Eigen::Index features() const { return inputs_ ? inputs_->features() : 0; }
  Eigen::Index target_features() const { return targets_ ? targets_->features() : features(); }
  /// Whether each sample is its own target.
  bool reconstructs() const { return targets_ == nullptr; }

  /// Writes the chosen samples one after the other; a source that wants random numbers has those
  /// of the stream.
  void gather(std::span<const Eigen::Index> which, Scalar* out,
              const RandomStream& stream = {}) const {
    inputs_->gather(which, out, stream);
  }
  void gather_targets(std::span<const Eigen::Index> which, Scalar* out,
                      const RandomStream& stream = {}) const {
    targets_->gather(which, out, stream);
  }

  /// @throws ValueError naming the first number of a matrix that is NaN or infinite
  void check_finite(std::string_view where) const {
    if (inputs_) inputs_->check_finite(where);
    if (targets_) targets_->check_finite(text(where, ", targets"));
  }

 private:
  using SourcePointer = std::shared_ptr<const detail::Source<Scalar>>;
  template <class T>
  using Kept = std::conditional_t<std::is_lvalue_reference_v<T>, const std::remove_reference_t<T>&,
                                  std::remove_cv_t<T>>;

  template <class Samples>
  static SourcePointer keep(Samples&& samples) {
    static_assert(std::is_same_v<typename std::remove_cvref_t<Samples>::Scalar, Scalar>,
                  "eigencoder: Dataset: the samples have another scalar type than the model; pass "
                  "samples.cast<float>() or make the model's Input of double");
    return std::make_shared<detail::MatrixSource<Scalar>>(
        Eigen::MatrixX<Scalar>(std::forward<Samples>(samples)));
  }

  template <class Derived>
  static SourcePointer refer_to(const Eigen::MatrixBase<Derived>& samples) {
    if constexpr (std::is_same_v<typename Derived::Scalar, Scalar> &&
                  bool(Derived::Flags & Eigen::DirectAccessBit) && !Derived::IsRowMajor &&
                  Derived::InnerStrideAtCompileTime == 1) {
      return std::make_shared<detail::MatrixSource<Scalar>>(
          samples.derived().data(), samples.rows(), samples.cols(),
          samples.cols() == 1 ? samples.rows() : samples.derived().outerStride());
    } else {
      return keep(samples.derived());
    }
  }

  SourcePointer inputs_, targets_;
};

}  // namespace eigencoder
