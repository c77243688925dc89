// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <eigencoder/eigencoder.hpp>
#include <filesystem>
#include <iostream>

/// What every example on MNIST can be asked for.
struct Options {
  eigencoder::Index epochs = 50, batch_size = 256;
  std::string data = EIGENCODER_MNIST;
  std::filesystem::path out;
  std::uint64_t seed = 0;
  int threads = 2;
  bool quick = false;

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
  app.add_flag("--quick", options.quick, "two epochs only: a look in under ten seconds");
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
