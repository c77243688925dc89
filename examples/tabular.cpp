// SPDX-License-Identifier: MIT
// Anomalies in a table: rows that an autoencoder, trained on all of them, reconstructs badly.
#include <eigencoder/data/csv.hpp>
#include <eigencoder/io/model_file.hpp>

#include <algorithm>
#include <numeric>
#include <span>

#include "options.hpp"

using namespace eigencoder;

/// Measurements of a machine at some speed and torque. In every 100th row one value is that of
/// another row: nothing unusual by itself, but it does not go with the others.
void write_measurements(const std::filesystem::path& path, Index rows, std::uint64_t seed) {
  const RandomStream stream{seed};
  Eigen::MatrixXd table(6, rows);
  for (Index row = 0; row < rows; ++row) {
    const auto noisy = [&](Index i, double x) { return x * (1 + 0.01 * stream.normal(row, i)); };
    const double speed = 500 + 2500 * stream.uniform(row, 0);
    const double torque = 5 + 45 * stream.uniform(row, 1), power = 0.105 * speed * torque;
    table.col(row) << speed, torque, noisy(2, power), noisy(3, 0.5 + power / 360),
        noisy(4, 20 + power / 300), noisy(5, 3e-7 * speed * speed);
  }
  for (Index row = 0; row < rows; row += 100) {
    const Index value = 2 + row / 100 % 4;
    table(value, row) = table(value, row + 50);
  }
  write_csv(
      path, table,
      {.names = {"speed/rpm", "torque/Nm", "power/W", "current/A", "heat/C", "vibration/mm"}});
}

void run(const Options& options, const std::vector<std::string>& leave, Index code) {
  std::filesystem::path path = options.data;
  if (options.data.empty()) {
    path = options.out / "measurements.csv";
    write_measurements(path, 10000, options.seed);
    std::cout << "No --data: made " << path.string() << ", of which every 100th row is odd.\n\n";
  }
  const Table table = read_csv<float>(path, {.leave = leave});
  const Scaling scaling = standard_scaling(table.samples);
  const Eigen::MatrixXf samples = scaling(table.samples);
  const Index features = samples.rows(), rows = samples.cols();

  Autoencoder model{
      Encoder{Input<float, Dynamic>{features}, Dense<16, Tanh>{}, Dense<Dynamic>{code}},
      Decoder{Input<float, Dynamic>{code}, Dense<16, Tanh>{}, Dense<Dynamic>{features}}};
  model.initialize(options.seed);
  Trainer trainer{model,
                  Adam{.learning_rate = 3e-3},
                  MeanSquaredError{},
                  {.seed = options.seed, .threads = options.threads}};
  const History history = trainer.fit(samples, {.epochs = options.epochs_to_run(),
                                                .batch_size = options.batch_size,
                                                .callbacks = {progress_bar(std::cout)},
                                                .checkpoint = checkpoints(options, trainer)});
  save_model(options.out / "model.safetensors", model, {.scaling = scaling});

  const Eigen::VectorXf errors = model.reconstruction_error(samples);
  std::vector<Index> numbers(static_cast<std::size_t>(rows)), order(numbers.size());
  std::iota(numbers.begin(), numbers.end(), Index{2});  // in the file: the first has the names
  write_csv(options.out / "errors.csv", errors.transpose(),
            {.names = {"error"}, .labels = numbers, .label = "row"});
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(), [&](Index a, Index b) { return errors[a] > errors[b]; });
  std::cout << "\nloss " << history.loss.back() << ", median error of a row "
            << errors[order[order.size() / 2]] << ", the greatest:\n";
  for (const Index row : std::span(order).first(std::min<std::size_t>(5, order.size()))) {
    Index feature = 0;
    (model(samples.col(row)) - samples.col(row)).cwiseAbs().maxCoeff(&feature);
    std::cout << "  row " << row + 2 << ": " << errors[row] << ", most of it in "
              << table.names[static_cast<std::size_t>(feature)] << '\n';
  }
  if (options.data.empty())
    std::cout << std::count_if(order.begin(), order.begin() + 100, [](Index row) {
      return row % 100 == 0;
    }) << " of the 100 rows with the greatest errors are odd ones\n";
  std::cout << "wrote " << (options.out / "errors.csv").string() << '\n';
}

int main(int argc, char** argv) {
  Options options{.epochs = 30, .batch_size = 32, .data = "", .out = "out/tabular"};
  std::vector<std::string> leave;
  Index code = 2;
  CLI::App app{"Anomalies in a table of numbers"};
  add_options(app, options);
  app.get_option("--data")->description("a CSV file with a row of names");
  app.add_option("--leave", leave, "columns to leave out, such as names");
  app.add_option("--code", code, "length of the code")->check(CLI::PositiveNumber);
  return run_example(app, argc, argv, options, [&] { run(options, leave, code); });
}
