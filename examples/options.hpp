// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <eigencoder/eigencoder.hpp>
#include <eigencoder/io/checkpoint.hpp>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>

/// What every example on MNIST can be asked for.
struct Options {
  eigencoder::Index epochs = 50, batch_size = 256;
  std::string data = EIGENCODER_MNIST;
  std::filesystem::path out;
  std::uint64_t seed = 0;
  int threads = 2;
  bool quick = false;
  std::filesystem::path checkpoint{};
  bool resume = false;

  eigencoder::Index epochs_to_run() const { return quick ? 2 : epochs; }
};

inline void add_options(CLI::App& app, Options& options) {
  app.option_defaults()->always_capture_default();
  app.add_option("--epochs", options.epochs, "times through the training images")
      ->check(CLI::PositiveNumber);
  app.add_option("--batch-size", options.batch_size, "images a step")->check(CLI::PositiveNumber);
  app.add_option("--data", options.data, "folder with the four IDX files, plain or .gz");
  app.add_option("--out", options.out, "folder for the figures");
  app.add_option("--seed", options.seed, "of weights, order and noise");
  app.add_option("--threads", options.threads, "in all; any number gives the same result")
      ->check(CLI::PositiveNumber);
  auto* file = app.add_option("--checkpoint", options.checkpoint,
                              "file in which all is saved after each epoch");
  app.add_flag("--resume", options.resume, "go on from the checkpoint, if it is there")
      ->needs(file);
  app.add_flag("--quick", options.quick, "two epochs only: a look in under ten seconds");
}

/// Goes on from a checkpoint if that is asked for.
/// @param name  of a network that is trained beside others
/// @return what saves the next ones, for `fit`
template <class Trainer>
std::function<void()> checkpoints(const Options& options, Trainer& trainer,
                                  const std::string& name = "") {
  if (options.checkpoint.empty()) return {};
  const std::filesystem::path path = options.checkpoint.string() + name;
  if (options.resume && std::filesystem::exists(path)) {
    eigencoder::load_checkpoint(path, trainer);
    std::cout << "going on after epoch " << trainer.history().epochs() << '\n';
  }
  return [&trainer, path] { eigencoder::save_checkpoint(path, trainer); };
}

/// Parses the command line and runs the example; errors are told in a line.
template <class Run>
int run_example(CLI::App& app, int argc, char** argv, const Options& options, const Run& run) try {
  CLI11_PARSE(app, argc, argv);
  eigencoder::check_writable_folder(options.out);  // before training, not after
  run();
  return 0;
} catch (const std::exception& error) {
  std::cerr << "error: " << error.what() << '\n';
  return 1;
}
