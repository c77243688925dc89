// SPDX-License-Identifier: MIT
// The deep convolutional autoencoder of the Olivetti tutorial: 64 x 64 faces through 256 numbers.
#include <eigencoder/data/npy.hpp>
#include <eigencoder/data/pgm.hpp>
#include <eigencoder/figures/png.hpp>

#include <cmath>

#include "options.hpp"

using namespace eigencoder;

using Half = Resize2D<32, 32, Bicubic, Legacy>;  // as TensorFlow 1 resized: every second pixel
using Double =
    Resize2D<64, 64, Bicubic, Legacy>;  // and what was between them from their neighbours

template <Index Filters, class... Options>
using Conv = Conv2D<Filters, Kernel<3, 3>, Relu, Options...>;
template <Index Filters, class... Options>
using Transposed = Conv2DTranspose<Filters, Kernel<3, 3>, Relu, Options...>;
using Twice = Stride<2, 2>;
using Picture = Conv2DTranspose<1, Kernel<3, 3>, Sigmoid>;

/// Half the sum of squares of what the network sees and makes, 32 x 32.
struct HalfSizeError {
  auto operator()(const auto& y, const auto& t) const {
    return HalfSquaredError{}(Half{}(y), Half{}(t));
  }
};

/// The tutorial's: 8,579,841 parameters.
auto tutorial_model() {
  return Autoencoder{Encoder{Input<float, 64, 64, 1>{}, Half{}, Conv<16, Twice>{}, Conv<32>{},
                             Conv<64>{}, Conv<128>{}, Flatten{}, Dense<256, Sigmoid>{}},
                     Decoder{Input<float, 256>{}, Reshape<16, 16, 1>{}, Transposed<128, Twice>{},
                             Transposed<64>{}, Transposed<32>{}, Picture{}, Double{}}};
}

/// A code of another length: one more layer brings it back to 256 numbers.
auto model_with_code(Index length) {
  return Autoencoder{
      Encoder{Input<float, 64, 64, 1>{}, Half{}, Conv<16, Twice>{}, Conv<32>{}, Conv<64>{},
              Conv<128>{}, Flatten{}, Dense<Dynamic, Sigmoid>{length}},
      Decoder{Input<float, Dynamic>{length}, Dense<256, Relu>{}, Reshape<16, 16, 1>{},
              Transposed<128, Twice>{}, Transposed<64>{}, Transposed<32>{}, Picture{}, Double{}}};
}

/// At 64 x 64: the second layer on either side halves and doubles instead.
auto full_size_model(Index length) {
  return Autoencoder{
      Encoder{Input<float, 64, 64, 1>{}, Conv<16, Twice>{}, Conv<32, Twice>{}, Conv<64>{},
              Conv<128>{}, Flatten{}, Dense<Dynamic, Sigmoid>{length}},
      Decoder{Input<float, Dynamic>{length}, Dense<256, Relu>{}, Reshape<16, 16, 1>{},
              Transposed<128, Twice>{}, Transposed<64, Twice>{}, Transposed<32>{}, Picture{}}};
}

struct Choice {
  Index code = 256;
  bool denoise = false, full_size = false, tutorial = false;
};

/// Faces of 64 x 64 from a .npy file or a folder of .pgm, scaled to [0, 1] as scikit-learn does.
Eigen::MatrixXf read_faces(const std::filesystem::path& path) {
  const auto faces =
      std::filesystem::is_directory(path) ? read_pgm_folder<float>(path) : read_npy<float>(path);
  const auto& shape = faces.shape;
  check<FileError>(shape.size() == 3 && shape[1] == 64 && shape[2] == 64, path.string(),
                   shape.size() == 3 ? text("pictures of ", shape[1], " x ", shape[2])
                                     : text("an array of ", shape.size(), " axes"),
                   "n x 64 x 64");
  const float least = faces.columns.minCoeff(), most = faces.columns.maxCoeff();
  return (faces.columns.array() - least) / (most - least);
}

/// Without photographs: so many faces drawn with a few ovals.
Eigen::MatrixXf draw_faces(Index count, std::uint64_t seed) {
  const RandomStream stream{seed};
  Eigen::MatrixXf faces(4096, count);
  for (Index face = 0; face < count; ++face) {
    const auto random = [&](Index i, double low, double high) {
      return static_cast<float>(low + (high - low) * stream.uniform(face, i));
    };
    const float x0 = random(0, -4, 4), width = random(1, 18, 26), eyes = random(2, 6, 12);
    const float mouth = random(3, 5, 12), skin = random(4, 0.5, 0.9), back = random(5, 0, 0.4);
    for (Index pixel = 0; pixel < 4096; ++pixel) {
      const float x = static_cast<float>(pixel % 64) - 31.5f - x0;
      const float y = static_cast<float>(pixel / 64) - 31.5f;
      const auto inside = [&](float cx, float cy, float rx, float ry) {
        return std::hypot((x - cx) / rx, (y - cy) / ry) < 1;
      };
      const bool dark =
          inside(-eyes, -7, 4, 2.5f) || inside(eyes, -7, 4, 2.5f) || inside(0, 15, mouth, 2.5f);
      faces(pixel, face) = dark ? 0.1f : inside(0, 0, width, 29) ? skin : back;
    }
  }
  return faces;
}

