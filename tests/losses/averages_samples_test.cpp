// SPDX-License-Identifier: MIT
#include <eigencoder/losses/averages_samples.hpp>

#include <eigencoder/losses/binary_crossentropy.hpp>
#include <eigencoder/losses/huber.hpp>
#include <eigencoder/losses/mean_absolute_error.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>
#include <eigencoder/losses/weighted_sum.hpp>

#include "catch.hpp"
#include "losses/golden_loss.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// Whether the loss of five samples is that of two and three, by their shares.
template <class Loss>
bool adds_up(const Loss& loss) {
  const Eigen::MatrixXd y = scattered(3, 5).cwiseAbs(), t = scattered(3, 5, 1).cwiseAbs();
  const double parts = 0.4 * loss_of<Loss, double>(loss, y.leftCols(2), t.leftCols(2)) +
                       0.6 * loss_of<Loss, double>(loss, y.rightCols(3), t.rightCols(3));
  return loss_of(loss, y, t) == Approx(parts).epsilon(1e-13);
}

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

TEST_CASE("The losses that say so are the means of those of parts, and the sum is not") {
  CHECK(adds_up(MeanSquaredError{}));
  CHECK(adds_up(SumSquaredError{}));
  CHECK(adds_up(MeanAbsoluteError{}));
  CHECK(adds_up(Huber{0.3}));
  CHECK(adds_up(BinaryCrossentropy{}));
  CHECK(adds_up(BinaryCrossentropyWithLogits{}));
  CHECK(adds_up(WeightedSum{Weighted{0.3, MeanSquaredError{}}, Weighted{0.7, Huber{}}}));
  CHECK_FALSE(adds_up(HalfSquaredError{}));
}
