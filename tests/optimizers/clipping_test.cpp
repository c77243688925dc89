// SPDX-License-Identifier: MIT
#include <eigencoder/optimizers/clipping.hpp>

#include <eigencoder/optimizers/sgd.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

struct Segment {
  Index offset;
  Index count;
  Index size() const { return count; }
};

/// Two parameters, of norms 5 and 13.
const std::vector<Segment> parameters{{0, 2}, {2, 3}};
const Eigen::VectorXd gradient{{3, -4, 12, 0, -5}};

template <class Scalar = double>
Eigen::VectorX<Scalar> clipped(const GradientClipping& clipping,
                               Eigen::VectorX<Scalar> g = gradient) {
  clipping(g, parameters);
  return g;
}

}  // namespace

TEST_CASE("Without a limit a gradient stays as it is") {
  CHECK_NOTHROW(GradientClipping{}.check());
  CHECK(same_bits<double>(clipped({}), gradient));
}

TEST_CASE("A value limits every element, on both sides") {
  CHECK(clipped({.value = 4}) == Eigen::VectorXd{{3, -4, 4, 0, -4}});
  CHECK(same_bits<double>(clipped({.value = 12}), gradient));
}

TEST_CASE("A norm limits each parameter's gradient by itself, and keeps its direction") {
  CHECK(clipped({.norm = 6.5}).isApprox(Eigen::VectorXd{{3, -4, 6, 0, -2.5}}, 1e-14));
  CHECK(clipped({.norm = 2.5})
            .isApprox(Eigen::VectorXd{{1.5, -2, 12. * 2.5 / 13, 0, -5. * 2.5 / 13}}, 1e-14));
  CHECK(same_bits<double>(clipped({.norm = 13}), gradient));
}

TEST_CASE("A global norm limits the gradient as a whole, and keeps its direction") {
  const double norm = gradient.norm();
  CHECK(clipped({.global_norm = 7}).isApprox(gradient * (7 / norm), 1e-14));
  CHECK(clipped({.global_norm = 7}).norm() == Approx(7));
  CHECK(same_bits<double>(clipped({.global_norm = 14}), gradient));
}

TEST_CASE("A gradient of zeros stays zero under any limit") {
  const Eigen::VectorXd zero = Eigen::VectorXd::Zero(5);
  for (const GradientClipping& clipping :
       {GradientClipping{.value = 1}, GradientClipping{.norm = 1},
        GradientClipping{.global_norm = 1}}) {
    CHECK(clipped(clipping, zero) == zero);
  }
}

TEST_CASE("The norm of floats is right where their squares are beyond all floats") {
  const Eigen::VectorXf large = 1e25f * gradient.cast<float>();
  const Eigen::VectorXf expected = (gradient * (7 / gradient.norm())).cast<float>();
  CHECK(clipped<float>({.global_norm = 7}, large).isApprox(expected, 1e-6f));
  CHECK(clipped<float>({.norm = 1}, large).head(2).isApprox(Eigen::Vector2f(0.6f, -0.8f), 1e-6f));
}

TEST_CASE("A trainer clips before the optimizer moves") {
  const Eigen::MatrixXd data = scattered(2, 50);
  const std::array<Index, 4> some{7, 3, 40, 3};
  const auto moved_by = [&](const GradientClipping& clipping) {
    SmallRun<SGD> run(SGD{.learning_rate = 0.5}, {.clipping = clipping});
    const Eigen::VectorXd start = run.parameters();
    run.trainer.step(data, some);
    return Eigen::VectorXd((start - run.parameters()) / 0.5);
  };
  const Eigen::VectorXd whole = moved_by({});
  const double limit = 0.5 * whole.norm(), largest = 0.5 * whole.cwiseAbs().maxCoeff();
  CHECK(moved_by({.global_norm = limit}).isApprox(0.5 * whole, 1e-12));
  CHECK(moved_by({.value = largest}).isApprox(whole.cwiseMax(-largest).cwiseMin(largest), 1e-12));
  const double kernel = 0.5 * whole.head(4).norm();
  const Eigen::VectorXd by_parameter = moved_by({.norm = kernel});
  CHECK(by_parameter.head(4).isApprox(0.5 * whole.head(4), 1e-12));
  CHECK(by_parameter.tail(2).norm() == Approx(std::min(kernel, whole.tail(2).norm())));
}

TEST_CASE("A parameter that is frozen does not count to the global norm") {
  const Eigen::MatrixXd data = scattered(2, 50);
  const std::array<Index, 2> some{7, 3};
  SmallRun<SGD> run(SGD{.learning_rate = 1}, {.clipping = {.global_norm = 1e-3}});
  run.model.freeze("0.dense.kernel");
  const Eigen::VectorXd start = run.parameters();
  run.trainer.step(data, some);
  CHECK((run.parameters() - start).norm() == Approx(1e-3));
}

TEST_CASE("Clipping refuses negative limits, and more than one") {
  CHECK_NOTHROW(GradientClipping{.norm = 1}.check());
  CHECK_THROWS_WITH(GradientClipping{.value = -1}.check(),
                    "GradientClipping: value: got -1, expected at least 0");
  CHECK_THROWS_WITH(GradientClipping{.norm = -1}.check(),
                    "GradientClipping: norm: got -1, expected at least 0");
  CHECK_THROWS_WITH(
      GradientClipping{.global_norm = std::numeric_limits<double>::quiet_NaN()}.check(),
      "GradientClipping: global_norm: got nan, expected at least 0");
  const GradientClipping two{.value = 1, .global_norm = 1};
  CHECK_THROWS_WITH(two.check(), "GradientClipping: got 2 limits, expected one");
  CHECK_THROWS_WITH(SmallRun<>(Adam{}, {.clipping = two}),
                    "GradientClipping: got 2 limits, expected one");
}
