// SPDX-License-Identifier: MIT
// The denoising autoencoder: the deep network learns to make clean digits of noisy ones.
#include <eigencoder/data/mnist.hpp>
#include <eigencoder/figures/png.hpp>

#include "options.hpp"

using namespace eigencoder;

const GaussianCorruption noise{.sigma = 0.5};  // clipped to [0, 1]

/// Trains encoder and decoder on inputs and targets, and shows what became of the noisy test
/// digits.
template <class Noise>
void run(const Options& options, const Mnist& mnist, const Noise& layer,
         const Dataset<float>& training, const char* what) {
  const Eigen::MatrixXf clean = mnist.test.matrix<float>();
  const Eigen::MatrixXf noisy = corrupted<float>(mnist.test, noise, options.seed + 1);
  Autoencoder model{
      Encoder{Input<float, 784>{}, layer, Dense<128, Relu>{}, Dense<64, Relu>{}, Dense<32, Relu>{}},
      Decoder{Input<float, 32>{}, Dense<64, Relu>{}, Dense<128, Relu>{}, Dense<784, Sigmoid>{}}};
  model.initialize(options.seed);
  Trainer trainer{model,
                  Adadelta::keras2(),
                  BinaryCrossentropy{},
                  {.seed = options.seed, .threads = options.threads}};
  const History history = trainer.fit(training, {.epochs = options.epochs_to_run(),
                                                 .batch_size = options.batch_size,
                                                 .validation = {noisy, clean},
                                                 .callbacks = {progress_bar(std::cout)},
                                                 .metrics = {CategoricalAccuracy{}}});
  const Eigen::MatrixXf decoded = trainer.predict(noisy);
  const float before = (noisy - clean).array().square().mean();
  const float after = (decoded - clean).array().square().mean();
  std::cout << "\n"
            << what << ": test loss " << history.validation_loss.back() << ", accuracy "
            << history.validation_metrics.at("accuracy").back()
            << "\nmean squared error to the clean test digits: noisy " << before << ", denoised "
            << after << ", " << before / after << " times less\n";

  const Eigen::MatrixXf codes = model.encoder(noisy.leftCols(10));
  const auto figure = options.out / "denoised.png";
  write_png(figure, image_grid({{clean.leftCols(10), 28, 28, 1, 3},
                                {noisy.leftCols(10), 28, 28, 1, 3},
                                {codes / codes.maxCoeff(), 8, 4, 1, 9},
                                {decoded.leftCols(10), 28, 28, 1, 3}}));
  std::cout << "wrote " << figure.string() << ": digits, noisy, codes, denoised\n";
}

void choose(const Options& options, const std::string& kind, bool noisy_target) {
  const Mnist mnist = read_mnist(options.data);
  const FreshCorruption fresh{mnist.train, noise};
  const Dropout none{0};
  if (kind == "layer")
    return run(options, mnist, GaussianNoise{0.5}, mnist.train, "noise in a layer");
  if (kind == "dropout") return run(options, mnist, Dropout{0.5}, mnist.train, "dropout of pixels");
  if (kind == "per-feature") {
    FeatureNoise stripes{std::vector<double>(784, 0.25)};  // the lower half is noisier
    std::fill(stripes.sigmas.begin() + 392, stripes.sigmas.end(), 0.75);
    return run(options, mnist, stripes, mnist.train, "noise of its own for each pixel");
  }
  if (kind == "fresh")
    return run(options, mnist, none, {fresh, mnist.train}, "fresh noise each batch");
  const Eigen::MatrixXf noisy = corrupted<float>(mnist.train, noise, options.seed);
  if (noisy_target) return run(options, mnist, none, noisy, "noisy target");
  run(options, mnist, none, {noisy, mnist.train}, "noise in the data, clean target");
}

int main(int argc, char** argv) {
  Options options{.epochs = 100, .out = "out/denoising"};
  std::string kind = "data";
  bool noisy_target = false;
  CLI::App app{"The denoising autoencoder on MNIST: 784-128-64-32-64-128-784"};
  add_options(app, options);
  app.add_option("--noise", kind, "where the noise is")
      ->check(CLI::IsMember({"data", "fresh", "layer", "dropout", "per-feature"}));
  app.add_flag("--noisy-target", noisy_target,
               "as the tutorial: learn the noisy images themselves");
  return run_example(app, argc, argv, options, [&] { choose(options, kind, noisy_target); });
}
