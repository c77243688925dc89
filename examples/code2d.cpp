// SPDX-License-Identifier: MIT
// Two numbers a digit: 784-2-784 without activation, beside the two principal components.
#include <eigencoder/data/mnist.hpp>
#include <eigencoder/figures/png.hpp>

#include <Eigen/Eigenvalues>

#include "options.hpp"

using namespace eigencoder;

/// The best that two linear numbers a sample can do: principal component analysis.
struct Pca {
  Eigen::VectorXf mean;
  Eigen::MatrixXf axes;  // 784 x 2, orthonormal, the widest first

  explicit Pca(const Eigen::MatrixXf& samples) : mean(samples.rowwise().mean()) {
    const Eigen::MatrixXf centered = samples.colwise() - mean;
    Eigen::MatrixXf covariance = Eigen::MatrixXf::Zero(mean.size(), mean.size());
    covariance.selfadjointView<Eigen::Lower>().rankUpdate(centered);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf> solver(covariance);
    axes = solver.eigenvectors().rightCols(2).rowwise().reverse();
  }
  Eigen::MatrixXf encode(const Eigen::MatrixXf& x) const {
    return axes.transpose() * (x.colwise() - mean);
  }
  Eigen::MatrixXf decode(const Eigen::MatrixXf& codes) const {
    return (axes * codes).colwise() + mean;
  }
};

void run(const Options& options) {
  const Mnist mnist = read_mnist(options.data);
  Autoencoder model{Encoder{Input<float, 784>{}, Dense<2>{}},
                    Decoder{Input<float, 2>{}, Dense<784>{}}};
  model.initialize(options.seed);
  std::cout << summary(model) << '\n';
  Trainer trainer{model,
                  Adam{},
                  BinaryCrossentropy{},  // clipped: the output may lie outside [0, 1]
                  {.seed = options.seed, .threads = options.threads}};
  const History history = trainer.fit(mnist.train, {.epochs = options.epochs_to_run(),
                                                    .batch_size = options.batch_size,
                                                    .validation = mnist.test,
                                                    .callbacks = {progress_bar(std::cout)},
                                                    .checkpoint = checkpoints(options, trainer)});

  const Eigen::MatrixXf digits = mnist.train.matrix<float>();
  const Eigen::MatrixXf codes = model.encoder(digits);
  const Pca pca(digits);
  const Eigen::MatrixXf components = pca.encode(digits);
  std::cout << "\ntraining loss " << history.loss.back() << ", test loss "
            << history.validation_loss.back() << "\nmean squared error of the training digits: "
            << model.reconstruction_error(digits).mean() << ", of their principal components: "
            << (pca.decode(components) - digits).array().square().mean() << '\n';

  write_csv(options.out / "codes.csv", codes, {.labels = mnist.train_labels});
  const Chart chart = write_scatter(options.out / "scatter.png",
                                    {{"autoencoder", codes, mnist.train_labels},
                                     {"principal components", components, mnist.train_labels}},
                                    {.title = "Two numbers for each digit", .label = "digit"});
  std::cout << chart.note << '\n';
}

int main(int argc, char** argv) {
  Options options{.epochs = 5, .batch_size = 32, .out = "out/code2d"};
  CLI::App app{"A code of two numbers on MNIST: 784-2-784, beside principal components"};
  add_options(app, options);
  return run_example(app, argc, argv, options, [&] { run(options); });
}
