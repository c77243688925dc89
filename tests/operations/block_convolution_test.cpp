// SPDX-License-Identifier: MIT
#include <eigencoder/operations/block_convolution.hpp>

#include <eigencoder/operations/reshape.hpp>

#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// A convolution of blocks, and the same with the blocks laid out, whose operations have outside
/// witnesses of their own.
template <Index Height, Index Width, Index Rows, Index Columns, class Padding>
struct Blocks {
  Index height, width, channels, filters;

  template <class Activation = Linear>
  auto at_once(const Activation& activation = {}) const {
    return [=, *this](const auto& x, const auto& kernel, const auto& bias) {
      const auto y = convolution_of_blocks<Height, Width>(kernel, images(x), bias, window(),
                                                          result(), activation);
      return reshape(y, y.rows());
    };
  }
  template <class Activation = Linear>
  auto laid_out(const Activation& activation = {}) const {
    return [=, *this](const auto& x, const auto& kernel, const auto& bias) {
      const auto y = convolution(kernel, repeat_pixels<Height, Width>(images(x)), bias, window(),
                                 result(), activation);
      return reshape(y, y.rows());
    };
  }
  auto inputs() const {
    return std::tuple{scattered(height * width * channels, 3, 1),
                      scattered(filters, Rows * Columns * channels, 2),
                      Eigen::VectorXd{scattered(filters, 1, 3)}};
  }
  Eigen::MatrixXd weights() const { return scattered(result().size(), 3, 4); }

 private:
  using Image = Shape<Dynamic, Dynamic, Dynamic>;
  using Moves = WindowOf<Kernel<Rows, Columns>, Stride<1, 1>, Dilation<1, 1>, Padding>;

  Image large() const { return {height * Height, width * Width, channels}; }
  Window window() const { return Moves::over(large()); }
  Image result() const { return {window().height.output, window().width.output, filters}; }
  auto images(const auto& x) const { return reshape(x, Image{height, width, channels}); }
};

template <class Case>
void expect_like_laid_out(const Case& c) {
  const auto at_once = on_tape(c.at_once(), c.weights(), c.inputs());
  const auto laid_out = on_tape(c.laid_out(), c.weights(), c.inputs());
  CHECK(largest_difference(at_once.value, laid_out.value) < 1e-13);
  for (std::size_t i = 0; i < 3; ++i) {
    INFO("argument " << i);
    CHECK(largest_difference(at_once.gradients[i], laid_out.gradients[i]) < 1e-12);
  }
  CHECK(same_bits(at_once.value, on_workspace<double>(c.at_once(), c.inputs())));
}

}  // namespace

TEMPLATE_TEST_CASE("a convolution of blocks is that of the images laid out, with all gradients", "",
                   (Blocks<2, 2, 3, 3, Same>), (Blocks<2, 2, 3, 3, Valid>),
                   (Blocks<2, 2, 4, 4, Same>), (Blocks<2, 3, 5, 2, Same>),
                   (Blocks<3, 2, 2, 5, Valid>), (Blocks<1, 4, 1, 3, Same>),
                   (Blocks<3, 3, 1, 1, Valid>), (Blocks<1, 1, 3, 3, Same>)) {
  expect_like_laid_out(TestType{3, 4, 3, 2});
  expect_like_laid_out(TestType{5, 5, 8, 16});
  expect_like_laid_out(TestType{4, 7, 16, 1});
  expect_like_laid_out(TestType{6, 5, 1, 9});
}

TEST_CASE("images of one pixel are blocks too") {
  expect_like_laid_out(Blocks<2, 2, 3, 3, Same>{1, 1, 3, 2});
  expect_like_laid_out(Blocks<4, 4, 3, 2, Valid>{1, 1, 1, 1});
}

TEST_CASE("the gradients of a convolution of blocks agree with finite differences") {
  const Blocks<2, 3, 3, 2, Same> c{3, 2, 2, 3};
  std::apply([&](const auto&... x) { expect_gradient(c.at_once(Tanh{}), c.weights(), x...); },
             c.inputs());
}

TEST_CASE("a kernel that is used twice has the sum of both gradients") {
  const Blocks<2, 2, 3, 3, Same> c{3, 2, 2, 3};
  const auto twice = [](const auto& f) {
    return [=](const auto& x, const auto& kernel, const auto& bias) {
      return f(x, kernel, bias) + f(2 * x, kernel, bias);
    };
  };
  const auto at_once = on_tape(twice(c.at_once()), c.weights(), c.inputs());
  const auto laid_out = on_tape(twice(c.laid_out()), c.weights(), c.inputs());
  CHECK(largest_difference(at_once.gradients[1], laid_out.gradients[1]) < 1e-12);
}

TEST_CASE("a kernel that does not fit the blocks is refused, with both shapes") {
  Workspace<double> workspace;
  const auto x = reshape(constant(workspace, scattered(12, 1)), shape<2, 2, 3>());
  const auto kernel = constant(workspace, scattered(4, 18));
  const auto bias = constant(workspace, Eigen::VectorXd{scattered(4, 1)});
  using Moves = WindowOf<Kernel<3, 3>, Stride<1, 1>, Dilation<1, 1>, Same>;
  const auto large = shape<4, 4, 3>();
  CHECK(message<ShapeError>([&] {
          convolution_of_blocks<2, 2>(kernel, x, bias, Moves::over(large), shape<4, 4, 4>());
        }) == "convolution_of_blocks: kernel: got 4 x 18, expected 4 x 27");
}
