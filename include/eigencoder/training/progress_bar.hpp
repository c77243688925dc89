// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <string>

#include <eigencoder/core/error.hpp>
#include <eigencoder/training/history.hpp>

#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace eigencoder {

/// Whether a stream writes to a terminal, where a line can be drawn over.
inline bool is_terminal([[maybe_unused]] const std::ostream& out) {
#if __has_include(<unistd.h>)
  if (out.rdbuf() == std::cout.rdbuf()) return isatty(STDOUT_FILENO) == 1;
  if (out.rdbuf() == std::cerr.rdbuf()) return isatty(STDERR_FILENO) == 1;
#endif
  return false;
}

namespace detail {

/// A number with as many digits as a reader of losses wants.
inline std::string digits(const char* format, double number) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, number);
  return buffer;
}

inline std::string epoch_of(const Progress& p) { return text("epoch ", p.epoch, "/", p.epochs); }

inline std::string rate_of(const Progress& p) {
  return digits("%.0f samples/s", static_cast<double>(p.samples) / std::max(p.seconds, 1e-9));
}

/// "epoch 3/50  loss 0.2271  validation 0.2203  0.31 s  193548 samples/s", and before the time each
/// metric, of training / of validation data.
inline std::string epoch_line(const Progress& p) {
  std::string line = epoch_of(p) + "  loss " + digits("%.4f", p.loss);
  if (p.validation_loss) line += "  validation " + digits("%.4f", *p.validation_loss);
  for (std::size_t i = 0; i < p.metrics.size(); ++i) {
    line += "  " + p.metric_names[i] + digits(" %.4f", p.metrics[i]);
    if (!p.validation_metrics.empty()) line += digits(" / %.4f", p.validation_metrics[i]);
  }
  return line + "  " + digits("%.2f", p.seconds) + " s  " + rate_of(p);
}

/// "epoch 3/50 [======                  ] loss 0.2271  193548 samples/s  1 s left"
inline std::string bar_line(const Progress& p) {
  constexpr Eigen::Index width = 24;
  const Eigen::Index done = width * p.batch / std::max<Eigen::Index>(p.batches, 1);
  std::string bar(static_cast<std::size_t>(width), ' ');
  std::fill_n(bar.begin(), done, '=');
  const double left =
      p.seconds / static_cast<double>(p.batch) * static_cast<double>(p.batches - p.batch);
  return epoch_of(p) + " [" + bar + "] loss " + digits("%.4f", p.loss) + "  " + rate_of(p) + "  " +
         digits("%.0f", std::ceil(left)) + " s left";
}

}  // namespace detail

/// A callback that shows loss, rate and the time left of the epoch, and a line an epoch.
///
///   trainer.fit(data, {.epochs = 50, .callbacks = {progress_bar(std::cout)}});
///
/// @param out   where to; it must outlive the training
/// @param live  draw the bar over itself; by default only where `out` is a terminal
inline Callback progress_bar(std::ostream& out, bool live) {
  using Clock = std::chrono::steady_clock;
  const auto draw = [&out, drawn = Clock::time_point{}](const Progress& p) mutable {
    if (Clock::now() - drawn < std::chrono::milliseconds(100)) return;
    drawn = Clock::now();
    out << '\r' << detail::bar_line(p) << "\033[K" << std::flush;
  };
  const auto line = [&out, live](const Progress& p) {
    if (live) out << "\r\033[K";
    out << detail::epoch_line(p) << std::endl;
  };
  Callback callback{.epoch_end = line};
  if (live) callback.batch_end = draw;
  return callback;
}

inline Callback progress_bar(std::ostream& out) { return progress_bar(out, is_terminal(out)); }

}  // namespace eigencoder
