// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <eigencoder/core/error.hpp>
#include <eigencoder/figures/csv.hpp>

namespace eigencoder {

/// What drawing a chart left behind, side by side: for out/loss.png also the numbers, out/loss.csv,
/// and out/loss.gnuplot, which draws them again, perhaps after you changed it.
struct Chart {
  std::filesystem::path picture = {};
  std::filesystem::path data = {};
  std::filesystem::path script = {};
  bool drawn = false;     ///< whether there is a picture: not where gnuplot is not installed
  std::string note = {};  ///< a line to print: what was written and, if need be, what to install
};

namespace detail {

/// Colours that stay apart for people who confuse red and green or blue and yellow, too.
/// Source: M. A. Petroff, "Accessible Color Sequences for Data Visualization", arXiv:2107.02270,
/// the sequence of ten.
constexpr std::string_view chart_colors[] = {"#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6",
                                             "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd"};
constexpr std::size_t chart_color_count = std::size(chart_colors);

/// The words in single quotes, with `two` for each of its own; control characters become spaces.
inline std::string single_quoted(std::string_view words, std::string_view two) {
  std::string quoted = "'";
  for (const char c : words) {
    if (c == '\'') {
      quoted += two;
    } else {
      quoted += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return quoted + '\'';
}

/// A text in gnuplot's language, where nothing else is special between single quotes.
inline std::string gnuplot_text(std::string_view words) { return single_quoted(words, "''"); }

/// A file in the folder that gnuplot runs in. Without the "./" a name such as "|sh" would be run.
inline std::string gnuplot_file(const std::filesystem::path& path) {
  return gnuplot_text("./" + path.filename().string());
}

/// A word of the POSIX shell, in which nothing but the quote is special between single quotes.
inline std::string shell_word(std::string_view word) { return single_quoted(word, "'\\''"); }
/// The axes' names, and the title above.
inline std::string gnuplot_labels(std::string_view title, std::string_view x, std::string_view y) {
  return text("set title ", gnuplot_text(title), "\nset xlabel ", gnuplot_text(x), "\nset ylabel ",
              gnuplot_text(y), '\n');
}

/// What each script begins with. Texts are taken as they are: "validation_loss" has no subscript.
inline std::string gnuplot_start(const Chart& chart, int width, int height) {
  const std::string size = text(" noenhanced size ", width, ",", height);
  return text(
      "set encoding utf8\nif (strstrt(GPVAL_TERMINALS, 'pngcairo')) {\n",
      "  set terminal pngcairo font ',14'", size, "\n} else {\n", "  set terminal png truecolor",
      size, "\n}\nset output ", gnuplot_file(chart.picture),
      "\nset datafile separator comma\nset border 3\nset tics nomirror out\n",
      "set grid linetype 1 linecolor rgb '#e0e0e0'\nset key below Left reverse height 0.5\n");
}

/// What a program wrote into a file, in one line.
inline std::string in_one_line(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line, word;
  while (file >> word) line += (line.empty() ? "" : " ") + word;
  return line;
}

/// Runs gnuplot on the script, in its folder so that the names of the files are enough.
/// @throws FileError with gnuplot's message if it fails
inline void run_gnuplot(const Chart& chart) {
  std::filesystem::path log = std::filesystem::absolute(chart.script);
  const std::string folder = shell_word(log.parent_path().string());
  log += ".log";
  const std::string script = shell_word("./" + chart.script.filename().string());
  const std::string command = text("{ cd ", folder, " && gnuplot -d ", script, " </dev/null; } >",
                                   shell_word(log.string()), " 2>&1");
  const bool drawn = std::system(command.c_str()) == 0;
  const std::string message = in_one_line(log);
  std::error_code ignored;
  std::filesystem::remove(log, ignored);
  if (!drawn) std::filesystem::remove(chart.picture, ignored);  // It may be cut short.
  check<FileError>(drawn, chart.picture.string(), "from gnuplot: " + message, "a picture");
}

/// Whether there is a POSIX shell that finds gnuplot.
inline bool has_gnuplot() {
  constexpr bool posix = std::filesystem::path::preferred_separator == '/';
  return posix && std::system("command -v gnuplot >/dev/null 2>&1") == 0;
}

/// The three files of a chart.
/// @throws ValueError unless the picture's name ends in .png, or if the path has control characters
inline Chart chart_files(const std::filesystem::path& picture) {
  const std::string name = picture.string();
  check(picture.extension() == ".png", name,
        text("a name that ends in \"", picture.extension().string(), "\""),
        "one that ends in \".png\"");
  const auto is_control = [](unsigned char c) { return c < ' '; };
  check(std::none_of(name.begin(), name.end(), is_control), name, "a control character", "none");
  Chart chart{.picture = picture, .data = picture, .script = picture};
  chart.data.replace_extension(".csv");
  chart.script.replace_extension(".gnuplot");
  return chart;
}

inline std::string chart_note(const Chart& chart) {
  if (chart.drawn) return text("wrote ", chart.picture.string());
  return text("wrote ", chart.data.string(), " but no picture, as gnuplot is not installed: after ",
              "`apt-get install gnuplot-nox`, `gnuplot ", chart.script.filename().string(),
              "` in that folder draws it");
}

/// Writes the table and the script, and draws the picture where there is gnuplot.
/// @param names  of the table's rows, which are the columns of the file
inline Chart draw_chart(Chart chart, const Eigen::MatrixXd& table,
                        const std::vector<std::string>& names, std::string_view script) {
  write_csv(chart.data, table, {.names = names});
  write_file(chart.script, [&](std::ostream& file) { file << script; });
  chart.drawn = has_gnuplot();
  if (chart.drawn) run_gnuplot(chart);
  chart.note = chart_note(chart);
  return chart;
}

}  // namespace detail

}  // namespace eigencoder
