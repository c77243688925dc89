// SPDX-License-Identifier: MIT
#include <eigencoder/operations/depthwise_convolution.hpp>

#include "support/errors.hpp"
#include "support/normalizations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

template <class Kernel_, class Stride_ = Stride<1, 1>, class Dilation_ = Dilation<1, 1>,
          class Padding = Same>
using Over = WindowOf<Kernel_, Stride_, Dilation_, Padding>;

template <class Window_, class Activation = Linear>
auto convolved(const Activation& activation = {}) {
  return [=](const auto& x, const auto& kernel, const auto& bias) {
    return depthwise_convolution(x, kernel, bias, Window_{}, activation);
  };
}

/// The case of that name, in double, of dynamic extents and in float, and finite differences.
template <class Window_, Index... Extents>
void expect_depthwise(const std::string& name) {
  const auto& c = golden::named(golden::normalizations, "depthwise_" + name);
  const auto f = over<Extents...>(convolved<Window_>());
  expect_same_bits(
      expect_case<double, Eigen::MatrixXd>(c, f),
      expect_case<double, Eigen::MatrixXd>(c, over_dynamic<Extents...>(convolved<Window_>())));
  expect_case<float, Eigen::MatrixXf>(c, f);
  const auto [x, kernel, bias] = inputs_of<Eigen::MatrixXd, Eigen::MatrixXd, Eigen::VectorXd>(c);
  expect_gradient(f, golden::to_eigen(c.weights), x, kernel, bias);
}

}  // namespace

TEST_CASE("depthwise_convolution is PyTorch's with kernels 1 and 2") {
  expect_depthwise<Over<Kernel<1, 1>>, 2, 2, 3>("kernel_1");
  expect_depthwise<Over<Kernel<1, 1>, Stride<2, 2>>, 3, 4, 2>("kernel_1_stride_2");
  expect_depthwise<Over<Kernel<2, 2>>, 3, 3, 2>("kernel_2");
  expect_depthwise<Over<Kernel<2, 2>, Stride<2, 2>>, 3, 4, 2>("kernel_2_stride_2");
}

TEST_CASE("depthwise_convolution is PyTorch's with kernel 3") {
  expect_depthwise<Over<Kernel<3, 3>>, 5, 4, 1>("kernel_3");
  expect_depthwise<Over<Kernel<3, 3>, Stride<1, 1>, Dilation<1, 1>, Valid>, 4, 4, 1>(
      "kernel_3_valid");
  expect_depthwise<Over<Kernel<3, 3>, Stride<2, 2>>, 4, 3, 2>("kernel_3_stride_2");
  expect_depthwise<Over<Kernel<3, 3>, Stride<2, 2>, Dilation<1, 1>, Valid>, 5, 6, 1>(
      "kernel_3_stride_2_valid");
  expect_depthwise<Over<Kernel<3, 3>, Stride<3, 3>>, 7, 5, 1>("kernel_3_stride_3");
}

TEST_CASE("depthwise_convolution is PyTorch's with kernels 4 and 5 and those not square") {
  expect_depthwise<Over<Kernel<4, 4>, Stride<3, 3>, Dilation<1, 1>, Valid>, 5, 7, 1>(
      "kernel_4_stride_3_valid");
  expect_depthwise<Over<Kernel<5, 5>>, 5, 3, 1>("kernel_5");
  expect_depthwise<Over<Kernel<3, 2>, Stride<1, 2>>, 4, 5, 1>("kernel_3x2_stride_1x2");
}

TEST_CASE("depthwise_convolution is PyTorch's with dilation") {
  using Two = Dilation<2, 2>;
  expect_depthwise<Over<Kernel<3, 3>, Stride<1, 1>, Two>, 5, 4, 1>("kernel_3_dilation_2");
  expect_depthwise<Over<Kernel<2, 2>, Stride<1, 1>, Two, Valid>, 4, 5, 1>(
      "kernel_2_dilation_2_valid");
  expect_depthwise<Over<Kernel<2, 5>, Stride<1, 1>, Dilation<2, 1>>, 4, 3, 1>(
      "kernel_2x5_dilation_2x1");
}

TEST_CASE("depthwise_convolution is PyTorch's of images of a single pixel") {
  expect_depthwise<Over<Kernel<3, 3>>, 1, 1, 2>("one_pixel");
  expect_depthwise<Over<Kernel<4, 4>, Stride<2, 2>>, 1, 1, 3>("one_pixel_stride_2_kernel_4");
}

