// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <eigencoder/core/error.hpp>
#include <eigencoder/figures/gnuplot.hpp>
#include <eigencoder/figures/series.hpp>

namespace eigencoder {

struct HistogramOptions {
  std::string title = "";
  std::string x = "value";
  std::string y = "count";
  Eigen::Index bins = 40;
  bool logarithmic = false;  ///< of the counts, for when nearly all of them are in one bin
};

namespace detail {

/// The least and the greatest number of all series; where they are equal, half a unit around them.
inline std::pair<double, double> histogram_range(const std::vector<Series>& series) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  double least = infinity, most = -infinity;
  for (const auto& [name, numbers] : series)
    for (const double value : numbers.values) {
      check(std::isfinite(value), text("write_histogram, \"", name, "\""), value, "finite numbers");
      least = std::min(least, value);
      most = std::max(most, value);
    }
  check<ShapeError>(least <= most, "write_histogram", "no numbers", "at least 1");
  if (least == most) return {least - 0.5, most + 0.5};
  return {least, most};
}

/// Rows: where the bins begin, where they end, and for each series how many of its numbers they
/// hold. The last bin holds the greatest number, too.
inline Eigen::MatrixXd histogram_table(const std::vector<Series>& series, Eigen::Index bins) {
  check_at_least("write_histogram, bins", bins, 1);
  const auto [least, most] = histogram_range(series);
  const double width = (most - least) / static_cast<double>(bins);
  Eigen::MatrixXd table = Eigen::MatrixXd::Zero(2 + static_cast<Eigen::Index>(series.size()), bins);
  for (Eigen::Index bin = 0; bin < bins; ++bin) {
    table(0, bin) = bin == 0 ? least : table(1, bin - 1);
    table(1, bin) = bin == bins - 1 ? most : least + static_cast<double>(bin + 1) * width;
  }
  Eigen::Index row = 2;
  for (const Series& one : series) {
    for (const double value : one.numbers.values) {
      const double bin = (value - least) / (most - least) * static_cast<double>(bins);
      ++table(row, std::min(static_cast<Eigen::Index>(bin), bins - 1));
    }
    ++row;
  }
  return table;
}

inline std::string histogram_script(const Chart& chart, const std::vector<Series>& series,
                                    const HistogramOptions& options) {
  std::string script =
      gnuplot_start(chart, 900, 600) + gnuplot_labels(options.title, options.x, options.y) +
      (options.logarithmic ? "set logscale y\nset yrange [0.5:*]\n" : "set yrange [0:*]\n") +
      "plot";
  for (std::size_t i = 0; i < series.size(); ++i)
    script +=
        text(i == 0 ? " " : ", ", gnuplot_file(chart.data), " skip 1 using (($1 + $2) / 2):", i + 3,
             ":($2 - $1) with boxes fill transparent solid 0.6 noborder linecolor rgb '",
             chart_colors[i % chart_color_count], "' title ", gnuplot_text(series[i].name));
  return script + '\n';
}

}  // namespace detail

/// Draws how many of the numbers of each series are in each of some bins of equal width, the series
/// in front of each other and half transparent: codes with and without a penalty, for instance.
///
///   write_histogram("out/codes.png", {{"without", codes}, {"with", sparse_codes}},
///                   {.title = "Codes", .x = "activation"})
///
/// @throws ShapeError if there is no number
/// @throws ValueError if a number is not finite, bins are below 1 or the path does not end in .png
/// @throws FileError if a file cannot be written or gnuplot fails
inline Chart write_histogram(const std::filesystem::path& picture,
                             const std::vector<Series>& series,
                             const HistogramOptions& options = {}) {
  const Eigen::MatrixXd table = detail::histogram_table(series, options.bins);
  std::vector<std::string> names{"from", "to"};
  for (const Series& one : series) names.push_back(one.name);
  const Chart chart = detail::chart_files(picture);
  return detail::draw_chart(chart, table, names, detail::histogram_script(chart, series, options));
}

}  // namespace eigencoder
