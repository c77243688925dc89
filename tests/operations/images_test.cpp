// SPDX-License-Identifier: MIT
// What all operations over images have in common.
#include <eigencoder/operations/images.hpp>

#include <eigencoder/operations/borders.hpp>
#include <eigencoder/operations/pooling.hpp>
#include <eigencoder/operations/resize.hpp>
#include <eigencoder/operations/upsampling.hpp>

#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

constexpr auto window = pooling_window<Kernel<2, 2>, Stride<2>, Same>;
constexpr Border<1, 0, 0, 1> border;

/// Each operation, on features that are images of 5 x 4 x 2.
auto features(const auto& y) { return reshape(y, Shape<Dynamic>{y.rows()}); }
auto image(const auto& x) { return reshape(x, shape<5, 4, 2>()); }
const auto largest = [](const auto& x) { return features(max_pool(image(x), window)); };
const auto means = [](const auto& x) { return features(average_pool(image(x), window)); };
const auto mean_pixel = [](const auto& x) { return global_average_pool(image(x)); };
const auto repeated = [](const auto& x) { return features(repeat_pixels<1, 2>(image(x))); };
const auto padded = [](const auto& x) { return features(pad_with_zeros(image(x), border)); };
const auto cropped = [](const auto& x) { return features(crop(image(x), border)); };
const auto resized = [](const auto& x) {
  return features(resize<Bicubic, HalfPixel>(image(x), shape<3, 7>()));
};

/// Calls check(operation) for each of them.
void for_each_operation(const auto& check) {
  check(largest), check(means), check(mean_pixel), check(repeated);
  check(padded), check(cropped), check(resized);
}

}  // namespace

TEST_CASE("images that are used by several operations get every contribution") {
  const Eigen::MatrixXd x = scattered(40, 3);
  for_each_operation([&](const auto& f) {
    const auto once = [&](const auto& v) { return sum(f(v)); };
    const auto with_others = [&](const auto& v) {
      return sum(features(v)) + 2 * sum(f(v)) + sum(f(v));
    };
    const Eigen::MatrixXd expected = (3 * gradient(once, x).array() + 1).matrix();
    CHECK(largest_difference(gradient(with_others, x), expected) < 1e-12);
  });
}

TEST_CASE("strided images are read as their copies") {
  const Eigen::MatrixXd x = scattered(40, 3);
  Strided strided(x);
  Workspace<double> workspace;
  for_each_operation([&](const auto& f) {
    CHECK(f(constant(workspace, strided.block())).matrix() == f(constant(workspace, x)).matrix());
  });
}

TEST_CASE("no images give no images and an empty gradient") {
  const Eigen::MatrixXd none(40, 0);
  for_each_operation([&](const auto& f) {
    const auto loss = [&](const auto& v) { return sum(f(v)); };
    CHECK(gradient(loss, none).size() == 0);
  });
}

TEST_CASE("constants are never written to") {
  Tape<double> tape;
  const Eigen::MatrixXd x = scattered(40, 3), copy = x;
  for_each_operation([&](const auto& f) { CHECK(f(constant(tape, x)).node() == nullptr); });
  CHECK(x == copy);
}
