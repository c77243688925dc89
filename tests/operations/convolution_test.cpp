// SPDX-License-Identifier: MIT
#include <eigencoder/operations/convolution.hpp>

#include <eigencoder/operations/reshape.hpp>

#include "golden/convolution.hpp"
#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

using Image = Shape<Dynamic, Dynamic, Dynamic>;

/// What a golden case says of its convolution.
struct Geometry {
  Image image, result;
  Window window;
  bool transposed;
};

template <class Padding>
Window window_of(const auto& g, bool transposed) {
  if (transposed) {
    return {eigencoder::detail::transposed_axis<Padding>(g(0), g(4), g(6), g(8), g(11)),
            eigencoder::detail::transposed_axis<Padding>(g(1), g(5), g(7), g(9), g(12))};
  }
  return {eigencoder::detail::window_axis<Padding>(g(0), g(4), g(6), g(8)),
          eigencoder::detail::window_axis<Padding>(g(1), g(5), g(7), g(9))};
}

Geometry geometry_of(const golden::OperationCase& c) {
  const Eigen::VectorX<Index> g = golden::to_eigen(c.inputs[0]).cast<Index>();
  const bool transposed = c.name.starts_with("transposed"), valid = g(10) != 0;
  return {Image{g(0), g(1), g(2)}, Image{g(13), g(14), g(3)},
          valid ? window_of<Valid>(g, transposed) : window_of<Same>(g, transposed), transposed};
}

/// The convolution of a case, of features and with features for a result.
template <class Activation = Linear>
auto convolution_of(const Geometry& g, const Activation& activation = {}) {
  return [=](const auto& x, const auto& kernel, const auto& bias) {
    const auto images = reshape(x, g.image);
    const auto y =
        g.transposed ? transposed_convolution(kernel, images, bias, g.window, g.result, activation)
                     : convolution(kernel, images, bias, g.window, g.result, activation);
    return reshape(y, y.rows());
  };
}

template <class Scalar>
void expect_golden_convolution(const golden::OperationCase& c) {
  INFO(c.name << " with " << 8 * sizeof(Scalar) << " bits");
  const std::tuple inputs{golden::to_eigen<Scalar>(c.inputs[1]),
                          golden::to_eigen<Scalar>(c.inputs[2]),
                          Eigen::VectorX<Scalar>(golden::to_eigen<Scalar>(c.inputs[3]))};
  const auto f = convolution_of(geometry_of(c));
  const Outcome<Scalar> outcome = on_tape(f, golden::to_eigen<Scalar>(c.weights), inputs);
  expect_golden_numbers(outcome, c);
  CHECK(same_bits(outcome.value, on_workspace<Scalar>(f, inputs)));
}

}  // namespace

TEST_CASE("windows over images have the places that PyTorch, padded as Keras, gives") {
  for (const golden::OperationCase& c : golden::convolutions) {
    INFO(c.name);
    const Geometry g = geometry_of(c);
    const Image& seen = g.transposed ? g.image : g.result;
    CHECK(g.window.height.output == seen.extent(0));
    CHECK(g.window.width.output == seen.extent(1));
    const Image& large = g.transposed ? g.result : g.image;
    CHECK(g.window.height.input == large.extent(0));
    CHECK(g.window.width.input == large.extent(1));
  }
}

TEST_CASE("convolutions and transposed ones are PyTorch's, with all gradients") {
  for (const golden::OperationCase& c : golden::convolutions) {
    expect_golden_convolution<double>(c);
    expect_golden_convolution<float>(c);
  }
}

TEST_CASE("the gradients of a convolution with an activation agree with finite differences") {
  for (const std::string name : {"convolution_5x4x1_to_2_kernel_4x2_stride_1x2_dilation_1x1_same",
                                 "transposed_3x2x1_to_2_kernel_3x3_stride_2x2_dilation_1x1_same"}) {
    const golden::OperationCase& c = golden::named(golden::convolutions, name);
    const Eigen::VectorXd bias = golden::to_eigen(c.inputs[3]);
    const auto check = [&](const auto& activation) {
      expect_gradient(convolution_of(geometry_of(c), activation), golden::to_eigen(c.weights),
                      golden::to_eigen(c.inputs[1]), golden::to_eigen(c.inputs[2]), bias);
    };
    check(Tanh{});
    check(Sigmoid{});
  }
}

namespace {

/// A convolution of 3 x 3, Same, over images in a workspace.
struct Small {
  Workspace<double> workspace;
  Eigen::MatrixXd kernel = scattered(2, 18), images = scattered(24, 3, 1);
  Eigen::VectorXd bias = scattered(2, 1, 2);
  Window window{eigencoder::detail::window_axis<Same>(4, 3, 1, 1),
                eigencoder::detail::window_axis<Same>(3, 3, 1, 1)};

  template <class Activation = Linear>
  auto operator()(const auto& x, const Activation& activation = {}) {
    return convolution(constant(workspace, kernel),
                       reshape(constant(workspace, x), shape<4, 3, 2>()), constant(workspace, bias),
                       window, shape<4, 3, 2>(), activation);
  }
};

}  // namespace

TEST_CASE("a convolution remembers the logit of a Sigmoid") {
  Small small;
  const auto y = small(small.images, Sigmoid{});
  REQUIRE(y.logit() != nullptr);
  CHECK(y.logit()->matrix() == small(small.images).matrix());
}

TEST_CASE("a fused activation of a convolution gives what it gives on the result") {
  Small small;
  CHECK(small(small.images, Relu{}).matrix() == relu(small(small.images)).matrix());
}

TEST_CASE("images that lie apart are convolved as their copy") {
  Small small;
  Strided strided(small.images);
  CHECK(small(strided.block()).matrix() == small(small.images).matrix());
}

TEST_CASE("a convolution of no images gives none") {
  Small small;
  small.images.resize(24, 0);
  CHECK(small(small.images).columns() == 0);
}

TEST_CASE("kernel, images and bias that do not fit are refused") {
  Small small;
  small.kernel = scattered(2, 9);
  CHECK(message<ShapeError>([&] { small(small.images); }) ==
        "convolution: kernel: got 2 x 9, expected 2 x 18");
  small.kernel = scattered(2, 18);
  small.bias = scattered(3, 1);
  CHECK(message<ShapeError>([&] { small(small.images); }) ==
        "convolution: bias: got 3 numbers, expected 2, one a channel");
}
