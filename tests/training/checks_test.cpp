// SPDX-License-Identifier: MIT
#include <eigencoder/training/checks.hpp>

#include <limits>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// As much of a model as the checks ask for: 2 features in, 3 out.
struct TwoToThree {
  Shape<2> input_shape() const { return {}; }
  Shape<Dynamic> output_shape() const { return {3}; }
};

}  // namespace

TEST_CASE("Data that does not fit the model is refused with both numbers") {
  const Eigen::MatrixXd two = scattered(2, 5), three = scattered(3, 5);
  const auto refused = [](const Dataset<double>& data) {
    return message<ShapeError>([&] { detail::check_data("fit", TwoToThree{}, data); });
  };
  CHECK(refused(three) == "fit: got 3 features, expected 2 features");
  CHECK(refused(two) == "fit, targets: got 2 features, expected 3 features");
  CHECK(refused({two, two}) == "fit, targets: got 2 features, expected 3 features");
  CHECK_NOTHROW(detail::check_data("fit", TwoToThree{}, Dataset<double>(two, three)));
}

TEST_CASE("Data without samples or with a number that is not finite is refused") {
  const auto refused = [](const Dataset<double>& data) {
    return message<ValueError>([&] { detail::check_data("fit", TwoToThree{}, data); });
  };
  const Eigen::MatrixXd two = scattered(2, 5);
  Eigen::MatrixXd three = scattered(3, 5);
  three(2, 4) = -std::numeric_limits<double>::infinity();
  CHECK(refused({}) == "fit: got 0 samples, expected at least 1");
  CHECK(refused(Eigen::MatrixXd(2, 0)) == "fit: got 0 samples, expected at least 1");
  CHECK(refused({two, three}) ==
        "fit, targets: got -inf at feature 2 of sample 4, expected finite numbers");
}

TEST_CASE("A choice of samples has at least one, and all of them exist") {
  const auto refused = [](const std::vector<Index>& which) {
    return message<ValueError>([&] { detail::check_chosen("step", which, 5); });
  };
  CHECK_NOTHROW(detail::check_chosen("step", std::vector<Index>{0, 4}, 5));
  CHECK(refused({}) == "step: got 0 samples, expected at least 1");
  CHECK(refused({0, 5}) == "step: got sample 5, expected one of 0 to 4");
  CHECK(refused({-1}) == "step: got sample -1, expected one of 0 to 4");
}
