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
#include <eigencoder/models/sequential.hpp>

#include "catch.hpp"

using namespace eigencoder;

namespace {

bool all_have(const auto&... parts) { return (... && has_independent_samples(parts)); }
bool none_has(const auto&... parts) { return (... && !has_independent_samples(parts)); }

/// An activation that says nothing and does not work on single numbers.
struct Unknown {
  auto operator()(const auto& x) const { return x; }
};

/// One of single numbers.
struct Square {
  auto value(const auto& x) const { return x * x; }
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
                 Activation{LeakyRelu{}}, Dense<2, Square>{}));
  CHECK(none_has(Dense<2, Unknown>{}, Conv1D<2, 3, Unknown>{}, Conv2D<2, Size, Unknown>{},
                 Conv2DTranspose<2, Size, Unknown>{}, DepthwiseConv2D<1, Size, Unknown>{},
                 Activation{Unknown{}}));
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
