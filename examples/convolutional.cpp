// SPDX-License-Identifier: MIT
// The convolutional autoencoder on MNIST, small or as the Keras blog has it.
#include <eigencoder/figures/png.hpp>

#include "digits.hpp"
#include "options.hpp"

using namespace eigencoder;

template <Index Filters, class... Options>
using Conv = Conv2D<Filters, Kernel<3, 3>, Relu, Options...>;
using Pool = MaxPool2D<2, 2>;
using Up = UpSampling2D<2, 2>;
using Picture = Conv2D<1, Kernel<3, 3>, Sigmoid>;

/// A code of 7 x 7 x 8.
auto small_model() {
  return Autoencoder{
      Encoder{Input<float, 28, 28, 1>{}, Conv<16>{}, Pool{}, Conv<8>{}, Pool{}},
      Decoder{Input<float, 7, 7, 8>{}, Conv<8>{}, Up{}, Conv<16>{}, Up{}, Picture{}}};
}

/// A code of 4 x 4 x 8: pooling pads 7 to 8, and one convolution without padding makes 14 of 16.
auto keras_blog_model() {
  return Autoencoder{
      Encoder{Input<float, 28, 28, 1>{}, Conv<16>{}, Pool{}, Conv<8>{}, Pool{}, Conv<8>{}, Pool{}},
      Decoder{Input<float, 4, 4, 8>{}, Conv<8>{}, Up{}, Conv<8>{}, Up{}, Conv<16, Valid>{}, Up{},
              Picture{}}};
}

template <class Model>
void run(const Options& options, Model model) {
  const Mnist mnist = read_mnist(options.data);
  const Dataset<float> train = part_of_training(mnist, options.quick ? 3 : 1);
  model.initialize(options.seed);
  std::cout << summary(model) << '\n';

  Trainer trainer{
      model, Adam{}, BinaryCrossentropy{}, {.seed = options.seed, .threads = options.threads}};
  const History history = trainer.fit(train, {.epochs = options.epochs_to_run(),
                                              .batch_size = options.batch_size,
                                              .validation = mnist.test,
                                              .callbacks = {progress_bar(std::cout)},
                                              .checkpoint = checkpoints(options, trainer)});

  const Eigen::MatrixXf digits = mnist.test.columns<float>(0, 10);
  const auto figure = options.out / "reconstructions.png";
  write_png(figure, image_grid({{digits, 28, 28}, {model(digits), 28, 28}}, {.scale = 3}));
  std::cout << "\ntraining loss " << history.loss.back() << ", test loss "
            << history.validation_loss.back() << "\nwrote " << figure.string()
            << ": digits and their reconstructions\n";
}

int main(int argc, char** argv) {
  Options options{.batch_size = 128, .out = "out/convolutional"};
  bool keras_blog = false;
  CLI::App app{"The convolutional autoencoder on MNIST: 16-8 filters, 8-16-1"};
  add_options(app, options);
  app.add_flag("--keras-blog", keras_blog, "the Keras blog's, deeper: a code of 4 x 4 x 8");
  return run_example(app, argc, argv, options, [&] {
    keras_blog ? run(options, keras_blog_model()) : run(options, small_model());
  });
}
