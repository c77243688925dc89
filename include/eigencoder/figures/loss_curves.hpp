// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <eigencoder/core/error.hpp>
#include <eigencoder/figures/gnuplot.hpp>
#include <eigencoder/figures/series.hpp>

namespace eigencoder {

struct CurveOptions {
  std::string title = "Loss";
  std::string x = "epoch";
  std::string y = "loss";
  bool logarithmic = false;  ///< of the y axis
};

namespace detail {

/// One curve a row below the numbers 1, 2, ...; what a shorter curve lacks is NaN: not drawn.
inline Eigen::MatrixXd curve_table(const std::vector<Series>& curves) {
  std::size_t longest = 0;
  for (const Series& curve : curves) longest = std::max(longest, curve.numbers.values.size());
  check<ShapeError>(longest > 0, "write_curves", "no numbers", "at least 1");
  const auto columns = static_cast<Eigen::Index>(longest);
  Eigen::MatrixXd table = Eigen::MatrixXd::Constant(static_cast<Eigen::Index>(curves.size()) + 1,
                                                    columns, std::nan(""));
  for (Eigen::Index i = 0; i < columns; ++i) table(0, i) = static_cast<double>(i + 1);
  for (std::size_t i = 0; i < curves.size(); ++i) {
    Eigen::Index column = 0;
    for (const double number : curves[i].numbers.values)
      table(static_cast<Eigen::Index>(i) + 1, column++) = number;
  }
  return table;
}

inline std::string curve_script(const Chart& chart, const std::vector<Series>& curves,
                                Eigen::Index length, const CurveOptions& options) {
  std::string script =
      gnuplot_start(chart, 900, 600) + gnuplot_labels(options.title, options.x, options.y);
  // gnuplot would also name 1.5 epochs.
  if (length <= 10) script += "set xtics 1\n";
  script += length == 1 ? "set xrange [0:2]\n" : text("set xrange [1:", length, "]\n");
  if (options.logarithmic) script += "set logscale y\n";
  script += "plot";
  for (std::size_t i = 0; i < curves.size(); ++i)
    script += text(i == 0 ? " " : ", ", gnuplot_file(chart.data), " skip 1 using 1:", i + 2,
                   " with linespoints linewidth 2 pointtype ", i + 5, " linecolor rgb '",
                   chart_colors[i % chart_color_count], "' title ", gnuplot_text(curves[i].name));
  return script + '\n';
}

}  // namespace detail

/// Draws curves over 1, 2, ..., such as the losses of several trainings:
///
///   write_curves("out/losses.png", {{"Adam", adam.loss}, {"SGD", sgd.loss}}, {.y = "train loss"})
///
/// They may differ in length; a number that is not finite is left out of the picture.
/// @throws ShapeError if there is no number
/// @throws ValueError if the path does not end in .png
/// @throws FileError if a file cannot be written or gnuplot fails
inline Chart write_curves(const std::filesystem::path& picture, const std::vector<Series>& curves,
                          const CurveOptions& options = {}) {
  const Eigen::MatrixXd table = detail::curve_table(curves);
  std::vector<std::string> names{options.x};
  for (const Series& curve : curves) names.push_back(curve.name);
  const Chart chart = detail::chart_files(picture);
  return detail::draw_chart(chart, table, names,
                            detail::curve_script(chart, curves, table.cols(), options));
}

/// Draws the loss, and where there is one the validation loss, over the epochs:
///
///   std::cout << write_loss_curves("out/loss.png", history.loss, history.validation_loss).note;
///
/// @throws ShapeError if there is no epoch, or another number of validation losses than of losses
/// @throws ValueError if the path does not end in .png
/// @throws FileError if a file cannot be written or gnuplot fails
inline Chart write_loss_curves(const std::filesystem::path& picture,
                               const std::vector<double>& loss,
                               const std::vector<double>& validation_loss = {},
                               const CurveOptions& options = {}) {
  check<ShapeError>(!loss.empty(), "write_loss_curves", "no epochs", "at least 1");
  if (validation_loss.empty()) return write_curves(picture, {{"training", loss}}, options);
  check_equal("write_loss_curves", validation_loss.size(), loss.size(), "validation losses");
  return write_curves(picture, {{"training", loss}, {"validation", validation_loss}}, options);
}

}  // namespace eigencoder