namespace {

template <class Activation>
void expect_activated(const Activation& activation) {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(40, 3), kernel = scattered(4, 9, 1);
  const Eigen::VectorXd bias = scattered(4, 1, 2);
  const auto in = reshape(constant(workspace, x), shape<5, 4, 2>());
  const auto k = constant(workspace, kernel);
  const auto b = constant(workspace, bias);
  const auto plain = convolved<Over<Kernel<3, 3>>>()(in, k, b);
  const auto activated = convolved<Over<Kernel<3, 3>>>(activation)(in, k, b);
  CHECK(largest_difference(activated.matrix(), activation(plain).matrix()) < 1e-15);
  expect_gradient(over<5, 4, 2>(convolved<Over<Kernel<3, 3>>>(activation)), scattered(80, 3, 3), x,
                  kernel, bias);
}

}  // namespace

TEST_CASE("an activation is what it is on the result, fused or not") {
  expect_activated(Tanh{});
  expect_activated(Sigmoid{});
}

namespace {

/// What a convolution gives of 200 images, and the gradients, with that many threads.
Outcome<float> trained_by(int count) {
  Threads threads(count);
  const Eigen::VectorXf bias = scattered<float>(6, 1, 3);
  const auto f = over<9, 7, 3>(convolved<Over<Kernel<3, 3>, Stride<2, 1>>>(Relu{}));
  return on_tape(f, scattered<float>(5 * 7 * 6, 200, 4),
                 std::tuple{scattered<float>(9 * 7 * 3, 200, 1), scattered<float>(6, 9, 2), bias},
                 &threads);
}

}  // namespace

TEST_CASE("depthwise_convolution has the same bits with 1, 2 and 3 threads") {
  const Outcome<float> alone = trained_by(1);
  CHECK(alone.gradients[1].norm() > 0);
  expect_same_bits(trained_by(2), alone);
  expect_same_bits(trained_by(3), alone);
}

TEST_CASE("an empty batch gives an empty one and gradients of 0") {
  const Eigen::MatrixXd none(12, 0), kernel = scattered(3, 9);
  const Eigen::VectorXd bias = scattered(3, 1);
  const auto f = [](const auto& x, const auto&... p) {
    return sum(over<2, 2, 3>(convolved<Over<Kernel<3, 3>>>())(x, p...));
  };
  const auto result = value_and_gradients(f, none, kernel, bias);
  CHECK(result.value == 0);
  CHECK(result.gradients[1] == Eigen::MatrixXd::Zero(3, 9));
  CHECK(result.gradients[2] == Eigen::Vector3d::Zero());
}

namespace {

/// Samples in the midst of a larger matrix give what their copies give, with that many rows of the
/// kernel.
void expect_strided(Index rows) {
  Workspace<double> workspace;
  const Eigen::MatrixXd kernel = scattered(rows, 9), x = scattered(40, 5);
  const Eigen::VectorXd bias = scattered(rows, 1, 2);
  Strided strided(x);
  const auto apply = [&](const auto& samples) {
    return depthwise_convolution(reshape(samples, Shape<Dynamic, 4, 2>{5, 4, 2}),
                                 constant(workspace, kernel), constant(workspace, bias),
                                 Over<Kernel<3, 3>>{});
  };
  CHECK(same_bits<double>(apply(constant(workspace, strided.block())).matrix(),
                          apply(constant(workspace, x)).matrix()));
}

}  // namespace

TEST_CASE("a strided batch of images gives what its copy gives") {
  expect_strided(2);
  expect_strided(6);
}

TEST_CASE("a kernel or a bias that does not fit the images is refused") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(40, 1);
  const auto call = [&](Index rows, Index columns, Index biases) {
    const Eigen::MatrixXd kernel = scattered(rows, columns);
    const Eigen::VectorXd bias = scattered(biases, 1);
    convolved<Over<Kernel<3, 3>>>()(reshape(constant(workspace, x), shape<5, 4, 2>()),
                                    constant(workspace, kernel), constant(workspace, bias));
  };
  CHECK(message<ShapeError>([&] { call(3, 9, 3); }) ==
        "depthwise_convolution: got a kernel of 3 rows, expected a multiple of the 2 channels");
  CHECK(message<ShapeError>([&] { call(4, 6, 4); }) ==
        "depthwise_convolution: got 6 places of the kernel, expected 9 places of the kernel");
  CHECK(message<ShapeError>([&] { call(4, 9, 2); }) == "depthwise_convolution: got 2, expected 4");
  CHECK_NOTHROW(call(4, 9, 4));
}
