// SPDX-License-Identifier: MIT
#include <eigencoder/figures/loss_curves.hpp>

#include <cmath>
#include <string>
#include <vector>

#include "catch.hpp"
#include "figures/charts.hpp"

using eigencoder::Chart;
using eigencoder::ShapeError;
using eigencoder::write_curves;
using eigencoder::write_loss_curves;

TEST_CASE("Loss curves are drawn in gnuplot") {
  const TemporaryFolder folder;
  const Chart chart = write_loss_curves(folder / "loss.png", {0.5, 0.25}, {0.75, 0.5});
  INFO(chart.note);
  CHECK(png_size(folder / "loss.png") == "900 x 600");
}

TEST_CASE("One epoch is drawn, and so is a curve with numbers that are not finite") {
  const TemporaryFolder folder;
  const std::vector<double> broken{1, std::nan(""), HUGE_VAL, 2};
  CHECK(write_loss_curves(folder / "one.png", {0.5}).drawn);
  CHECK(write_curves(folder / "broken.png", {{"broken", broken}}, {.logarithmic = true}).drawn);
}

TEST_CASE("The losses stand beside the picture, an epoch a line") {
  const TemporaryFolder folder;
  const SearchPath path(folder.path());
  write_loss_curves(folder / "loss.png", {0.5, 0.25}, {0.75, 0.5});
  CHECK(text_of(folder / "loss.csv") == "epoch,training,validation\n1,0.5,0.75\n2,0.25,0.5\n");
  write_loss_curves(folder / "loss.png", {0.5});
  CHECK(text_of(folder / "loss.csv") == "epoch,training\n1,0.5\n");
}

TEST_CASE("Curves of different lengths are those of their numbers") {
  const TemporaryFolder folder;
  const SearchPath path(folder.path());
  const std::vector<float> shorter{2};
  write_curves(folder / "a.png", {{"SGD", Eigen::Vector2f(3, 1)}, {"Adam", shorter}},
               {.x = "step"});
  CHECK(text_of(folder / "a.csv") == "step,SGD,Adam\n1,3,2\n2,1,nan\n");
}

TEST_CASE("The title, the axes' names and the curves' are in the script") {
  const TemporaryFolder folder;
  const SearchPath path(folder.path());
  write_loss_curves(folder / "a.png", {1}, {2},
                    {.title = "Bob's", .y = "MSE", .logarithmic = true});
  const std::string script = text_of(folder / "a.gnuplot");
  CHECK(contains(script, "set title 'Bob''s'\nset xlabel 'epoch'\nset ylabel 'MSE'\n"));
  CHECK(contains(script, "set logscale y\n"));
  CHECK(contains(script, "title 'training'"));
  CHECK(contains(script, "title 'validation'"));
}

TEST_CASE("Losses of no epoch, or of different numbers of epochs, are refused") {
  CHECK_THROWS_AS(write_loss_curves("a.png", {}), ShapeError);
  CHECK_THROWS_WITH(write_loss_curves("a.png", {}),
                    "write_loss_curves: got no epochs, expected at least 1");
  CHECK_THROWS_WITH(write_loss_curves("a.png", {1, 2}, {1}),
                    "write_loss_curves: got 1 validation losses, expected 2 validation losses");
  CHECK_THROWS_WITH(write_curves("a.png", {}), "write_curves: got no numbers, expected at least 1");
}
