// SPDX-License-Identifier: MIT
#include <eigencoder/operations/interpolation.hpp>

#include <eigencoder/autodiff/context.hpp>

#include <cstddef>
#include <vector>

#include "catch.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// The weights of each place after resizing as a row, output x input.
template <class Interpolation, class Grid>
Eigen::MatrixXd weights(Index input, Index output) {
  Workspace<double> workspace;
  const auto* rows = detail::axis_taps<Interpolation, Grid>(workspace, input, output);
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(output, input);
  for (Index o = 0; o < output; ++o) {
    for (std::size_t k = 0; k < static_cast<std::size_t>(rows[o].count); ++k)
      matrix(o, rows[o].places[k]) += rows[o].weights[k];
  }
  return matrix;
}

/// The one place that each row takes.
std::vector<Index> places(const Eigen::MatrixXd& matrix) {
  std::vector<Index> all;
  for (Index o = 0; o < matrix.rows(); ++o) {
    all.emplace_back();
    matrix.row(o).maxCoeff(&all.back());
  }
  return all;
}

}  // namespace

TEST_CASE("the grid of TensorFlow 1 takes every second place when it halves") {
  const Eigen::MatrixXd every_second =
      Eigen::MatrixXd::Identity(64, 64)(Eigen::seqN(0, 32, 2), Eigen::all);
  CHECK(weights<Bicubic, Legacy>(64, 32) == every_second);
  CHECK(weights<Bilinear, Legacy>(64, 32) == every_second);
  CHECK(weights<Nearest, Legacy>(64, 32) == every_second);
}

TEST_CASE("the grid of TensorFlow 1 copies even places and repeats the edge when it doubles") {
  const Eigen::MatrixXd w = weights<Bicubic, Legacy>(32, 64);
  CHECK(w.row(30) == Eigen::MatrixXd::Identity(32, 32).row(15));
  CHECK(w.row(31).segment(14, 4) == Eigen::RowVector4d(-0.09375, 0.59375, 0.59375, -0.09375));
  CHECK(w.row(63).tail(2) == Eigen::RowVector2d(-0.09375, 1.09375));
  CHECK(w.row(1).head(3) == Eigen::RowVector3d(0.5, 0.59375, -0.09375));
}

TEST_CASE("with half pixels a cubic halves by four neighbours, fewer at the edge") {
  const Eigen::MatrixXd w = weights<Bicubic, HalfPixel>(64, 32);
  CHECK(w.row(5).segment(9, 4) == Eigen::RowVector4d(-0.0625, 0.5625, 0.5625, -0.0625));
  const Eigen::RowVector3d edge = Eigen::RowVector3d(0.5625, 0.5625, -0.0625) / 1.0625;
  CHECK(largest_difference(w.row(0).head(3), edge) < 1e-15);
}

TEST_CASE("coefficients are those of a table of 1024") {
  const double part = 341. / 1024;  // of a third
  const double near = ((1.5 * part - 2.5) * part) * part + 1;
  CHECK(weights<Bicubic, HalfPixel>(7, 21)(11, 3) == Approx(near).epsilon(1e-14));
}

TEST_CASE("weights sum to 1") {
  for (const auto& w : {weights<Bilinear, HalfPixel>(7, 5), weights<Bilinear, Legacy>(3, 11),
                        weights<Bicubic, HalfPixel>(7, 5), weights<Bicubic, Legacy>(3, 11),
                        weights<Bicubic, HalfPixel>(1, 3), weights<Bicubic, Legacy>(2, 1)}) {
    CHECK(largest_difference(w.rowwise().sum(), Eigen::VectorXd::Ones(w.rows())) < 1e-15);
  }
}

TEST_CASE("the nearest place is the one before or behind by its grid") {
  CHECK(places(weights<Nearest, HalfPixel>(5, 3)) == std::vector<Index>{0, 2, 4});
  CHECK(places(weights<Nearest, Legacy>(5, 3)) == std::vector<Index>{0, 1, 3});
  CHECK(places(weights<Nearest, HalfPixel>(2, 3)) == std::vector<Index>{0, 1, 1});
  CHECK(places(weights<Nearest, Legacy>(2, 3)) == std::vector<Index>{0, 0, 1});
}

TEST_CASE("no rounding moves a place to another pixel") {
  const auto at = detail::position<Legacy>(49 * 3, 7, 49 * 7);  // 3, but 2.9999999999999996 of 1/49
  CHECK(at.whole == 3);
  CHECK(at.part == 0);
  const auto before = detail::position<HalfPixel>(0, 1, 4);
  CHECK(before.whole == -1);
  CHECK(before.part == 0.625);
}
