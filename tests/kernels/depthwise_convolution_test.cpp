// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/depthwise_convolution.hpp>

#include <cstddef>
#include <tuple>
#include <vector>

#include "catch.hpp"

using namespace eigencoder;

namespace {

/// 2 x 3 pixels of two channels; 2 x 2 places, the last column of pixels padded.
Window window(Index stride) {
  return {{2, 1, 2, 1, 1, 0}, {3, stride == 1 ? 3 : 2, 2, stride, 1, 0}};
}

using Loops = kernels::DepthwiseConvolution<double>;
using Numbers = std::vector<double>;

Numbers repeated(const Loops& loops, const Numbers& kernel) {
  Numbers result(static_cast<std::size_t>(loops.length() * loops.places()));
  loops.repeat(kernel.data(), result.data());
  return result;
}

using Run = std::tuple<Index, Index, Index, Index>;

std::vector<Run> runs(const Loops& loops) {
  std::vector<Run> result;
  loops.for_each_run([&](auto... run) { result.emplace_back(run...); });
  return result;
}

}  // namespace

TEST_CASE("each place of the window is seen by runs of pixels, and nothing outside of the image") {
  CHECK(runs(Loops(window(1), 2)) ==
        std::vector<Run>{{0, 0, 6, 0}, {0, 2, 4, 1}, {0, 6, 6, 2}, {0, 8, 4, 3}});
}

TEST_CASE("with a stride, runs are single pixels") {
  CHECK(runs(Loops(window(2), 2)) ==
        std::vector<Run>{
            {0, 0, 2, 0}, {2, 4, 2, 0}, {0, 2, 2, 1}, {0, 6, 2, 2}, {2, 10, 2, 2}, {0, 8, 2, 3}});
}

TEST_CASE("long rows are cut into runs of about 64 numbers") {
  const Window row{{1, 1, 1, 1, 1, 0}, {50, 50, 1, 1, 1, 0}};
  CHECK(runs(Loops(row, 3)) == std::vector<Run>{{0, 0, 66, 0}, {66, 66, 66, 0}, {132, 132, 18, 0}});
  CHECK(Loops(row, 3).length() == 66);
  CHECK(Loops(row, 100).length() == 100);
  CHECK(Loops(row, 1).length() == 50);
}

TEST_CASE("a kernel is repeated place by place, and its sums are folded back") {
  const Loops loops(window(1), 2);
  const Numbers kernel{1, 10, 2, 20, 3, 30, 4, 40};
  CHECK(repeated(loops, kernel) == Numbers{1, 10, 1, 10, 1, 10, 2, 20, 2, 20, 2, 20,
                                           3, 30, 3, 30, 3, 30, 4, 40, 4, 40, 4, 40});
  Numbers sums = repeated(loops, kernel), folded(10, 1000);
  sums.insert(sums.end(), {1, 2, 3, 4, 5, 6});
  loops.fold(sums.data(), folded.data());
  CHECK(folded == Numbers{1003, 1030, 1006, 1060, 1009, 1090, 1012, 1120, 1009, 1012});
}

TEST_CASE("the value is the bias and the sum over the window, channel by channel") {
  const Loops loops(window(2), 2);
  const Numbers kernel = repeated(loops, {1, 10, 2, 20, 3, 30, 4, 40}), bias{100, 200};
  const Numbers x{1, 1, 2, 1, 3, 1, 4, 1, 5, 1, 6, 1};
  Numbers y(4);
  loops.value(x.data(), kernel.data(), bias.data(), y.data());
  CHECK(y == Numbers{100 + 1 + 4 + 12 + 20, 200 + 100, 100 + 3 + 18, 200 + 40});
}

TEST_CASE("what the result gets back goes to the pixels that it saw, added to what is there") {
  const Loops loops(window(2), 2);
  const Numbers kernel = repeated(loops, {1, 10, 2, 20, 3, 30, 4, 40}), y{1, 2, 3, 4};
  Numbers x(12, 1000);
  loops.to_input(y.data(), kernel.data(), x.data());
  CHECK(x == Numbers{1001, 1020, 1002, 1040, 1003, 1040, 1003, 1060, 1004, 1080, 1009, 1120});
}

TEST_CASE("what the result gets back goes to the kernel and the bias, added to what is there") {
  const Numbers x{1, 0, 2, 0, 3, 1, 4, 0, 5, 0, 6, 0}, y{1, 2, 10, 3};
  Numbers sums(10, 1000);
  Loops(window(2), 2).to_parameters(x.data(), y.data(), sums.data());
  CHECK(sums == Numbers{1031, 1003, 1002, 1000, 1064, 1000, 1005, 1000, 1011, 1005});
}
