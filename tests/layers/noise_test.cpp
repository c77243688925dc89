// SPDX-License-Identifier: MIT
#include <eigencoder/layers/noise.hpp>

#include <eigencoder/models/encoder.hpp>
#include <eigencoder/operations/functions.hpp>
#include <eigencoder/operations/reductions.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

struct Random {
  std::uint64_t seed = 1;
  std::uint32_t step = 0;
};

/// What a layer makes of numbers in training.
template <class Layer, class Scalar>
Eigen::MatrixX<Scalar> noisy(const Layer& layer, const Eigen::MatrixX<Scalar>& x,
                             const Random& random = {}, Threads* threads = nullptr) {
  Tape<Scalar> tape(threads);
  tape.set_random(random.seed, random.step);
  return layer(constant(tape, x)).matrix();
}

/// The derivative of sum(layer(x)) by x, with the noise of `noisy`.
template <class Layer>
Eigen::MatrixXd slope(const Layer& layer, const Eigen::MatrixXd& x) {
  Tape<double> tape;
  tape.set_random(1, 0);
  const auto v = variable(tape, x);
  tape.reverse(sum(layer(v)));
  return v.adjoint();
}

double deviation(const Eigen::MatrixXd& x) {
  return std::sqrt((x.array() - x.mean()).square().mean());
}

/// The part of the numbers that are equal to one.
double part(const Eigen::MatrixXd& x, double number) {
  return (x.array() == number).cast<double>().mean();
}

template <class Layer>
std::string refusal(const Layer& layer) {
  return message<ValueError>([&] { Encoder(Input<float, 2>{}, layer); });
}

