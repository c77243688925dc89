// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/pooling.hpp>

#include <functional>
#include <limits>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// Calls f(place, pixel) for each pixel that a place sees, from the definition of a window.
void for_each_cell(const Window& window, const std::function<void(Index, Index)>& f) {
  const auto [height, width] = window;
  for (Index y = 0; y < height.output; ++y) {
    for (Index x = 0; x < width.output; ++x) {
      for (Index k = 0; k < height.kernel * width.kernel; ++k) {
        const Index row = y * height.stride + k / width.kernel - height.before;
        const Index column = x * width.stride + k % width.kernel - width.before;
        if (row < 0 || row >= height.input || column < 0 || column >= width.input) continue;
        f(y * width.output + x, row * width.input + column);
      }
    }
  }
}

/// An image of 5 x 4 pixels, a column each, and what the places of a window over it hold.
template <class Scalar>
struct Numbers {
  Window window;
  Eigen::MatrixX<Scalar> whole, places;

  Numbers(const Window& over, Index channels)
      : window(over),
        whole(scattered<Scalar>(channels, 20, 1)),
        places(scattered<Scalar>(channels, over.height.output * over.width.output, 2)) {}
};

template <class Kernel, class Stride, class Padding>
Window over() {
  return WindowOf<Kernel, Stride, Dilation<1>, Padding>::over(shape<5, 4, 1>());
}

/// Calls f with numbers of either scalar for several windows and any remainder of channels.
template <class F>
void for_each_case(const F& f) {
  for (const Window& window :
       {over<Kernel<2, 2>, Stride<2>, Same>(), over<Kernel<2, 2>, Stride<2>, Valid>(),
        over<Kernel<3, 2>, Stride<1, 3>, Same>(), over<Kernel<2, 3>, Stride<1>, Valid>()}) {
    for (Index channels = 1; channels <= 35; ++channels) {
      f(Numbers<float>(window, channels));
      f(Numbers<double>(window, channels));
    }
  }
}

const auto half = [](const kernels::Box&) { return 0.5; };

}  // namespace

TEST_CASE("the largest of each window is found, for any number of channels") {
  for_each_case([]<class Scalar>(const Numbers<Scalar>& n) {
    Eigen::MatrixX<Scalar> expected = n.places, got = n.places;
    expected.setConstant(-std::numeric_limits<Scalar>::infinity());
    for_each_cell(n.window, [&](Index place, Index pixel) {
      expected.col(place) = expected.col(place).cwiseMax(n.whole.col(pixel));
    });
    kernels::max_of_windows(n.window, n.whole.rows(), n.whole.data(), got.data());
    REQUIRE(got == expected);
  });
}

TEST_CASE("the adjoint of a largest number is given to the first pixel that has it") {
  for_each_case([]<class Scalar>(Numbers<Scalar> n) {
    n.whole = (4 * n.whole).array().round().matrix().eval();  // many are equal
    Eigen::MatrixX<Scalar> largest = n.places, given = 0 * n.whole, got = n.whole, added = n.whole;
    kernels::max_of_windows(n.window, n.whole.rows(), n.whole.data(), largest.data());
    Eigen::MatrixX<Scalar> left = n.places;
    for_each_cell(n.window, [&](Index place, Index pixel) {
      const auto found = (n.whole.col(pixel).array() == largest.col(place).array()).eval();
      given.col(pixel).array() += found.select(left.col(place).array(), 0);
      left.col(place) = found.select(0, left.col(place).array()).matrix().eval();
    });
    const auto give = [&](Eigen::MatrixX<Scalar>& to, bool add) {
      kernels::adjoint_to_max_of_windows(n.window, n.whole.rows(), n.whole.data(), largest.data(),
                                         n.places.data(), to.data(), add);
    };
    give(got, false);
    give(added, true);
    REQUIRE(got == given);
    REQUIRE(added.isApprox(n.whole + given));
  });
}

TEST_CASE("windows are summed, or their sums are added") {
  for_each_case([]<class Scalar>(const Numbers<Scalar>& n) {
    Eigen::MatrixX<Scalar> sums = 0 * n.places, got = n.places, added = n.places;
    for_each_cell(n.window,
                  [&](Index place, Index pixel) { sums.col(place) += n.whole.col(pixel); });
    const auto* whole = n.whole.data();
    kernels::sum_of_windows(n.window, n.whole.rows(), whole, got.data(), false, half);
    kernels::sum_of_windows(n.window, n.whole.rows(), whole, added.data(), true, half);
    REQUIRE(got == sums / 2);
    REQUIRE(added.isApprox(n.places + sums / 2));
  });
}

TEST_CASE("places are spread over their windows, or added to them") {
  for_each_case([]<class Scalar>(const Numbers<Scalar>& n) {
    Eigen::MatrixX<Scalar> last = n.whole, sums = n.whole, got = n.whole, added = n.whole;
    for_each_cell(n.window, [&](Index place, Index pixel) {
      last.col(pixel) = n.places.col(place) / 2;
      sums.col(pixel) += n.places.col(place) / 2;
    });
    const auto* places = n.places.data();
    kernels::spread_over_windows<false>(n.window, n.whole.rows(), places, got.data(), half);
    kernels::spread_over_windows<true>(n.window, n.whole.rows(), places, added.data(), half);
    REQUIRE(got == last);
    REQUIRE(added.isApprox(sums));
  });
}