template <class Model, class Loss>
void run(const Options& options, const Choice& choice, Model model, const Loss& loss) {
  const Eigen::MatrixXf faces = options.data.empty()
                                    ? draw_faces(options.quick ? 100 : 400, options.seed)
                                    : read_faces(options.data);
  const Dataset<float> clean = faces;
  const FreshCorruption noisy{clean, GaussianCorruption{.sigma = 0.2}};
  model.initialize(options.seed);
  std::cout << summary(model) << '\n';

  const Adam adam = choice.tutorial ? Adam::tensorflow1() : Adam{.learning_rate = 3e-3};
  Trainer trainer{model, adam, loss, {.seed = options.seed, .threads = options.threads}};
  std::vector<Callback> callbacks;
  if (!choice.tutorial) {
    // From 32,768 inputs the first steps at the full rate drive nearly all of the sigmoid code to 0
    // or 1, where many seeds stay.
    const Index epochs = options.epochs_to_run(), rising = std::min<Index>(16, (epochs + 1) / 2);
    callbacks.push_back(learning_rate(trainer, WarmUp{rising, CosineDecay{epochs}}));
  }
  // The tutorial leaves one of its eight batches out, and divides by all faces nevertheless.
  const Index batches = choice.tutorial ? clean.samples() / options.batch_size - 1 : 0;
  const auto print = [&](Progress& p) {
    const Index count = choice.tutorial ? clean.samples() : p.samples;
    std::cout << "epoch " << p.epoch << ": average loss per sample "
              << p.loss * static_cast<double>(p.batch) / static_cast<double>(count)
              << ", code mean " << p.metrics[0] << ", " << p.seconds << " s" << std::endl;
  };
  callbacks.push_back({.epoch_end = print});
  trainer.fit(choice.denoise ? Dataset<float>{noisy, clean} : clean,
              {.epochs = options.epochs_to_run(),
               .batch_size = options.batch_size,
               .batches_per_epoch = batches,
               .callbacks = callbacks,
               .checkpoint = checkpoints(options, trainer),
               .metrics = {MeanCode{}}});

  const Eigen::MatrixXf originals = faces.leftCols(10);
  const Eigen::MatrixXf given =
      choice.denoise ? corrupted<float>(Dataset<float>{originals}, GaussianCorruption{.sigma = 0.2},
                                        options.seed)
                     : originals;
  const auto figure = options.out / (choice.denoise ? "denoised.png" : "reconstructions.png");
  write_png(figure, image_grid({{given, 64, 64}, {model(given), 64, 64}}, {.scale = 2}));
  std::cout << "wrote " << figure.string() << (choice.denoise ? ": noisy faces" : ": faces")
            << " over what the network makes of them\n";
}

void choose(const Options& options, const Choice& choice) {
  if (options.data.empty())
    std::cout << "No --data: drawn faces. For photographs see examples/README.md.\n\n";
  if (choice.full_size)
    return run(options, choice, full_size_model(choice.code), HalfSquaredError{});
  if (choice.code != 256)
    return run(options, choice, model_with_code(choice.code), HalfSizeError{});
  run(options, choice, tutorial_model(), HalfSizeError{});
}

int main(int argc, char** argv) {
  Options options{.epochs = 200, .batch_size = 10, .data = "", .out = "out/faces"};
  Choice choice;
  CLI::App app{"The deep convolutional autoencoder of the Olivetti faces, 64 x 64"};
  add_options(app, options);
  app.get_option("--data")->description("faces of 64 x 64: a .npy file, or a folder of .pgm");
  app.add_option("--code", choice.code, "length of the code")->check(CLI::PositiveNumber);
  app.add_flag("--denoise", choice.denoise, "fresh noise of 0.2 in each batch, clipped");
  app.add_flag("--full-size", choice.full_size, "without resizing to 32 x 32 inside");
  app.add_flag("--tutorial", choice.tutorial,
               "to the letter: 600 epochs of TensorFlow 1's Adam at 1e-3, 7 of 8 batches of 50");
  return run_example(app, argc, argv, options, [&] {
    if (choice.tutorial && app.count("--batch-size") == 0) options.batch_size = 50;
    if (choice.tutorial && app.count("--epochs") == 0) options.epochs = 600;
    choose(options, choice);
  });
}
