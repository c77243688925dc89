// SPDX-License-Identifier: MIT
#include <eigencoder/layers/independence.hpp>

#include <eigencoder/layers/activation.hpp>
#include <eigencoder/layers/activity_penalty.hpp>
#include <eigencoder/layers/batch_normalization.hpp>
#include <eigencoder/layers/borders.hpp>
#include <eigencoder/layers/conv1d.hpp>
#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/layers/conv2d_transpose.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/depthwise_conv2d.hpp>
#include <eigencoder/layers/kl_sparsity.hpp>
#include <eigencoder/layers/layer_normalization.hpp>
#include <eigencoder/layers/noise.hpp>
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/layers/resize.hpp>
#include <eigencoder/layers/upsampling.hpp>
#include <eigencoder/layers/weight_penalty.hpp>
#include <eigencoder/models/encoder.hpp>
#include <eigencoder/models/sequential.hpp>
#include <eigencoder/operations/reductions.hpp>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// The gradient of the mean square of what a model makes, times a factor, and of its penalties.
Eigen::VectorXd gradient_of(const auto& model, const Eigen::MatrixXd& samples, double factor) {
  Eigen::VectorXd gradient = Eigen::VectorXd::Zero(model.parameters().size());
  Tape<double> tape;
  tape.set_random(1, 0);
  const auto y =
      model.apply(detail::batch(tape, "samples", model.input_shape(), samples), gradient);
  tape.reverse(mean(square(y)), factor);
  return gradient;
}

/// Whether the gradient of five samples is that of two and three, by their shares.
template <class Shape>
bool adds_up(const Shape& shape, const auto&... layers) {
  Encoder model{shape, layers...};
  model.parameters() += 0.1 * scattered(model.parameters().size(), 1, 2);
  const Eigen::MatrixXd samples = scattered(model.input_shape().size(), 5);
  const Eigen::VectorXd all = gradient_of(model, samples, 1);
  const Eigen::VectorXd parts =
      gradient_of(model, samples.leftCols(2), 0.4) + gradient_of(model, samples.rightCols(3), 0.6);
  REQUIRE(all.size() > 0);
  REQUIRE(all.norm() > 0);
  return parts.isApprox(all, 1e-12);
}

bool all_have(const auto&... parts) { return (... && has_independent_samples(parts)); }
bool none_has(const auto&... parts) { return (... && !has_independent_samples(parts)); }

/// An activation that says nothing and does not work on single numbers.
struct Unknown {
  auto operator()(const auto& x) const { return x; }
};

/// Of single numbers in inference, but in training it may do something else.
struct OnlyValue : Unknown {
  auto value(const auto& x) const { return x * x; }
};
/// One of single numbers in training too.
struct Twice : Unknown {
  auto value(const auto& x) const { return x + x; }
  auto slope(const auto& y) const { return 0 * y + 2; }
};

}  // namespace

TEST_CASE("Layers that treat each sample alone say so") {
  CHECK(all_have(Flatten{}, Reshape<2, 2>{}, ZeroPadding2D<1, 1>{}, Cropping2D<1, 1>{},
                 MaxPool2D<2, 2>{}, AveragePool2D<2, 2>{}, GlobalAveragePool2D{}, MaxPool1D<2>{},
                 UpSampling2D<2, 2>{}, UpSampling1D<2>{}, Resize2D<4, 4>{}, LayerNormalization{}));
}

TEST_CASE("Layers with an activation are as independent as that") {
  using Size = Kernel<3, 3>;
  CHECK(all_have(Dense<2>{}, Dense<2, Relu>{}, Conv1D<2, 3>{}, Conv2D<2, Size, Sigmoid>{},
                 Conv2DTranspose<2, Size, Tanh>{}, DepthwiseConv2D<1, Size, Elu>{},
                 Activation{Gelu{}}, Activation{Silu{}}, Activation{Softplus{}},
                 Activation{LeakyRelu{}}, Dense<2, Twice>{}));
  CHECK(none_has(Dense<2, OnlyValue>{}, Dense<2, Unknown>{}, Conv1D<2, 3, Unknown>{},
                 Conv2D<2, Size, Unknown>{}, Conv2DTranspose<2, Size, Unknown>{},
                 DepthwiseConv2D<1, Size, Unknown>{}, Activation{Unknown{}}));
}

TEST_CASE("Layers that look at the whole batch or draw random numbers say nothing") {
  CHECK(none_has(BatchNormalization{}, KLSparsity{}, GaussianNoise{}, FeatureNoise{}, Dropout{},
                 MaskingNoise{}, SaltAndPepperNoise{}));
}

TEST_CASE("Of penalties those are independent that are means, or of weights alone") {
  CHECK(all_have(ActivityL1{}, ActivityL2{}, WeightPenalty{Dense<2>{}, {.l2 = 1}}));
  CHECK(none_has(ActivityL1{1, PenaltyReduction::sum}, ActivityL2{1, PenaltyReduction::sum},
                 WeightPenalty{Dense<2, Unknown>{}, {.l2 = 1}}));
}

TEST_CASE("Layers one after the other are independent if all are") {
  CHECK(all_have(Sequential{Dense<2>{}, Dense<2>{}}));
  CHECK(none_has(Sequential{Dense<2>{}, BatchNormalization{}}));
}

TEST_CASE("What a layer that says so makes of a batch adds up from parts") {
  const Input<double, 6, 6, 2> images{};
  const Input<double, 8> features{};
  const Input<double, 6, 2> signals{};
  const Conv2D<2, Kernel<3, 3>> before{};  // so that gradients pass through what has no parameters
  using Size = Kernel<3, 3>;
  CHECK(adds_up(images, before, Flatten{}));
  CHECK(adds_up(images, before, Reshape<3, 12, 2>{}));
  CHECK(adds_up(images, before, ZeroPadding2D<1, 1>{}));
  CHECK(adds_up(images, before, Cropping2D<1, 1>{}));
  CHECK(adds_up(images, before, MaxPool2D<2, 2>{}));
  CHECK(adds_up(images, before, AveragePool2D<2, 2>{}));
  CHECK(adds_up(images, before, GlobalAveragePool2D{}));
  CHECK(adds_up(images, before, UpSampling2D<2, 2>{}, Conv2D<1, Size, Relu>{}));
  CHECK(adds_up(images, before, Resize2D<4, 9>{}));
  CHECK(adds_up(images, LayerNormalization{}, Conv2DTranspose<2, Size, Tanh>{}));
  CHECK(adds_up(images, DepthwiseConv2D<2, Size, Sigmoid>{}, Activation{Gelu{}}));
  CHECK(adds_up(signals, Conv1D<2, 3, Softplus>{}, MaxPool1D<2>{}, UpSampling1D<3>{}));
  CHECK(adds_up(features, Dense<4, Silu>{}, ActivityL1{0.1}, ActivityL2{0.1}));
  CHECK(adds_up(features, WeightPenalty{Dense<4, Elu>{}, {.l1 = 0.1, .l2 = 0.1}}));
}

TEST_CASE("What a layer that says nothing makes of a batch does not add up") {
  const Input<double, 8> features{};
  CHECK_FALSE(adds_up(features, Dense<4>{}, BatchNormalization{}, Dense<2, Tanh>{}));
  CHECK_FALSE(adds_up(features, Dense<4, Sigmoid>{}, KLSparsity{}));
  CHECK_FALSE(adds_up(features, Dropout{}, Dense<4>{}));
  CHECK_FALSE(adds_up(features, Dense<4>{}, ActivityL1{0.1, PenaltyReduction::sum}));
}
