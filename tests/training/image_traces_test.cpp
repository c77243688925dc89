// SPDX-License-Identifier: MIT
#include <eigencoder/training/trainer.hpp>

#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/layers/conv2d_transpose.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/layers/resize.hpp>
#include <eigencoder/layers/upsampling.hpp>
#include <eigencoder/losses/binary_crossentropy.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "catch.hpp"
#include "golden/image_traces.hpp"
#include "training/digits.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// Trains as tests/golden/image_traces.py does, in its order.
/// @return the larger relative error, of the losses or of the last parameters
template <class Loss, class Order>
double error_of_training(auto& model, const Loss& loss, const golden::Trace& expected,
                         const Dataset<double>& data, const Order& order) {
  Trainer trainer{model, Adam{}, loss};
  std::vector<double> losses;
  while (losses.size() < expected.losses.size())
    losses.push_back(trainer.step(data, order(trainer.steps())));
  return std::max(error_of(losses, expected.losses),
                  error_of(model.parameters(), expected.snapshots.back()));
}

/// The tutorial's loss: on every second pixel.
struct HalfSizeError {
  auto operator()(const auto& y, const auto& t) const {
    const Resize2D<8, 8, Bicubic, Legacy> half;
    return HalfSquaredError{}(half(y), half(t));
  }
};

}  // namespace

TEST_CASE("The convolutional autoencoder walks PyTorch's way") {
  using Pool = MaxPool2D<2, 2>;
  using Up = UpSampling2D<2, 2>;
  using Eight = Conv2D<8, Kernel<3, 3>, Relu>;
  using Sixteen = Conv2D<16, Kernel<3, 3>, Relu>;
  Autoencoder model{Encoder{Input<double, 28, 28, 1>{}, Sixteen{}, Pool{}, Eight{}, Pool{}},
                    Decoder{Input<double, 7, 7, 8>{}, Eight{}, Up{}, Sixteen{}, Up{},
                            Conv2D<1, Kernel<3, 3>, Sigmoid>{}}};
  set_golden_start(model, 0.6);
  const auto order = [](std::int64_t step) { return digits_of_step(step, 128); };
  CHECK(error_of_training(model, BinaryCrossentropy{}, golden::convolutional_trace, digits(),
                          order) < 1e-11);
}

TEST_CASE("A small autoencoder of faces walks PyTorch's way, resizing inside") {
  using Two = Stride<2, 2>;
  Autoencoder model{
      Encoder{Input<double, 16, 16, 1>{}, Resize2D<8, 8, Bicubic, Legacy>{},
              Conv2D<4, Kernel<3, 3>, Relu, Two>{}, Conv2D<6, Kernel<3, 3>, Relu>{}, Flatten{},
              Dense<16, Sigmoid>{}},
      Decoder{Input<double, 16>{}, Reshape<4, 4, 1>{},
              Conv2DTranspose<6, Kernel<3, 3>, Relu, Two>{},
              Conv2DTranspose<4, Kernel<3, 3>, Relu>{}, Conv2DTranspose<1, Kernel<3, 3>, Sigmoid>{},
              Resize2D<16, 16, Bicubic, Legacy>{}}};
  set_golden_start(model, 1.0);
  const Eigen::MatrixXd faces = Eigen::MatrixXd::NullaryExpr(256, 160, [](Index i, Index j) {
    return golden::scattered(static_cast<std::uint64_t>(256 * j + i));
  });
  const auto order = [](std::int64_t step) {
    std::vector<Index> which(8);
    std::iota(which.begin(), which.end(), 8 * step);
    return which;
  };
  CHECK(error_of_training(model, HalfSizeError{}, golden::faces_trace, faces, order) < 1e-11);
}
