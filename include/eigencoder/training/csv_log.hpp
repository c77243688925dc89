// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include <eigencoder/core/error.hpp>
#include <eigencoder/figures/csv.hpp>
#include <eigencoder/training/history.hpp>

namespace eigencoder {

namespace detail {

/// "epoch,loss,penalty,validation loss,seconds", and two columns a metric.
inline std::string log_header(const Progress& p) {
  std::string line = "epoch,loss,penalty,validation loss,seconds";
  for (const std::string& name : p.metric_names) {
    line += ',' + csv_field(name) + ',' + csv_field("validation " + name);
  }
  return line;
}

/// A number, or nothing where there is none.
inline std::string log_number(std::optional<double> number) {
  return !number || std::isnan(*number) ? std::string{} : csv_number(*number);
}

inline std::string log_line(const Progress& p) {
  std::string line = csv_number(p.epoch);
  line += ',' + log_number(p.loss) + ',' + log_number(p.penalty);
  line += ',' + log_number(p.validation_loss) + ',' + log_number(p.seconds);
  for (std::size_t i = 0; i < p.metrics.size(); ++i) {
    line += ',' + log_number(p.metrics[i]) + ',';
    if (!p.validation_metrics.empty()) line += log_number(p.validation_metrics[i]);
  }
  return line;
}

}  // namespace detail

/// A callback that writes a line an epoch into a CSV file, at once, so that a run that is cut off
/// leaves what it reached. The file is made anew.
///
///   trainer.fit(data, {.epochs = 50, .callbacks = {csv_log("out/training.csv")}});
///
/// @throws FileError if the file cannot be written: here, and while training
inline Callback csv_log(const std::filesystem::path& path) {
  const auto file = std::make_shared<std::ofstream>(path, std::ios::binary);
  const auto started = std::make_shared<bool>(false);  // copies of the callback are one log
  const auto check_file = [=] {
    check<FileError>(file->good(), path.string(), "a file that cannot be written",
                     "a writable path");
  };
  check_file();
  return {.epoch_end = [=](Progress& p) {
    if (!*started) *file << detail::log_header(p) << '\n';
    *started = true;
    *file << detail::log_line(p) << std::endl;
    check_file();
  }};
}

}  // namespace eigencoder
