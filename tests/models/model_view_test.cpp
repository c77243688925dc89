// SPDX-License-Identifier: MIT
#include <eigencoder/models/model_view.hpp>

#include <eigencoder/layers/activation.hpp>
#include <eigencoder/layers/batch_normalization.hpp>
#include <eigencoder/layers/borders.hpp>
#include <eigencoder/layers/conv1d.hpp>
#include <eigencoder/layers/depthwise_conv2d.hpp>
#include <eigencoder/layers/layer_normalization.hpp>
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/layers/resize.hpp>
#include <eigencoder/layers/weight_penalty.hpp>

#include <array>
#include <cstddef>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "support/maxout.hpp"
#include "support/networks.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

constexpr Network network{Input<float, 3>{}, Dense<2, Relu>{}, Dense<1>{}};
constexpr std::array<float, 11> parameters{1, 0, 0, 1, 1, 1, 0, -1, 2, 3, 0.5f};
constexpr ModelView view{network, parameters};

/// A description with no more than a model needs.
struct PlainDescription {
  using Scalar = float;
  auto input_shape() const { return network.input_shape(); }
  auto output_shape() const { return network.output_shape(); }
  void use_workspace(auto& use) const { network.use_workspace(use); }
  auto parameters() const { return network.parameters(); }
  auto stages(const auto& x, const auto& groups) const { return network.stages(x, groups); }
};

/// Memory of so many bytes from a multiple of 64 on, between bytes that nobody may write to.
class Memory {
 public:
  explicit Memory(std::size_t bytes) : lines_(bytes / 64 + 3), bytes_(bytes) {
    for (Line& line : lines_) line.bytes.fill(guard);
  }
  std::span<std::byte> bytes() { return {lines_[1].bytes.data(), bytes_}; }
  bool is_intact() const {
    const std::byte* const first = lines_[1].bytes.data();
    const std::byte* const end = lines_.back().bytes.data() + 64;
    return lines_[0].bytes == Line{}.bytes &&
           std::all_of(first + bytes_, end, [](std::byte b) { return b == guard; });
  }

 private:
  static constexpr std::byte guard{0x5A};
  struct alignas(64) Line {
    std::array<std::byte, 64> bytes = [] {
      std::array<std::byte, 64> all;
      all.fill(guard);
      return all;
    }();
  };
  std::vector<Line> lines_;
  std::size_t bytes_;
};

/// In memory of the size that the view says, a model gives the same bits as in memory of its own,
/// and no more than 256 bytes a layer stay unused; in less than it took, it is refused.
template <class M>
void expect_memory(const M& model, Index layers) {
  using Scalar = typename M::Scalar;
  for (const Index samples : {1, 3, 17}) {
    const auto x = scattered<Scalar>(model.input_shape().size(), samples);
    Memory memory(model.view().workspace_bytes(samples));
    FixedWorkspace<Scalar> workspace(memory.bytes());
    const Eigen::MatrixX<Scalar> y = model.view()(x, workspace);
    CHECK(same_bits<Scalar>(y, model(x)));
    CHECK(memory.bytes().size() - workspace.most() <= static_cast<std::size_t>(256 * layers));
    FixedWorkspace<Scalar> smaller(memory.bytes().first(workspace.most() - 64));
    CHECK(message<ValueError>([&] { model.view()(x, smaller); }) != "nothing was thrown");
    CHECK(memory.is_intact());
  }
}

/// An activation of a user's own, which makes a sigmoid and a product.
struct Swish {
  static constexpr Index results = 2;
  auto operator()(const auto& x) const { return product(x, sigmoid(x)); }
};

}  // namespace

TEST_CASE("a view computes with parameters that lie elsewhere") {
  alignas(64) std::array<std::byte, view.workspace_bytes(2)> memory;
  FixedWorkspace<float> workspace(memory);
  const Eigen::MatrixXf x{{1, 2}, {3, 4}, {5, -9}};
  // relu of (x0 + x2, x1 + x2 - 1), then (2, 3) times that + 0.5
  CHECK(view(x, workspace) == Eigen::RowVector2f(2 * 6 + 3 * 7 + 0.5f, 0.5f));
  STATIC_REQUIRE(view.input_shape() == shape<3>());
  STATIC_REQUIRE(view.output_shape() == shape<1>());
}

TEST_CASE("a view takes plain numbers, one sample after the other") {
  Memory memory(view.workspace_bytes(2));
  FixedWorkspace<float> workspace(memory.bytes());
  const float one[3] = {1, 3, 5};
  const std::array<float, 6> two{1, 3, 5, 2, 4, -9};
  CHECK(view(one, workspace)(0, 0) == 33.5f);
  workspace.clear();
  CHECK(view(two, workspace) == Eigen::RowVector2f(33.5f, 0.5f));
  CHECK(message<ShapeError>([&] { view(std::span(two).first(4), workspace); }) ==
        "model input: got 1 numbers beyond whole samples, expected 0 numbers beyond whole samples");
}

TEST_CASE("a description may give its parameters all at once alone") {
  const PlainDescription plain;
  const Eigen::Vector3f x(1, 2, 3);
  Workspace<float> one, other;
  CHECK(ModelView{plain, parameters}(x, one) == view(x, other));
}

