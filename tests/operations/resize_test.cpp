// SPDX-License-Identifier: MIT
#include <eigencoder/operations/resize.hpp>

#include <eigencoder/operations/reshape.hpp>

#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// Samples of 5 x 4 x `channels`, resized to 3 x 7, as features again.
template <class Interpolation, class Grid>
auto resized(Index channels) {
  return [=](const auto& x) {
    const auto images = reshape(x, Shape<5, 4, Dynamic>{5, 4, channels});
    const auto y = resize<Interpolation, Grid>(images, shape<3, 7>());
    return reshape(y, Shape<Dynamic>{y.rows()});
  };
}

}  // namespace

TEST_CASE("constant images stay constant") {
  Workspace<double> workspace;
  const Eigen::MatrixXd ones = Eigen::MatrixXd::Ones(40, 2),
                        expected = Eigen::MatrixXd::Ones(42, 2);
  const auto x = constant(workspace, ones);
  CHECK(largest_difference(resized<Bicubic, HalfPixel>(2)(x).matrix(), expected) < 1e-14);
  CHECK(largest_difference(resized<Bicubic, Legacy>(2)(x).matrix(), expected) < 1e-14);
  CHECK(largest_difference(resized<Bilinear, HalfPixel>(2)(x).matrix(), expected) < 1e-14);
}

TEST_CASE("the pullback of resizing is its transpose, for any number of channels") {
  for (const Index channels : {1, 2, 3, 5, 11, 17}) {
    const Eigen::MatrixXd x = scattered(20 * channels, 2), w = scattered(21 * channels, 2, 1);
    const auto f = [&](const auto& v) { return resized<Bicubic, Legacy>(channels)(v); };
    const auto outcome = on_tape(f, w, std::tuple{x});
    CHECK(w.cwiseProduct(outcome.value).sum() ==
          Approx(x.cwiseProduct(outcome.gradients[0]).sum()).epsilon(1e-12));
  }
}

TEST_CASE("channels are resized each by itself") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(20 * 11, 2);
  const auto all = resized<Bicubic, HalfPixel>(11)(constant(workspace, x)).matrix();
  for (const Index c : {0, 7, 10}) {
    const Eigen::MatrixXd one = x(Eigen::seqN(c, 20, 11), Eigen::all);
    const auto alone = resized<Bicubic, HalfPixel>(1)(constant(workspace, one)).matrix();
    CHECK(largest_difference(all(Eigen::seqN(c, 21, 11), Eigen::all), alone) < 1e-15);
  }
}
