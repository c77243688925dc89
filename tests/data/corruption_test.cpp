// SPDX-License-Identifier: MIT
#include <eigencoder/data/corruption.hpp>

#include <eigencoder/data/idx.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// 600 x 50 numbers in [0, 1): features beyond one run of random numbers.
const Eigen::MatrixXd pixels = 0.5 * (scattered(600, 50).array() + 1);
const Dataset<double> images = pixels;

const GaussianCorruption unbounded{.sigma = 0.5, .low = -1e9, .high = 1e9};

/// All samples of a source, with the random numbers of a stream.
Eigen::MatrixXd all_of(const auto& source, const RandomStream& stream) {
  Eigen::MatrixXd result(source.features(), source.samples());
  for (Index j = 0; j < result.cols(); ++j) {
    source.gather(std::span(&j, 1), result.col(j).data(), stream);
  }
  return result;
}

/// A user's own, without a check: a sample turned upside down, where a coin says so.
struct Inversion {
  template <class Scalar>
  void operator()(std::span<Scalar> x, const RandomStream& stream, Index number) const {
    if (stream.uniform(number, 0) < 0.5) return;
    for (Scalar& pixel : x) pixel = 1 - pixel;
  }
};

/// Parameters after two epochs on samples that are corrupted afresh.
Eigen::VectorXd trained(int threads, std::uint64_t seed = 3) {
  const Eigen::MatrixXd clean = pixels.topRows(2);
  const Dataset<double> source = clean;
  const FreshCorruption noisy{source, GaussianCorruption{.sigma = 0.2}};
  SmallRun<> run(Adam{}, {.seed = seed, .threads = threads});
  run.trainer.fit({noisy, clean}, {.epochs = 2, .batch_size = 8});
  return run.parameters();
}

using Noisy = FreshCorruption<Dataset<double>, GaussianCorruption>;
static_assert(DataSource<Noisy, double>);

}  // namespace

TEST_CASE("Gaussian corruption stays within its bounds, and reaches them") {
  const Eigen::MatrixXd noisy = corrupted<double>(images, GaussianCorruption{}, 1);
  CHECK(noisy.minCoeff() == 0);
  CHECK(noisy.maxCoeff() == 1);
  const GaussianCorruption wider{.sigma = 2, .low = -0.5, .high = 2};
  const Eigen::MatrixXd wide = corrupted<double>(images, wider, 1);
  CHECK(wide.minCoeff() == -0.5);
  CHECK(wide.maxCoeff() == 2);
}

TEST_CASE("Between wide bounds Gaussian corruption adds noise of mean 0 and deviation sigma") {
  const Eigen::ArrayXXd noise = (corrupted<double>(images, unbounded, 1) - pixels).array();
  const double count = static_cast<double>(noise.size());
  CHECK(std::abs(noise.mean()) < 4 * 0.5 / std::sqrt(count));
  CHECK(std::sqrt(noise.square().mean()) == Approx(0.5).epsilon(4 / std::sqrt(2 * count)));
}

TEST_CASE("The noise of Gaussian corruption is the stream's normal number of sample and feature") {
  const RandomStream stream{.seed = 7, .step = 2};
  const Eigen::MatrixXd noisy = all_of(FreshCorruption{images, unbounded}, stream);
  for (const Index feature : {0, 255, 256, 599}) {
    CHECK(noisy(feature, 49) ==
          Approx(pixels(feature, 49) + 0.5 * stream.normal(49, feature)).epsilon(1e-14));
  }
}

TEST_CASE("Gaussian corruption of no size leaves data that is within the bounds") {
  CHECK(same_bits<double>(corrupted<double>(images, GaussianCorruption{.sigma = 0}, 1), pixels));
}

TEST_CASE("Masking corruption sets numbers to 0 at its rate and leaves the others") {
  const Eigen::ArrayXXd bright = pixels.array() + 1;
  const Dataset<double> source = bright.matrix();
  const Eigen::ArrayXXd masked = corrupted<double>(source, MaskingCorruption{.rate = 0.3}, 1);
  const auto cleared = (masked == 0);
  const double count = static_cast<double>(bright.size());
  CHECK(cleared.cast<double>().mean() == Approx(0.3).margin(4 * std::sqrt(0.3 * 0.7 / count)));
  CHECK((cleared || masked == bright).all());
  CHECK(same_bits<double>(corrupted<double>(source, MaskingCorruption{.rate = 0}, 1),
                          bright.matrix()));
}

TEST_CASE("The same seed corrupts to the same bits, and another seed to others") {
  const auto of_seed = [](std::uint64_t seed) {
    return corrupted<double>(images, unbounded, seed);
  };
  const Eigen::MatrixXd first = of_seed(1);
  CHECK(same_bits<double>(first, of_seed(1)));
  CHECK((first.array() != of_seed(2).array()).all());
}