/// It leaves numbers as they are in inference and where a tape has no random numbers; training has
/// the same bits for the same seed and step, and for any number of threads.
template <class Scalar, class Layer>
void expect_reproducible(const Layer& layer) {
  INFO(Layer::name << " with " << 8 * sizeof(Scalar) << " bits");
  const Eigen::MatrixX<Scalar> x = scattered<Scalar>(2, 20'000), y = noisy(layer, x);
  const Encoder model{Input<Scalar, 2>{}, layer};
  Tape<Scalar> without;
  CHECK(same_bits<Scalar>(model(x), x));
  CHECK(same_bits<Scalar>(layer(constant(without, x)).matrix(), x));
  CHECK(same_bits(noisy(layer, x), y));
  CHECK(y != x);
  CHECK(noisy(layer, x, {.seed = 2}) != y);
  CHECK(noisy(layer, x, {.step = 1}) != y);
  Threads threads{3};
  CHECK(same_bits(noisy(layer, x, {}, &threads), y));
}

const Eigen::MatrixXd many = Eigen::MatrixXd::Constant(2, 100'000, 0.25);

}  // namespace

TEMPLATE_TEST_CASE("noise is none in inference, and a function of the seed", "", float, double) {
  expect_reproducible<TestType>(GaussianNoise{});
  expect_reproducible<TestType>(FeatureNoise{{0.1, 0.2}});
  expect_reproducible<TestType>(Dropout{});
  expect_reproducible<TestType>(MaskingNoise{});
  expect_reproducible<TestType>(SaltAndPepperNoise{});
}

TEST_CASE("two layers of noise draw numbers of their own") {
  const auto twice = [](const auto& v) { return GaussianNoise{1}(GaussianNoise{1}(v)); };
  const Eigen::MatrixXd once = noisy(GaussianNoise{1}, many);
  CHECK(deviation(noisy(twice, many)) == Approx(std::sqrt(2)).epsilon(0.01));
  CHECK(deviation(once) == Approx(1).epsilon(0.01));
}

TEST_CASE("GaussianNoise has mean 0 and its deviation") {
  const Eigen::MatrixXd noise = noisy(GaussianNoise{0.5}, many) - many;
  CHECK(noise.mean() == Approx(0).margin(0.005));
  CHECK(deviation(noise) == Approx(0.5).epsilon(0.01));
  CHECK(noise.cwiseAbs().maxCoeff() > 1.5);  // it is not clipped
  CHECK(noisy(GaussianNoise{0}, many) == many);
}

TEST_CASE("FeatureNoise has a deviation for each feature") {
  const Eigen::MatrixXd noise = noisy(FeatureNoise{{0, 2}}, many) - many;
  CHECK(noise.row(0).isZero(0));
  CHECK(noise.row(1).mean() == Approx(0).margin(0.03));
  CHECK(deviation(noise.row(1)) == Approx(2).epsilon(0.01));
  const Eigen::MatrixXd x = scattered(2, 5);
  CHECK(same_bits(noisy(FeatureNoise{{0.5, 0.5}}, x), noisy(GaussianNoise{0.5}, x)));
}

TEST_CASE("Dropout keeps the mean, and is the identity at rate 0") {
  const Eigen::MatrixXd y = noisy(Dropout{0.2}, many);
  CHECK(part(y, 0) == Approx(0.2).margin(0.005));
  CHECK(y.maxCoeff() == Approx(0.25 / 0.8).epsilon(1e-14));
  CHECK(part(y, y.maxCoeff()) == Approx(1 - part(y, 0)).epsilon(1e-12));
  CHECK(y.mean() == Approx(0.25).epsilon(0.01));
  CHECK(noisy(Dropout{0}, many) == many);
}

TEST_CASE("MaskingNoise sets numbers to 0 and leaves the others as they are") {
  const Eigen::MatrixXd y = noisy(MaskingNoise{}, many);
  CHECK(part(y, 0) == Approx(0.3).margin(0.005));
  CHECK(part(y, 0.25) == Approx(1 - part(y, 0)).epsilon(1e-12));
  CHECK(noisy(MaskingNoise{0}, many) == many);
}

TEST_CASE("SaltAndPepperNoise sets numbers to low and high, each as often") {
  const Eigen::MatrixXd y = noisy(SaltAndPepperNoise{0.4, -1, 2}, many);
  CHECK(part(y, -1) == Approx(0.2).margin(0.005));
  CHECK(part(y, 2) == Approx(0.2).margin(0.005));
  CHECK(part(y, 0.25) == Approx(1 - part(y, -1) - part(y, 2)).epsilon(1e-12));
  CHECK(noisy(SaltAndPepperNoise{0}, many) == many);
}

TEST_CASE("the gradient passes where the number does") {
  const Eigen::MatrixXd x = scattered(2, 50).array() + 2, ones = Eigen::MatrixXd::Ones(2, 50);
  CHECK(slope(GaussianNoise{}, x) == ones);
  CHECK(slope(FeatureNoise{{1, 2}}, x) == ones);
  const Eigen::MatrixXd dropped = noisy(Dropout{}, x), masked = noisy(MaskingNoise{}, x);
  CHECK(slope(Dropout{}, x) == (dropped.array() != 0).select(2 * ones, 0));
  CHECK(slope(MaskingNoise{}, x) == (masked.array() != 0).select(ones, 0));
  const SaltAndPepperNoise salt{.rate = 0.5};
  const Eigen::MatrixXd untouched = (noisy(salt, x).array() == x.array()).cast<double>();
  CHECK(slope(salt, x) == untouched);
  CHECK(untouched.mean() == Approx(0.5).margin(0.2));
}

TEST_CASE("noise refuses a deviation below 0") {
  CHECK(refusal(GaussianNoise{-0.5}) ==
        "GaussianNoise: sigma: got -0.5, expected a number of at least 0");
  CHECK(refusal(GaussianNoise{std::numeric_limits<double>::infinity()}) ==
        "GaussianNoise: sigma: got inf, expected a number of at least 0");
  CHECK(refusal(FeatureNoise{{1, -2}}) ==
        "FeatureNoise: sigma: got -2, expected a number of at least 0");
  CHECK(message<ShapeError>([] {
          refusal(FeatureNoise{{1, 2, 3}});
        }) ==
        "FeatureNoise: sigmas: got 3 sigmas, one a feature, expected 2 sigmas, one a feature");
}

TEST_CASE("noise refuses a rate below 0 or from 1 on") {
  CHECK(refusal(Dropout{1}) == "Dropout: rate: got 1, expected a number in [0, 1)");
  CHECK(refusal(Dropout{-0.1}) == "Dropout: rate: got -0.1, expected a number in [0, 1)");
  CHECK(refusal(MaskingNoise{1}) == "MaskingNoise: rate: got 1, expected a number in [0, 1)");
  CHECK(refusal(SaltAndPepperNoise{1.5}) ==
        "SaltAndPepperNoise: rate: got 1.5, expected a number in [0, 1)");
  CHECK(refusal(Dropout{0}) == "nothing was thrown");
}
