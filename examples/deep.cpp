// SPDX-License-Identifier: MIT
// The deep autoencoder: 784-128-64-32-64-128-784 on MNIST.
#include <eigencoder/data/mnist.hpp>
#include <eigencoder/figures/png.hpp>

#include "options.hpp"

using namespace eigencoder;

template <class Optimizer>
void run(const Options& options, const Optimizer& optimizer) {
  const Mnist mnist = read_mnist(options.data);
  Autoencoder model{
      Encoder{Input<float, 784>{}, Dense<128, Relu>{}, Dense<64, Relu>{}, Dense<32, Relu>{}},
      Decoder{Input<float, 32>{}, Dense<64, Relu>{}, Dense<128, Relu>{}, Dense<784, Sigmoid>{}}};
  model.initialize(options.seed);
  std::cout << summary(model) << '\n' << summary(model.encoder()) << '\n';

  Trainer trainer{
      model, optimizer, BinaryCrossentropy{}, {.seed = options.seed, .threads = options.threads}};
  // What Keras calls accuracy here: whether the brightest pixel is where it should be.
  const History history = trainer.fit(mnist.train, {.epochs = options.epochs_to_run(),
                                                    .batch_size = options.batch_size,
                                                    .validation = mnist.test,
                                                    .callbacks = {progress_bar(std::cout)},
                                                    .checkpoint = checkpoints(options, trainer),
                                                    .metrics = {CategoricalAccuracy{}}});

  const Eigen::MatrixXf digits = mnist.test.columns<float>(0, 10);
  const Eigen::MatrixXf codes = model.encoder(digits);
  const Eigen::MatrixXf decoded = model.decoder(codes);
  const auto figure = options.out / "reconstructions.png";
  // The middle row: the 32 numbers of each code as a picture of 8 x 4, the largest white.
  write_png(figure, image_grid({{digits, 28, 28, 1, 3},
                                {codes / codes.maxCoeff(), 8, 4, 1, 9},
                                {decoded, 28, 28, 1, 3}}));
  std::cout << "\ntraining loss " << history.loss.back() << ", test loss "
            << history.validation_loss.back() << ", accuracy of training "
            << history.metrics.at("accuracy").back() << ", of test "
            << history.validation_metrics.at("accuracy").back() << "\nwrote " << figure.string()
            << '\n';
}

int main(int argc, char** argv) {
  Options options{.out = "out/deep"};
  bool adadelta = false;
  CLI::App app{"The deep autoencoder on MNIST: 784-128-64-32-64-128-784"};
  add_options(app, options);
  app.add_flag("--adadelta", adadelta,
               "as the tutorial, 100 epochs unless --epochs says otherwise");
  return run_example(app, argc, argv, options, [&] {
    if (!adadelta) return run(options, Adam{});
    if (app.count("--epochs") == 0) options.epochs = 100;
    run(options, Adadelta::keras2());
  });
}