TEST_CASE("Each sample is corrupted by numbers of its own") {
  const Eigen::MatrixXd same = Eigen::MatrixXd::Constant(8, 2, 0.5);
  const Dataset<double> source = same;
  const Eigen::MatrixXd noisy = corrupted<double>(source, unbounded, 1);
  CHECK((noisy.col(0).array() != noisy.col(1).array()).all());
}

TEST_CASE("Images of a file are corrupted as the matrix of their numbers is") {
  const IdxImages file({0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 51, 255, 0, 102}, "a.idx");
  const Eigen::MatrixXf matrix{{0.2f, 0}, {1, 0.4f}};
  const Dataset<float> source = matrix;
  CHECK(same_bits<float>(corrupted<float>(file, GaussianCorruption{}, 1),
                         corrupted<float>(source, GaussianCorruption{}, 1)));
}

TEST_CASE("Fresh corruption is the same for the same stream, and another in each step") {
  const FreshCorruption noisy{images, unbounded};
  const RandomStream first{.seed = 5, .step = 1}, second{.seed = 5, .step = 2};
  CHECK(noisy.samples() == 50);
  CHECK(noisy.features() == 600);
  CHECK(same_bits<double>(all_of(noisy, first), all_of(noisy, first)));
  CHECK((all_of(noisy, first).array() != all_of(noisy, second).array()).all());
}

TEST_CASE("Fresh corruption of a sample is the same in whatever batch it is gathered") {
  const FreshCorruption noisy{images, unbounded};
  const RandomStream stream{.seed = 5, .step = 1};
  const Eigen::MatrixXd all = all_of(noisy, stream);
  const std::array<Index, 3> some{7, 49, 7};
  Eigen::MatrixXd batch(600, 3);
  noisy.gather(some, batch.data(), stream);
  CHECK(same_bits<double>(batch, all(Eigen::all, some)));
}

TEST_CASE("Training on fresh corruption is reproducible, with any number of threads") {
  const Eigen::VectorXd one = trained(1);
  CHECK(same_bits<double>(one, trained(1)));
  CHECK(same_bits<double>(one, trained(2)));
  CHECK(!same_bits<double>(one, trained(1, 4)));
}

TEST_CASE("Each epoch sees another corruption, and evaluation always the same") {
  const FreshCorruption noisy{images, unbounded};
  auto model = dynamic_autoencoder<double>(600, 2);
  model.freeze();
  Trainer trainer{model, Adam{}, MeanSquaredError{}};
  const History history =
      trainer.fit({noisy, images}, {.epochs = 2, .shuffle = false, .validation = noisy});
  CHECK(history.loss[0] != history.loss[1]);
  CHECK(history.validation_loss[0] == history.validation_loss[1]);
  CHECK(trainer.evaluate({noisy, images}) == trainer.evaluate({noisy, images}));
}

TEST_CASE("A reconstruction of fresh corruption has the corrupted sample for its target") {
  const FreshCorruption noisy{images, unbounded};
  const Dataset<double> alone = noisy, twice{noisy, noisy};
  auto model = dynamic_autoencoder<double>(600, 2);
  Trainer trainer{model, Adam{}, MeanSquaredError{}};
  CHECK(trainer.evaluate(alone) == trainer.evaluate(twice));
}

TEST_CASE("A corruption of the user's own is a call, which needs no check") {
  const Eigen::MatrixXd some = corrupted<double>(images, Inversion{}, 1);
  Index inverted = 0;
  for (Index j = 0; j < 50; ++j) {
    const bool same = some.col(j) == pixels.col(j);
    inverted += !same;
    CHECK((same || some.col(j) == (1 - pixels.col(j).array()).matrix()));
  }
  CHECK(inverted > 10);
  CHECK(inverted < 40);
}

TEST_CASE("Corruption says which setting is out of range") {
  const auto refused = [](const auto& corruption) {
    const std::string fresh = message<ValueError>([&] { FreshCorruption(images, corruption); });
    CHECK(message<ValueError>([&] { corrupted<double>(images, corruption, 1); }) == fresh);
    return fresh;
  };
  CHECK(refused(GaussianCorruption{.sigma = -0.5}) ==
        "GaussianCorruption: sigma: got -0.5, expected a number of at least 0");
  CHECK(refused(GaussianCorruption{.sigma = std::numeric_limits<double>::quiet_NaN()}) ==
        "GaussianCorruption: sigma: got nan, expected a number of at least 0");
  CHECK(refused(GaussianCorruption{.low = 0.5, .high = 0.25}) ==
        "GaussianCorruption: high: got 0.25, expected at least 0.5");
  CHECK(refused(MaskingCorruption{.rate = 1}) ==
        "MaskingCorruption: rate: got 1, expected a number in [0, 1)");
  CHECK(refused(MaskingCorruption{.rate = -0.1}) ==
        "MaskingCorruption: rate: got -0.1, expected a number in [0, 1)");
}
