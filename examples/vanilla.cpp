// SPDX-License-Identifier: MIT
// The vanilla autoencoder: handwritten digits of 784 pixels squeezed into 32 numbers and back.
#include <eigencoder/data/mnist.hpp>
#include <eigencoder/figures/png.hpp>

#include "options.hpp"

using namespace eigencoder;

void run(const Options& options) {
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
  const History history = trainer.fit(mnist.train, {.epochs = options.epochs_to_run(),
                                                    .batch_size = options.batch_size,
                                                    .validation = mnist.test,
                                                    .callbacks = {progress_bar(std::cout)},
                                                    .checkpoint = checkpoints(options, trainer)});

  // The two halves work by themselves, too.
  const Encoder encoder = model.encoder();
  const Decoder decoder = model.decoder();
  const Eigen::MatrixXf digits = mnist.test.columns<float>(0, 10);
  const Eigen::MatrixXf decoded = decoder(encoder(digits));

  const auto figure = options.out / "reconstructions.png";
  write_png(figure, image_grid({{digits, 28, 28}, {decoded, 28, 28}}, {.scale = 3}));
  std::cout << "\ntraining loss " << history.loss.back() << ", test loss "
            << history.validation_loss.back() << ", mean code of the test images "
            << encoder(mnist.test.matrix<float>()).mean() << "\nwrote " << figure.string() << '\n';
}

int main(int argc, char** argv) {
  Options options{.out = "out/vanilla"};
  CLI::App app{"The vanilla autoencoder on MNIST: 784-32-784"};
  add_options(app, options);
  return run_example(app, argc, argv, options, [&] { run(options); });
}
