// SPDX-License-Identifier: MIT
#include <eigencoder/models/summary.hpp>

#include <eigencoder/layers/dense.hpp>

#include "catch.hpp"

using namespace eigencoder;

namespace {

/// Features to a code to features.
template <class Scalar, Index Features, Index Code>
auto vanilla() {
  return Autoencoder{Encoder{Input<Scalar, Features>{}, Dense<Code, Relu>{}},
                     Decoder{Input<Scalar, Code>{}, Dense<Features, Sigmoid>{}}};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the summary of an autoencoder shows its layers, its parameters and its code") {
  CHECK(summary(vanilla<float, 784, 32>()) ==
        R"(Layer                        Output shape  Parameters
-----------------------------------------------------
encoder input                784 x n                0
  encoder.0.dense (relu)     32 x n            25,120
decoder input                32 x n                 0
  decoder.0.dense (sigmoid)  784 x n           25,872
-----------------------------------------------------
Total parameters  50,992 (199.19 KB)
Trainable         50,992 (199.19 KB)
Non-trainable     0 (0 B)
Workspace         3.19 KB a sample
Code length       32
Compression       24.50
)");
}

TEST_CASE("the summary of a deep autoencoder has a row for each layer") {
  const Autoencoder model{
      Encoder{Input<float, 784>{}, Dense<128, Relu>{}, Dense<64, Relu>{}, Dense<32, Relu>{}},
      Decoder{Input<float, 32>{}, Dense<64, Relu>{}, Dense<128, Relu>{}, Dense<784, Sigmoid>{}}};
  CHECK(summary(model) == R"(Layer                        Output shape  Parameters
-----------------------------------------------------
encoder input                784 x n                0
  encoder.0.dense (relu)     128 x n          100,480
  encoder.1.dense (relu)     64 x n             8,256
  encoder.2.dense (relu)     32 x n             2,080
decoder input                32 x n                 0
  decoder.0.dense (relu)     64 x n             2,112
  decoder.1.dense (relu)     128 x n            8,320
  decoder.2.dense (sigmoid)  784 x n          101,136
-----------------------------------------------------
Total parameters  222,384 (868.69 KB)
Trainable         222,384 (868.69 KB)
Non-trainable     0 (0 B)
Workspace         3.69 KB a sample
Code length       32
Compression       24.50
)");
}

namespace {

/// A layer without an activation or parameters.
struct MeanOfImage {
  constexpr auto output(auto /*in*/) const { return shape<1>(); }
  constexpr auto parameters(auto /*in*/) const { return std::tuple{}; }
};

}  // namespace

TEST_CASE("the summary of an encoder alone shows images and a layer of one's own") {
  CHECK(summary(Encoder{Input<float, 28, 28, 1>{}, MeanOfImage{}, Dense<3>{}}) ==
        R"(Layer               Output shape     Parameters
-----------------------------------------------
input               28 x 28 x 1 x n           0
  0.mean_of_image   1 x n                     0
  1.dense (linear)  3 x n                     6
-----------------------------------------------
Total parameters  6 (24 B)
Trainable         6 (24 B)
Non-trainable     0 (0 B)
Workspace         16 B a sample
)");
}

TEST_CASE("the summary counts frozen parameters as not trainable") {
  auto model = vanilla<float, 784, 32>();
  model.freeze("decoder.0.dense.kernel");
  CHECK(contains(summary(model),
                 "Total parameters  50,992 (199.19 KB)\n"
                 "Trainable         25,904 (101.19 KB)\n"
                 "Non-trainable     25,088 (98.00 KB)\n"));
}

TEST_CASE("the summary measures memory in the scalar of the model") {
  CHECK(contains(summary(vanilla<float, 2, 8>()), "Total parameters  42 (168 B)\n"));
  CHECK(contains(summary(vanilla<double, 2, 8>()), "Total parameters  42 (336 B)\n"));
  CHECK(contains(summary(vanilla<float, 784, 1000>()), "Total parameters  1,569,784 (5.99 MB)\n"));
}

TEST_CASE("a code wider than a sample compresses less than once") {
  CHECK(contains(summary(vanilla<float, 2, 8>()), "Code length       8\nCompression       0.25\n"));
}

TEST_CASE("a nested Sequential is one row") {
  const Encoder model{Input<float, 4>{}, Sequential{Dense<3>{}, Dense<2>{}}};
  CHECK(contains(summary(model), "\n  0.sequential  2 x n                 23\n"));
}
