// SPDX-License-Identifier: MIT
#include <eigencoder/operations/normalization.hpp>

#include "support/errors.hpp"
#include "support/normalizations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// normalization by these statistics as a function of x, gamma and beta.
auto by(const Eigen::MatrixXd& mean, const Eigen::MatrixXd& variance) {
  return [=](const auto& x, const auto& gamma, const auto& beta) {
    using Scalar = typename std::decay_t<decltype(x)>::Scalar;
    // Copies in the context, which is there as long as the views.
    const auto column = [&](const Eigen::MatrixXd& numbers) {
      const auto copy = x.context().result(gamma.shape(), shape<1>());
      for (Index i = 0; i < numbers.size(); ++i) copy.write()[i] = static_cast<Scalar>(numbers(i));
      return copy;
    };
    return normalization(x, gamma, beta, column(mean), column(variance), 1e-3);
  };
}

template <Index... Extents>
void expect_given(std::string_view name) {
  const auto& c = golden::named(golden::normalizations, name);
  expect_normalization<Extents...>(
      name, by(golden::to_eigen(c.inputs[3]), golden::to_eigen(c.inputs[4])));
}

}  // namespace

TEST_CASE("normalization by given statistics is PyTorch's in inference") {
  expect_given<4>("given_features");
  expect_given<2, 2, 3>("given_images");
}

TEST_CASE("no gradient reaches the statistics") {
  const Eigen::MatrixXd x = scattered(3, 4);
  const Eigen::Vector3d column(1, 2, 3);
  const auto f = [](const auto&... arguments) { return sum(normalization(arguments..., 1e-3)); };
  const auto result = value_and_gradients(f, x, column, column, column, column);
  CHECK(result.gradients[1].norm() > 0);
  CHECK(result.gradients[3] == Eigen::Vector3d::Zero());
  CHECK(result.gradients[4] == Eigen::Vector3d::Zero());
}

TEST_CASE("normalization has the same bits with 1, 2 and 3 threads") {
  expect_same_bits_with_threads<5, 7, 3>(
      by(Eigen::Vector3d(0.5, -0.25, 1), Eigen::Vector3d(2, 1, 0.5)));
}

TEST_CASE("normalization refuses statistics of another number of channels") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(6, 5);
  const Eigen::VectorXd five = scattered(5, 1), six = scattered(6, 1);
  const auto few = constant(workspace, five), fitting = constant(workspace, six);
  CHECK(message<ShapeError>([&] {
          normalization(constant(workspace, x), fitting, fitting, few, fitting, 1e-3);
        }) == "normalization: channels: got 5, expected 6");
}
