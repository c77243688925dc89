// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

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

/// The size of the whole lines at the beginning of a file, of so many bytes at most.
inline std::uintmax_t size_of_lines(const std::filesystem::path& path, std::uintmax_t most) {
  std::ifstream file(path, std::ios::binary);
  std::uintmax_t size = 0;
  for (std::string line; std::getline(file, line) && !file.eof(); size += line.size() + 1) {
    if (size + line.size() + 1 > most) break;
  }
  return size;
}

}  // namespace detail

/// A callback that writes a line an epoch into a CSV file, at once, so that a run that is cut off
/// leaves what it reached. The file is made anew, but where a fit goes on from a checkpoint: then
/// it keeps the lines of the epochs that are done.
///
///   trainer.fit(data, {.epochs = 50, .callbacks = {csv_log("out/training.csv")}});
///
/// @throws FileError if the file cannot be written: here, and while training
inline Callback csv_log(const std::filesystem::path& path) {
  struct Log {
    std::ofstream file;
    bool started = false;
    std::uintmax_t size = 0;
  };
  // Copies of the callback are one log.
  const auto log =
      std::make_shared<Log>(Log{std::ofstream(path, std::ios::binary | std::ios::app)});
  const auto check_file = [=] {
    check<FileError>(log->file.good(), path.string(), "a file that cannot be written",
                     "a writable path");
  };
  const auto start = [=](std::uintmax_t size) {
    std::error_code ignored;  // of what is no file, such as a pipe, nothing can be cut off
    std::filesystem::resize_file(path, size, ignored);
    log->started = true;
    log->size = size;
  };
  check_file();
  return {.epoch_end =
              [=](Progress& p) {
                if (!log->started) start(0);
                std::string lines = log->size == 0 ? detail::log_header(p) + '\n' : "";
                lines += detail::log_line(p) + '\n';
                log->file << lines << std::flush;
                log->size += lines.size();
                check_file();
              },
          .state = [=] { return std::vector{static_cast<double>(log->size)}; },
          .resume =
              [=](const std::vector<double>& state) {
                detail::check_remembered("csv_log", state.size(), 1);
                const Eigen::Index kept = detail::remembered_count("csv_log", state[0]);
                start(detail::size_of_lines(path, static_cast<std::uintmax_t>(kept)));
              }};
}

}  // namespace eigencoder
