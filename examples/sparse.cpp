// SPDX-License-Identifier: MIT
// The sparse autoencoder: 784-32-784 with a penalty on active units, beside the same without.
#include <eigencoder/data/mnist.hpp>
#include <eigencoder/figures/png.hpp>

#include "options.hpp"

using namespace eigencoder;

struct Result {
  Eigen::MatrixXf codes, decoded;  // of the test digits, and of the first ten of them
};

Result train(const Mnist& mnist, const Options& options, double penalty) {
  Autoencoder model{Encoder{Input<float, 784>{}, Dense<32, Relu>{}, ActivityL1{penalty}},
                    Decoder{Input<float, 32>{}, Dense<784, Sigmoid>{}}};
  model.initialize(options.seed);
  Trainer trainer{model,
                  Adadelta::keras2(),
                  BinaryCrossentropy{},
                  {.seed = options.seed, .threads = options.threads}};
  const History history = trainer.fit(
      mnist.train,
      {.epochs = options.epochs_to_run(),
       .batch_size = options.batch_size,
       .validation = mnist.test,
       .callbacks = {progress_bar(std::cout)},
       .checkpoint = checkpoints(options, trainer, penalty > 0 ? ".sparse" : ".plain")});
  const Eigen::MatrixXf codes = model.encoder(mnist.test.matrix<float>());
  std::cout << "penalty " << penalty << ": training loss " << history.loss.back() << ", of which "
            << history.penalty.back() << " the penalty; test loss "
            << history.validation_loss.back() << ", mean code of the test images " << codes.mean()
            << "\n\n";
  return {codes, model.decoder(codes.leftCols(10))};
}

void run(const Options& options, double penalty) {
  const Mnist mnist = read_mnist(options.data);
  const Result plain = train(mnist, options, 0);
  const Result sparse = train(mnist, options, penalty);

  const Eigen::MatrixXf digits = mnist.test.columns<float>(0, 10);
  const auto figure = options.out / "reconstructions.png";
  write_png(figure,
            image_grid({{digits, 28, 28}, {plain.decoded, 28, 28}, {sparse.decoded, 28, 28}},
                       {.scale = 3}));
  std::cout << "wrote " << figure.string() << ": digits, without the penalty, with it\n";
  const Chart chart = write_histogram(
      options.out / "codes.png", {{"without penalty", plain.codes}, {"with penalty", sparse.codes}},
      {.title = "Codes of the test digits", .x = "activation", .logarithmic = true});
  std::cout << chart.note << '\n';
}

int main(int argc, char** argv) {
  Options options{.epochs = 100, .out = "out/sparse"};
  double penalty = 1e-4;
  CLI::App app{"The sparse autoencoder on MNIST: 784-32-784 with an L1 penalty on the code"};
  add_options(app, options);
  app.add_option("--penalty", penalty, "factor of the sum of |code|, averaged over the batch");
  return run_example(app, argc, argv, options, [&] { run(options, penalty); });
}
