// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <eigencoder/core/error.hpp>
#include <eigencoder/figures/gnuplot.hpp>
#include <eigencoder/figures/series.hpp>

namespace eigencoder {

/// Points in the plane, one a column of any Eigen matrix of two rows.
struct Points {
  Eigen::Matrix2Xd values;

  template <class Derived>
  Points(const Eigen::MatrixBase<Derived>& matrix) {
    check_equal("write_scatter", matrix.rows(), Eigen::Index(2), "rows of points");
    values = matrix.template cast<double>();
  }
};

/// One of the plots that stand beside each other.
struct ScatterPlot {
  std::string name;    ///< stands above it
  Points points;       ///< 2 x n
  Labels labels = {};  ///< n, or none: which colour a point has
};

struct ScatterOptions {
  std::string title = "";
  std::string x = "dimension 1";
  std::string y = "dimension 2";
  std::string label = "label";  ///< what the colours mean
};

namespace detail {

inline void check_scatter(const std::vector<ScatterPlot>& plots) {
  check<ShapeError>(!plots.empty(), "write_scatter", "no plots", "at least 1");
  for (const auto& [name, points, labels] : plots) {
    const std::string where = text("write_scatter, \"", name, "\"");
    const auto count = static_cast<Eigen::Index>(labels.values.size());
    check<ShapeError>(points.values.cols() > 0, where, "no points", "at least 1");
    if (count > 0) check_equal(where, count, points.values.cols(), "labels");
    const double* numbers = points.values.data();
    const auto is_finite = [](double number) { return std::isfinite(number); };
    check(std::all_of(numbers, numbers + points.values.size(), is_finite), where,
          "points that are not finite", "finite numbers");
  }
}

/// Rows: x, y and label of the first plot, of the second, ...; where one has fewer points, NaN.
inline Eigen::MatrixXd scatter_table(const std::vector<ScatterPlot>& plots) {
  Eigen::Index longest = 0;
  for (const ScatterPlot& plot : plots) longest = std::max(longest, plot.points.values.cols());
  const auto rows = 3 * static_cast<Eigen::Index>(plots.size());
  Eigen::MatrixXd table = Eigen::MatrixXd::Constant(rows, longest, std::nan(""));
  Eigen::Index row = 0;
  for (const auto& [name, points, labels] : plots) {
    for (Eigen::Index i = 0; i < points.values.cols(); ++i) {
      table(row, i) = points.values(0, i);
      table(row + 1, i) = points.values(1, i);
    }
    Eigen::Index column = 0;
    for (const int label : labels.values) table(row + 2, column++) = label;
    row += 3;
  }
  return table;
}

inline std::vector<std::string> scatter_names(const std::vector<ScatterPlot>& plots,
                                              const ScatterOptions& options) {
  std::vector<std::string> names;
  for (const ScatterPlot& plot : plots)
    for (const std::string& column : {options.x, options.y, options.label})
      names.push_back(plots.size() == 1 ? column : plot.name + ": " + column);
  return names;
}

/// gnuplot's function from a label to its place on the colour bar, and that bar: up to ten labels
/// have a colour each, more share a scale from dark to light.
inline std::string scatter_palette(const std::set<int>& labels) {
  if (labels.size() > chart_color_count)
    return "place(label) = label\n"
           "set palette defined (0 '#440154', 1 '#3b528b', 2 '#21918c', 3 '#5ec962', 4 "
           "'#fde725')\n";
  std::string place = "NaN", colors, tics;
  std::size_t i = 0;
  for (const int label : labels) {
    const std::string comma = i == 0 ? "" : ", ";
    place = text("label == ", label, " ? ", i, " : ", place);
    colors += text(comma, i, " '", chart_colors[i], "', ", i + 1, " '", chart_colors[i], "'");
    tics += text(comma, "'", label, "' ", i);
    ++i;
  }
  return text("place(label) = ", place, "\nset palette maxcolors ", i, " defined (", colors,
              ")\nset cbrange [-0.5:", i, " - 0.5]\nset cbtics (", tics, ") scale 0\n");
}

/// The colour bar at the right, below its name.
inline std::string scatter_bar(const ScatterOptions& options, double width) {
  return text("set colorbox user origin screen ", 1 - 85 / width, ", screen 0.12 size screen ",
              20 / width, ", screen 0.74\nset label 1 ", gnuplot_text(options.label), " at screen ",
              1 - 75 / width, ", screen 0.89 center\n");
}

/// The commands that draw plot `i`, the columns of which follow those of the plots before it.
inline std::string scatter_commands(const Chart& chart, const ScatterPlot& plot, std::size_t i,
                                    const ScatterOptions& options) {
  // Few points are drawn large, many small: 60,000 still show where they are dense.
  const double count = static_cast<double>(plot.points.values.cols());
  const double size = std::clamp(40 / std::sqrt(count), 0.2, 1.0);
  const bool labelled = !plot.labels.values.empty();
  const std::string place = labelled ? text(":(place(column(", 3 * i + 3, ")))") : "";
  const std::string color = labelled ? "palette" : text("rgb '", chart_colors[0], "'");
  return gnuplot_labels(plot.name, options.x, options.y) +
         text("plot ", gnuplot_file(chart.data), " skip 1 using ", 3 * i + 1, ":", 3 * i + 2, place,
              " with points pointtype 7 pointsize ", size, " linecolor ", color, " notitle\n",
              // One colour bar is enough for all.
              labelled ? "unset colorbox\nunset label 1\n" : "");
}

inline std::string scatter_script(const Chart& chart, const std::vector<ScatterPlot>& plots,
                                  const ScatterOptions& options) {
  std::set<int> labels;
  for (const ScatterPlot& plot : plots)
    labels.insert(plot.labels.values.begin(), plot.labels.values.end());
  const int width = 700 * static_cast<int>(plots.size()) + 100;
  std::string script = gnuplot_start(chart, width, 700);
  if (!labels.empty()) script += scatter_palette(labels) + scatter_bar(options, width);
  script += text("set multiplot layout 1,", plots.size(), " title ", gnuplot_text(options.title),
                 " margins screen ", 90.0 / width, ", screen ", 1 - 115.0 / width,
                 ", screen 0.12, screen 0.88 spacing screen ", 100.0 / width, "\n");
  for (std::size_t i = 0; i < plots.size(); ++i)
    script += scatter_commands(chart, plots[i], i, options);
  return script + "unset multiplot\n";
}

}  // namespace detail

/// Draws points in the plane, coloured by their label, in one plot or in some beside each other:
/// the two numbers an autoencoder makes of each sample, and its principal components.
///
///   write_scatter("out/codes.png", {{"autoencoder", codes, labels}, {"PCA", components, labels}},
///                 {.title = "60,000 digits", .label = "digit"})
///
/// Up to ten different labels have a colour each, which colour-blind people tell apart, too; more
/// share a scale. The points of a plot are drawn in their order: where they are dense, the last
/// ones are seen.
/// @throws ShapeError if there is no plot or no point in one, points have not two rows, or there is
///         another number of labels than of points
/// @throws ValueError if a point is not finite or the path does not end in .png
/// @throws FileError if a file cannot be written or gnuplot fails
inline Chart write_scatter(const std::filesystem::path& picture,
                           const std::vector<ScatterPlot>& plots,
                           const ScatterOptions& options = {}) {
  detail::check_scatter(plots);
  const Chart chart = detail::chart_files(picture);
  return detail::draw_chart(chart, detail::scatter_table(plots),
                            detail::scatter_names(plots, options),
                            detail::scatter_script(chart, plots, options));
}

}  // namespace eigencoder
