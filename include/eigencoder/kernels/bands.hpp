// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <eigencoder/core/shape.hpp>

namespace eigencoder::kernels {

/// Rows of an image, or whole images, that are worked on together: what they read and write fits
/// the second-level cache. How they are cut depends on the shapes alone.
struct Band {
  Index sample, samples, row, rows;
};

class Bands {
 public:
  /// @param numbers  how many a sample reads and writes
  Bands(Index samples, Index rows, Index numbers) : samples_(samples), rows_(rows) {
    constexpr Index budget = 48 * 1024;
    const Index row = std::max<Index>(1, numbers / std::max<Index>(1, rows));
    samples_at_once_ = std::max<Index>(1, budget / (row * std::max<Index>(1, rows)));
    rows_at_once_ = samples_at_once_ > 1 ? rows : std::clamp<Index>(budget / row, 1, rows);
    across_ = (rows + rows_at_once_ - 1) / rows_at_once_;
  }

  Index count() const { return (samples_ + samples_at_once_ - 1) / samples_at_once_ * across_; }
  Index rows_of_one() const { return samples_at_once_ * rows_at_once_; }
  Band operator[](Index i) const {
    const Index sample = i / across_ * samples_at_once_, row = i % across_ * rows_at_once_;
    return {sample, std::min(samples_at_once_, samples_ - sample), row,
            std::min(rows_at_once_, rows_ - row)};
  }

 private:
  Index samples_, rows_, samples_at_once_, rows_at_once_, across_;
};

}  // namespace eigencoder::kernels
