// SPDX-License-Identifier: MIT
#include "support/allocations.hpp"

#include <eigencoder/training/trainer.hpp>

#include <eigencoder/layers/batch_normalization.hpp>
#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/layers/conv2d_transpose.hpp>
#include <eigencoder/layers/depthwise_conv2d.hpp>
#include <eigencoder/layers/layer_normalization.hpp>
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/layers/resize.hpp>
#include <eigencoder/layers/upsampling.hpp>
#include <eigencoder/losses/binary_crossentropy.hpp>
#include <eigencoder/optimizers/adadelta.hpp>

#include <array>
#include <cstddef>
#include <new>
#include <vector>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "support/networks.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

const std::array<Index, 40> many = [] {
  std::array<Index, 40> which{};
  for (std::size_t i = 0; i < which.size(); ++i) which[i] = static_cast<Index>(3 * i);
  return which;
}();
const std::span few = std::span(many).first(7);

/// After a step of 40 samples, further steps of 40 and of 7 take nothing.
template <class Model>
void expect_steps_without_memory(Model model, int threads) {
  using Scalar = typename Model::Scalar;
  const Index features = model.input_shape().size();
  const Eigen::MatrixX<Scalar> inputs = scattered<Scalar>(features, 120).cwiseAbs();
  const Eigen::MatrixX<Scalar> targets = scattered<Scalar>(features, 120, 1).cwiseAbs();
  const Dataset<Scalar> data{inputs, targets};
  Trainer trainer{model, Adadelta{}, BinaryCrossentropy{}, {.threads = threads}};
  CHECK(!takes_nothing([&] { trainer.step(data, many); }));
  CHECK(takes_nothing([&] {
    trainer.step(data, many);
    trainer.step(data, few);
    trainer.step(data, many);
  }));
}

}  // namespace

TEST_CASE("What C++ and Eigen take is counted") {
  CHECK(takes_nothing([] {}));
  CHECK(!takes_nothing([] { std::vector<int>(100); }));
  CHECK(!takes_nothing([] { Eigen::VectorXd::Zero(100).eval(); }));
  CHECK(!takes_nothing(
      [] { ::operator delete (::operator new (64, std::align_val_t{64}), std::align_val_t{64}); }));
}

TEST_CASE("After the first step no step takes memory from the system") {
  for (const int threads : {1, 2}) {
    INFO(threads << " threads");
    expect_steps_without_memory(autoencoder<float, 784, 32, Sigmoid>(), threads);
    expect_steps_without_memory(dynamic_autoencoder<double, Sigmoid>(300, 40), threads);
  }
}

TEST_CASE("A step of images with state takes no memory either") {
  const Encoder model{Input<float, 8, 4, 2>{}, BatchNormalization{}, LayerNormalization{},
                      DepthwiseConv2D<2, Kernel<3, 3>, Sigmoid, Stride<2, 1>>{}};
  expect_steps_without_memory(model, 1);
  expect_steps_without_memory(model, 2);
}

TEST_CASE("A step of convolutions takes no memory either") {
  const Encoder model{Input<float, 8, 8, 1>{},
                      Conv2D<4, Kernel<3, 3>, Relu, Stride<2>>{},
                      MaxPool2D<2, 2>{},
                      Conv2DTranspose<3, Kernel<3, 3>, Relu, Stride<2>>{},
                      UpSampling2D<2, 2>{},
                      Resize2D<8, 8>{},
                      Conv2D<1, Kernel<3, 3>, Sigmoid>{}};
  expect_steps_without_memory(model, 1);
  expect_steps_without_memory(model, 2);
}

TEST_CASE("A step of a batch in parts takes no memory either") {
  for (const int threads : {1, 2, 3}) expect_steps_without_memory(convolutional_network(), threads);
}

TEST_CASE("Inference in a prepared workspace takes no memory, from the first call on") {
  const Autoencoder model{
      Encoder{Input<float, 8, 8, 1>{}, Conv2D<4, Kernel<3, 3>, Relu, Stride<2>>{},
              Resize2D<6, 6, Bicubic>{}, DepthwiseConv2D<1, Kernel<3, 3>>{}, Flatten{},
              Dense<5, Gelu>{}},
      Decoder{Input<float, 5>{}, Dense<16, Relu>{}, Reshape<4, 4, 1>{},
              Conv2DTranspose<1, Kernel<3, 3>, Sigmoid, Stride<2>>{}}};
  const Eigen::MatrixXf samples = scattered<float>(64, 40), codes = scattered<float>(5, 40);
  for (const int count : {1, 2}) {
    Threads threads(count);
    Workspace<float> workspace(&threads);
    model.prepare(workspace, 40);
    CHECK(takes_nothing([&] {
      model(samples, workspace);
      workspace.clear();
      model(samples.col(0), workspace);
      workspace.clear();
      model.encoder(samples, workspace);
      workspace.clear();
      model.decoder(codes, workspace);
    }));
  }
}

TEST_CASE("Within an epoch, a fit takes no memory from its second batch on") {
  SmallRun<> run;
  const Eigen::MatrixXd data = scattered(2, 50);
  std::array<Taken, 14> taken;
  const auto note = [&](const Progress& p) {
    taken[static_cast<std::size_t>(7 * p.epoch + p.batch - 8)] = {};
  };
  const FitOptions<double> options{
      .epochs = 2, .batch_size = 8, .callbacks = {{.batch_end = note}}};
  Eigen::internal::set_is_malloc_allowed(false);
  run.trainer.fit(data, options);
  Eigen::internal::set_is_malloc_allowed(true);
  for (std::size_t i = 2; i < 14; ++i) {
    INFO("batch " << i);
    CHECK((taken[i] == taken[i - 1] || i == 7));
  }
}