TEST_CASE("a batch of any size gives the bits of its samples alone") {
  const auto model = convolutional_network();
  const Eigen::MatrixXf taller = scattered<float>(790, 300);
  const auto samples = taller.middleRows(3, 784);  // with gaps between them
  Eigen::MatrixXf alone(784, 300);
  for (Index i = 0; i < 300; ++i) alone.col(i) = model(samples.col(i));
  Threads two(2);
  for (Threads* threads : {static_cast<Threads*>(nullptr), &two}) {
    Workspace<float> workspace(threads);
    for (const Index count : {64, 65, 129, 300}) {
      workspace.clear();
      CHECK(same_bits<float>(model(samples.leftCols(count), workspace), alone.leftCols(count)));
      const Eigen::MatrixXf codes = model.encoder(samples.leftCols(count), workspace);
      CHECK(same_bits<float>(model.decoder(codes, workspace), alone.leftCols(count)));
    }
  }
}

TEST_CASE("a large batch takes the memory of a piece, and of its result") {
  const auto model = convolutional_network();
  Workspace<float> workspace;
  model.prepare(workspace, 1000);
  const auto result = static_cast<std::size_t>(4 * 784 * 1000);
  CHECK(workspace.capacity() < result + static_cast<std::size_t>(70 * model.workspace_bytes()));
  const std::size_t before = workspace.capacity();
  for (const Index count : {1000, 999, 128, 65, 64, 63}) {
    workspace.clear();
    model(scattered<float>(784, count), workspace);
  }
  CHECK(workspace.capacity() == before);
}

TEST_CASE("a view wants as many parameters as its description has") {
  CHECK(message<ShapeError>([] { ModelView(network, std::span(parameters).first(10)); }) ==
        "ModelView: got 10 parameters, expected 11 parameters");
}

TEST_CASE("a model has a view, which gives its bits and those of its halves") {
  const auto model = vanilla_network();
  const Eigen::MatrixXf x = scattered<float>(784, 5), codes = scattered<float>(32, 5, 1);
  Workspace<float> workspace;
  CHECK(same_bits<float>(model.view()(x, workspace), model(x)));
  CHECK(same_bits<float>(model.view().encoder(x, workspace), model.encoder(x)));
  CHECK(same_bits<float>(model.view().decoder(codes, workspace), model.decoder(codes)));
}

TEST_CASE("the halves of a view fit into the memory of the whole, one after the other too") {
  const auto model = convolutional_network();
  const std::vector<float> x(2 * 784, 0.25f);
  Memory memory(model.view().workspace_bytes(2));
  FixedWorkspace<float> workspace(memory.bytes());
  const Eigen::MatrixXf whole = model.view()(x, workspace);
  workspace.clear();
  const auto codes = model.view().encoder(x, workspace);
  CHECK(same_bits<float>(model.view().decoder(codes, workspace), whole));
  workspace.clear();
  const std::vector<float> code(392, 0.5f);
  CHECK(model.view().decoder(code, workspace).rows() == 784);
  CHECK(message<ShapeError>([&] { model.view().encoder(std::span(x).first(5), workspace); }) ==
        "encoder input: got 5 numbers beyond whole samples, expected 0 numbers beyond whole "
        "samples");
}

TEST_CASE("autoencoders compute in as much memory as they say") {
  expect_memory(vanilla_network(), 2);
  expect_memory(convolutional_network(), 9);
}

TEST_CASE("layers of images compute in as much memory as they say") {
  expect_memory(Encoder{Input<float, 6, 5, 2>{}, BatchNormalization{},
                        DepthwiseConv2D<2, Kernel<3, 3>, Silu>{}, Resize2D<7, 4, Bicubic>{},
                        LayerNormalization{}, Conv2D<1, Kernel<3, 2>, Gelu>{},
                        Activation{Sigmoid{}}, Reshape<28>{}, Dense<5, Softplus>{}},
                9);
  expect_memory(
      Encoder{Input<double, 4, 4, 8>{}, Conv2DTranspose<9, Kernel<3, 3>, Tanh, Stride<2>>{},
              UpSampling2D<2, 2, Bilinear>{}, AveragePool2D<3, 3>{}, ZeroPadding2D<1, 2>{},
              Cropping2D<1, 1>{}, UpSampling2D<2, 3>{},
              WeightPenalty{Conv2D<1, Kernel<3, 3>>{}, {}}, GlobalAveragePool2D{}},
      9);
}

TEST_CASE(
    "layers of signals, of one's own and in each other compute in as much memory as they say") {
  expect_memory(
      Encoder{Input<float, 12, 3>{}, Conv1D<8, 5>{}, MaxPool1D<2>{}, UpSampling1D<2>{},
              Conv1D<1, 3>{}, Flatten{}, Maxout<7>{}, Dense<4, Swish>{}, Activation{Swish{}}},
      9);
  expect_memory(
      Encoder{Input<float, Dynamic>{9}, Dense<40>{}, Sequential{Activation{Sigmoid{}}, Flatten{}},
              Sequential{Flatten{}, Dense<Dynamic>{30}}, Sequential<>{}, Dense<3>{}, Dense<50>{}},
      8);
}
