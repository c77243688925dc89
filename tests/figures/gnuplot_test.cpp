// SPDX-License-Identifier: MIT
#include <eigencoder/figures/gnuplot.hpp>

#include <string>

#include "catch.hpp"
#include "figures/charts.hpp"

using eigencoder::Chart;
using eigencoder::FileError;
using eigencoder::ValueError;
using namespace eigencoder::detail;

namespace {

/// Makes the folder's gnuplot a shell script.
void install(const TemporaryFolder& folder, const std::string& script) {
  const std::string lines = "#!/bin/sh\n" + script;
  const auto program = folder.write("gnuplot", Bytes(lines.begin(), lines.end()));
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
}

Chart draw(const std::filesystem::path& picture, const std::string& script = "") {
  return draw_chart(chart_files(picture), Eigen::MatrixXd{{1, 2}}, {"a"}, script);
}

}  // namespace

TEST_CASE("Quotes end neither a text of gnuplot nor a word of the shell") {
  CHECK(gnuplot_text("it's \"$x\" `date` \\n") == "'it''s \"$x\" `date` \\n'");
  CHECK(shell_word("it's $x") == "'it'\\''s $x'");
  CHECK(gnuplot_text("two\nlines") == "'two lines'");
}

TEST_CASE("A file's name cannot be taken for a command of gnuplot") {
  CHECK(gnuplot_file("out/|sh") == "'./|sh'");
  CHECK(gnuplot_file("< ls") == "'./< ls'");
}

TEST_CASE("Without gnuplot the data and a script stay, and the note says what to install") {
  const TemporaryFolder folder;
  const SearchPath path(folder.path());
  const Chart chart = draw(folder / "a.png", "plot 1\n");
  CHECK_FALSE(chart.drawn);
  CHECK_FALSE(std::filesystem::exists(chart.picture));
  CHECK(text_of(folder / "a.csv") == "a\n1\n2\n");
  CHECK(text_of(folder / "a.gnuplot") == "plot 1\n");
  CHECK(chart.note == "wrote " + (folder / "a.csv").string() +
                          " but no picture, as gnuplot is not installed: after `apt-get install "
                          "gnuplot-nox`, `gnuplot a.gnuplot` in that folder draws it");
}

TEST_CASE("gnuplot runs on the script, in the folder of the chart") {
  const TemporaryFolder folder;
  install(folder, "read line < a.gnuplot; echo \"$1 $2 $line\" > a.png; echo noise >&2");
  const SearchPath path(folder.path());
  const Chart chart = draw(folder / "a.png", "plot 1\n");
  CHECK(chart.drawn);
  CHECK(chart.note == "wrote " + (folder / "a.png").string());
  CHECK(text_of(folder / "a.png") == "-d ./a.gnuplot plot 1\n");
  CHECK_FALSE(std::filesystem::exists(folder / "a.gnuplot.log"));
}

TEST_CASE("Where gnuplot fails its message is thrown, and half a picture is removed") {
  const TemporaryFolder folder;
  install(folder, "echo half > a.png; echo; echo '\"a\" line 3:'; echo '  wrong' >&2; exit 1");
  const SearchPath path(folder.path());
  CHECK_THROWS_AS(draw(folder / "a.png"), FileError);
  CHECK_THROWS_WITH(draw(folder / "a.png"), (folder / "a.png").string() +
                                                ": got from gnuplot: \"a\" line 3: wrong, "
                                                "expected a picture");
  CHECK_FALSE(std::filesystem::exists(folder / "a.png"));
  CHECK(std::filesystem::exists(folder / "a.csv"));
}

TEST_CASE("A path of any characters is drawn to") {
  const TemporaryFolder folder;
  const auto odd = folder / "it's $HOME \"`x`\" \\ & é";
  std::filesystem::create_directory(odd);
  const Chart files = chart_files(odd / "|a 'b' %s.png");
  const Chart chart = draw(files.picture, gnuplot_start(files, 300, 200) + "plot " +
                                              gnuplot_file(files.data) + " skip 1 using 1");
  INFO(chart.note);
  CHECK(png_size(chart.picture) == "300 x 200");
}

TEST_CASE("A chart's path ends in .png and has no control characters") {
  CHECK_THROWS_AS(chart_files("out/a.csv"), ValueError);
  CHECK_THROWS_WITH(
      chart_files("out/a.csv"),
      "out/a.csv: got a name that ends in \".csv\", expected one that ends in \".png\"");
  CHECK_THROWS_WITH(chart_files("a\n.png"), "a\n.png: got a control character, expected none");
}
