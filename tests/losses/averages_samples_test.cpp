// SPDX-License-Identifier: MIT
#include <eigencoder/losses/averages_samples.hpp>

#include <eigencoder/losses/binary_crossentropy.hpp>
#include <eigencoder/losses/huber.hpp>
#include <eigencoder/losses/mean_absolute_error.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>
#include <eigencoder/losses/weighted_sum.hpp>

#include "catch.hpp"

using namespace eigencoder;

namespace {

/// A user's own, which says nothing.
struct Error {
  auto operator()(const auto& y, const auto& t) const { return MeanSquaredError{}(y, t); }
};

}  // namespace

TEST_CASE("Losses that are means over samples say so") {
  CHECK(averages_samples<MeanSquaredError>);
  CHECK(averages_samples<SumSquaredError>);
  CHECK(averages_samples<MeanAbsoluteError>);
  CHECK(averages_samples<Huber>);
  CHECK(averages_samples<BinaryCrossentropy>);
  CHECK(averages_samples<BinaryCrossentropyWithLogits>);
}

TEST_CASE("A sum over the batch is no mean, and what says nothing is taken for none") {
  CHECK(!averages_samples<HalfSquaredError>);
  CHECK(!averages_samples<Error>);
}

TEST_CASE("A weighted sum is a mean over samples if all its terms are") {
  CHECK(averages_samples<WeightedSum<MeanSquaredError, Huber>>);
  CHECK(!averages_samples<WeightedSum<MeanSquaredError, HalfSquaredError>>);
}
