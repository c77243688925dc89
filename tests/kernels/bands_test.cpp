// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/bands.hpp>

#include <Eigen/Core>

#include "catch.hpp"

using namespace eigencoder;
using kernels::Band;
using kernels::Bands;

namespace {

/// How often each row (down) of each sample (across) lies in a band.
Eigen::MatrixXi times_covered(Index samples, Index rows, Index numbers) {
  const Bands bands(samples, rows, numbers);
  Eigen::MatrixXi times = Eigen::MatrixXi::Zero(rows, samples);
  for (Index i = 0; i < bands.count(); ++i) {
    const Band band = bands[i];
    times.block(band.row, band.sample, band.rows, band.samples).array() += 1;
  }
  return times;
}

}  // namespace

TEST_CASE("bands cover each row of each sample once") {
  CHECK(times_covered(5, 40, 60 * 1024) == Eigen::MatrixXi::Ones(40, 5));
  CHECK(times_covered(100, 7, 3000) == Eigen::MatrixXi::Ones(7, 100));
  CHECK(times_covered(3, 7, 100'000'000) == Eigen::MatrixXi::Ones(7, 3));
  CHECK(times_covered(0, 7, 100).size() == 0);
}

TEST_CASE("small images are worked on together, large ones in bands of rows") {
  CHECK(Bands(100, 7, 1024)[0].samples == 48);
  CHECK(Bands(100, 64, 96 * 1024)[0].samples == 1);
  CHECK(Bands(100, 64, 96 * 1024)[0].rows == 32);
}
