// SPDX-License-Identifier: MIT
// The vanilla autoencoder: handwritten digits of 784 pixels squeezed into 32 numbers and back.
#include <CLI/CLI.hpp>
#include <eigencoder/data/mnist.hpp>
#include <eigencoder/eigencoder.hpp>
#include <eigencoder/figures/png.hpp>
#include <iostream>

using namespace eigencoder;

struct Options {
  Index epochs = 50, batch_size = 256;
  std::string data = EIGENCODER_MNIST, out = "out/vanilla";
  std::uint64_t seed = 0;
  int threads = 2;
  bool quick = false;
};

void run(const Options& options) {
  check_writable_folder(options.out);
  const Mnist mnist = read_mnist(options.data);
  std::cout << "training images " << mnist.train.features() << " x " << mnist.train.samples()
            << ", test images " << mnist.test.features() << " x " << mnist.test.samples() << "\n\n";

  Autoencoder model{Encoder{Input<float, 784>{}, Dense<32, Relu>{}},
                    Decoder{Input<float, 32>{}, Dense<784, Sigmoid>{}}};
  model.initialize(options.seed);
  std::cout << summary(model) << '\n';

  Trainer trainer{model,
                  Adadelta::keras2(),
                  BinaryCrossentropy{},
                  {.seed = options.seed, .threads = options.threads}};
  const History history = trainer.fit(mnist.train, {.epochs = options.quick ? 2 : options.epochs,
                                                    .batch_size = options.batch_size,
                                                    .validation = mnist.test,
                                                    .callbacks = {progress_bar(std::cout)}});

  // The two halves work by themselves, too.
  const Encoder encoder = model.encoder();
  const Decoder decoder = model.decoder();
  const Eigen::MatrixXf digits = mnist.test.columns<float>(0, 10);
  const Eigen::MatrixXf decoded = decoder(encoder(digits));

  const std::filesystem::path figure = std::filesystem::path(options.out) / "reconstructions.png";
  write_png(figure, image_grid({{digits, 28, 28}, {decoded, 28, 28}}, {.scale = 3}));
  std::cout << "\ntraining loss " << history.loss.back() << ", test loss "
            << history.validation_loss.back() << ", mean code of the test images "
            << encoder(mnist.test.matrix<float>()).mean() << "\nwrote " << figure.string() << '\n';
}

int main(int argc, char** argv) try {
  Options options;
  CLI::App app{"The vanilla autoencoder on MNIST: 784-32-784"};
  app.add_option("--epochs", options.epochs, "times through the training images")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--batch-size", options.batch_size, "images a step")->capture_default_str();
  app.add_option("--data", options.data, "folder with the four IDX files, plain or .gz");
  app.add_option("--out", options.out, "folder for the figure")->capture_default_str();
  app.add_option("--seed", options.seed, "of weights and order")->capture_default_str();
  app.add_option("--threads", options.threads, "in all")->capture_default_str();
  app.add_flag("--quick", options.quick, "two epochs only: a look in under ten seconds");
  CLI11_PARSE(app, argc, argv);
  run(options);
} catch (const std::exception& error) {
  std::cerr << "error: " << error.what() << '\n';
  return 1;
}
