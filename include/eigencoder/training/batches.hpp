// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include <eigencoder/autodiff/context.hpp>
#include <eigencoder/data/dataset.hpp>

namespace eigencoder::detail {

/// Calls f(which) for the samples batch by batch, in order; the last batch may be smaller.
template <class F>
void for_each_batch(std::span<const Index> samples, Index batch_size, const F& f) {
  const auto size = static_cast<std::size_t>(batch_size);
  for (std::size_t first = 0; first < samples.size(); first += size) {
    f(samples.subspan(first, std::min(size, samples.size() - first)));
  }
}

/// Code and output of a model; of a user's own model that only has `apply`, the output twice.
template <class Model>
auto stages(const Model& model, auto&... arguments) {
  if constexpr (requires { model.stages(arguments...); }) {
    return model.stages(arguments...);
  } else {
    const auto y = model.apply(arguments...);
    struct {
      decltype(model.apply(arguments...)) code, output;
    } both{y, y};
    return both;
  }
}

/// A batch and its targets, gathered sample by sample into memory that is kept for the next.
template <class Scalar>
class Batch {
 public:
  /// Gathers the chosen samples of the data, on the threads.
  void gather(Threads* threads, const Dataset<Scalar>& data, std::span<const Index> which,
              const RandomStream& stream) {
    samples_ = static_cast<Index>(which.size());
    reconstructs_ = data.reconstructs();
    grow(inputs_, data.features() * samples_);
    if (!reconstructs_) grow(targets_, data.target_features() * samples_);
    // A source that knows what comes next can fetch it meanwhile; few large samples are divided.
    const Index numbers = data.features() + (reconstructs_ ? 0 : data.target_features());
    const Index together = std::clamp<Index>(50'000 / std::max<Index>(1, numbers), 1, 8);
    const auto work =
        0.2 * static_cast<double>(together * (data.features() + data.target_features()));
    split(threads, (samples_ + together - 1) / together, work, [&](Index group) {
      const Index first = group * together, count = std::min(together, samples_ - first);
      const auto some =
          which.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
      data.gather(some, inputs_.data() + first * data.features(), stream);
      if (reconstructs_) return;
      data.gather_targets(some, targets_.data() + first * data.target_features(), stream);
    });
  }

  template <class Context, class Shape>
  auto inputs(Context& context, const Shape& shape) const {
    return view(context, inputs_, shape);
  }
  /// What a reconstruction of that shape is compared with: the inputs, if they are their own
  /// target.
  template <class Context, class Shape>
  auto targets(Context& context, const Shape& shape) const {
    return view(context, reconstructs_ ? inputs_ : targets_, shape);
  }

 private:
  static void grow(Eigen::VectorX<Scalar>& numbers, Index size) {
    if (numbers.size() < size) numbers.resize(size);
  }

  template <class Context, class Shape>
  auto view(Context& context, const Eigen::VectorX<Scalar>& numbers, const Shape& shape) const {
    const eigencoder::Shape<Dynamic> samples{samples_};
    return View<Context, Shape>(context, numbers.data(), shape, samples, shape.size());
  }

  Eigen::VectorX<Scalar> inputs_, targets_;
  Index samples_ = 0;
  bool reconstructs_ = true;
};

}  // namespace eigencoder::detail
