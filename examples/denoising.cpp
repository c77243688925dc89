// SPDX-License-Identifier: MIT
// Denoising autoencoders: the deep network, or a convolutional one, makes clean digits of noisy
// ones.
#include <eigencoder/figures/png.hpp>

#include <algorithm>
#include <variant>

#include "digits.hpp"
#include "options.hpp"

using namespace eigencoder;

const GaussianCorruption noise{.sigma = 0.5};  // clipped to [0, 1]

/// A layer of our own: the noise that was chosen on the command line.
struct ChosenNoise {
  std::variant<Dropout, GaussianNoise, FeatureNoise> layer = Dropout{0};  // none

  auto output(const auto& in) const { return in; }
  auto parameters(const auto& in) const {
    return std::visit([&](const auto& chosen) { return chosen.parameters(in); }, layer);
  }
  auto operator()(const auto& x) const {
    return std::visit([&](const auto& chosen) { return chosen(x); }, layer);
  }
};

auto deep_model(const ChosenNoise& layer) {
  return Autoencoder{
      Encoder{Input<float, 784>{}, layer, Dense<128, Relu>{}, Dense<64, Relu>{}, Dense<32, Relu>{}},
      Decoder{Input<float, 32>{}, Dense<64, Relu>{}, Dense<128, Relu>{}, Dense<784, Sigmoid>{}}};
}

auto convolutional_model(const ChosenNoise& layer) {
  using Conv = Conv2D<32, Kernel<3, 3>, Relu>;
  return Autoencoder{Encoder{Input<float, 28, 28, 1>{}, layer, Conv{}, MaxPool2D<2, 2>{}, Conv{},
                             MaxPool2D<2, 2>{}},
                     Decoder{Input<float, 7, 7, 32>{}, Conv{}, UpSampling2D<2, 2>{}, Conv{},
                             UpSampling2D<2, 2>{}, Conv2D<1, Kernel<3, 3>, Sigmoid>{}}};
}

/// The codes as pictures, the largest number white: 32 numbers as 8 x 4; of 7 x 7 x 32 the means
/// over the channels.
GridRow code_row(const Eigen::MatrixXf& codes) {
  if (codes.rows() == 32) return {codes / codes.maxCoeff(), 8, 4, 1, 9};
  const Eigen::VectorXf means = codes.reshaped(32, codes.size() / 32).colwise().mean();
  return {means.reshaped(49, codes.cols()) / means.maxCoeff(), 7, 7, 1, 12};
}

/// Trains a model on inputs and targets, and shows what becomes of the noisy test digits.
template <class Model, class Accuracy>
void run(const Options& options, const Mnist& mnist, Model model, const Accuracy& accuracy,
         const Dataset<float>& training, const std::string& what) {
  const Eigen::MatrixXf clean = mnist.test.matrix<float>();
  const Eigen::MatrixXf noisy = corrupted<float>(mnist.test, noise, options.seed + 1);
  std::string name = what;
  std::replace(name.begin(), name.end(), ' ', '_');
  model.initialize(options.seed);
  Trainer trainer{model,
                  Adadelta::keras2(),
                  BinaryCrossentropy{},
                  {.seed = options.seed, .threads = options.threads}};
  const History history =
      trainer.fit(training, {.epochs = options.epochs_to_run(),
                             .batch_size = options.batch_size,
                             .validation = {noisy, clean},
                             .callbacks = {progress_bar(std::cout)},
                             .checkpoint = checkpoints(options, trainer, "." + name),
                             .metrics = {accuracy}});
  const Eigen::MatrixXf decoded = trainer.predict(noisy);
  const float before = (noisy - clean).array().square().mean();
  const float after = (decoded - clean).array().square().mean();
  std::cout << "\n"
            << what << ": test loss " << history.validation_loss.back() << ", " << accuracy.name
            << " " << history.validation_metrics.at(accuracy.name).back()
            << "\nmean squared error to the clean test digits: noisy " << before << ", denoised "
            << after << ", " << before / after << " times less\n";

  const auto figure = options.out / (name + ".png");
  write_png(figure, image_grid({{clean.leftCols(10), 28, 28, 1, 3},
                                {noisy.leftCols(10), 28, 28, 1, 3},
                                code_row(model.encoder(noisy.leftCols(10))),
                                {decoded.leftCols(10), 28, 28, 1, 3}}));
  std::cout << "wrote " << figure.string() << ": digits, noisy, codes, denoised\n\n";
}

struct Choice {
  std::string noise = "data";
  bool noisy_target = false, convolutional = false;
};

void choose(const Options& options, const Choice& choice) {
  const Mnist mnist = read_mnist(options.data);
  ChosenNoise layer;
  if (choice.noise == "layer") layer.layer = GaussianNoise{0.5};
  if (choice.noise == "dropout") layer.layer = Dropout{0.5};
  if (choice.noise == "per-feature") {
    std::vector<double> sigmas(784, 0.25);  // the lower half is noisier
    std::fill(sigmas.begin() + 392, sigmas.end(), 0.75);
    layer.layer = FeatureNoise{sigmas};
  }
  const auto run_on = [&](const Dataset<float>& training, const std::string& what) {
    if (choice.convolutional) {
      run(options, mnist, convolutional_model(layer), BinaryAccuracy{}, training, what);
    } else {
      run(options, mnist, deep_model(layer), CategoricalAccuracy{}, training, what);
    }
  };
  const FreshCorruption fresh{mnist.train, noise};
  if (choice.noise == "fresh") return run_on({fresh, mnist.train}, "fresh noise each batch");
  if (choice.noise != "data") return run_on(mnist.train, "noise by " + choice.noise);
  // A quick look at the convolutional network, ten times as slow, is at a tenth of the digits.
  const auto clean = part_of_training(mnist, options.quick && choice.convolutional ? 10 : 1);
  const Eigen::MatrixXf noisy = corrupted<float>(clean, noise, options.seed);
  if (choice.noisy_target) run_on(noisy, "noisy target");
  run_on({noisy, clean}, "clean target");
}

int main(int argc, char** argv) {
  Options options{.epochs = 100, .out = "out/denoising"};
  Choice choice;
  CLI::App app{"The denoising autoencoder on MNIST: 784-128-64-32-64-128-784"};
  add_options(app, options);
  app.add_option("--noise", choice.noise, "where the noise is")
      ->check(CLI::IsMember({"data", "fresh", "layer", "dropout", "per-feature"}));
  app.add_flag("--noisy-target", choice.noisy_target,
               "also, as the tutorial, a network that learns the noisy images themselves");
  app.add_flag("--conv", choice.convolutional, "a convolutional network: 32-32, 32-32-1");
  return run_example(app, argc, argv, options, [&] { choose(options, choice); });
}
