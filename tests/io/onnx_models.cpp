// SPDX-License-Identifier: MIT
// Writes into a folder each bundled network and a small one of each layer as ONNX, with 100 random
// samples and what the library makes of them, for run_onnx.mjs:
//
//   NAME.onnx, NAME.input, NAME.output    the last two float, sample after sample
//   models.txt                            a line each: NAME; extents in; extents out
#include <eigencoder/io/onnx.hpp>

#include <eigencoder/core/random.hpp>

#include <fstream>
#include <iostream>

#include "support/matrices.hpp"
#include "support/networks.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// Biases, scales and statistics as if trained: none is as it was, and variances are positive.
template <class M>
M trained(M model) {
  std::uint64_t seed = 0;
  for (const ParameterInfo& p : model.parameter_list()) {
    if (p.columns > 1) continue;
    const auto numbers = scattered<typename M::Scalar>(p.rows, 1, ++seed);
    const bool positive = p.name.ends_with("gamma") || p.name.ends_with("variance");
    model.parameter(p.name).array() = numbers.array() / 2 + (positive ? 1 : 0);
  }
  return model;
}

class Folder {
 public:
  explicit Folder(const std::filesystem::path& path) : path_(path) {
    std::filesystem::create_directories(path);
    list_.open(path / "models.txt");
    list_.exceptions(std::ios::failbit | std::ios::badbit);
  }

  /// A network of any scalar, in inference.
  template <class Description>
  void add(const std::string& name, const Model<Description>& untrained) {
    using Scalar = typename Description::Scalar;
    const Model<Description> model = trained(untrained);
    export_onnx(path_ / (name + ".onnx"), model);
    const Index features = model.input_shape().size();
    const Eigen::MatrixX<Scalar> samples = scattered<Scalar>(features, 100, 1);
    write(name + ".input", samples.template cast<float>());
    write(name + ".output", model(samples).template cast<float>());
    list_ << name << "; " << model.input_shape() << "; " << model.output_shape() << std::endl;
  }

  /// An autoencoder, and its halves.
  template <class E, class D>
  void add_halves(const std::string& name, const Autoencoder<E, D>& model) {
    add(name, model);
    add(name + "_encoder", model.encoder());
    add(name + "_decoder", model.decoder());
  }

 private:
  void write(const std::string& name, const Eigen::MatrixXf& numbers) const {
    std::ofstream file(path_ / name, std::ios::binary);
    file.exceptions(std::ios::failbit | std::ios::badbit);
    file.write(reinterpret_cast<const char*>(numbers.data()),
               static_cast<std::streamsize>(sizeof(float)) * numbers.size());
  }

  std::filesystem::path path_;
  std::ofstream list_;
};

void add_bundled(Folder& folder) {
  folder.add_halves("quickstart", quickstart_network());
  folder.add_halves("vanilla", vanilla_network());
  folder.add_halves("sparse", sparse_network());
  folder.add_halves("deep", deep_network());
  folder.add_halves("code2d", code2d_network());
  folder.add_halves("denoising", deep_network(GaussianNoise{0.5}));
  folder.add_halves("denoising_conv", denoising_network(GaussianNoise{0.5}));
  folder.add_halves("convolutional", convolutional_network());
  folder.add_halves("keras_blog", keras_blog_network());
  folder.add_halves("faces", faces_network());
  folder.add_halves("faces_with_code", faces_network_with_code(20));
  folder.add_halves("faces_full_size", full_size_network(20));
}

void add_activations(Folder& folder) {
  const Input<float, 6> in{};
  folder.add("activations", Encoder{in, Dense<9, LeakyRelu>{.activation = {0.2}}, Dense<8, Elu>{},
                                    Dense<7, Tanh>{}, Dense<6>{}});
  folder.add("smooth_activations", Encoder{in, Dense<9, Softplus>{}, Dense<8, Silu>{},
                                           Dense<7, Gelu>{}, Dense<6, Sigmoid>{}});
  folder.add("activation_of_images", Encoder{Input<float, 3, 4, 2>{}, Activation{Gelu{}}});
}

void add_feature_layers(Folder& folder) {
  folder.add("normalizations",
             Encoder{Input<float, 6>{}, BatchNormalization{}, LayerNormalization{}});
  folder.add("normalizations_of_images",
             Encoder{Input<float, 3, 4, 2>{}, LayerNormalization{.epsilon = 0.01},
                     BatchNormalization{.epsilon = 0.01}});
  folder.add("nothing_in_inference",
             Encoder{Input<float, 3>{}, ActivityL1{}, ActivityL2{}, KLSparsity{}, GaussianNoise{},
                     FeatureNoise{{1, 2, 3}}, Dropout{}, MaskingNoise{}, SaltAndPepperNoise{}});
  folder.add("nested", Encoder{Input<float, 5>{}, Sequential{Dense<4, Relu>{}, Dense<3, Tanh>{}},
                               WeightPenalty{Dense<2>{}, {.l2 = 1}}});
  folder.add("double", Encoder{Input<double, 5>{}, Dense<4, Tanh>{}, Dense<3>{}});
  folder.add("dynamic",
             Encoder{Input<float, Dynamic, Dynamic, 2>{5, 4, 2}, Conv2D<3, Kernel<3, 3>>{},
                     MaxPool2D<2, 2>{}, Flatten{}, Dense<Dynamic>{7}});
}

/// Over images whose sides differ and that strides do not divide.
void add_convolutions(Folder& folder) {
  const Input<float, 7, 6, 3> in{};
  using Wide = Kernel<2, 3>;
  folder.add("conv", Encoder{in, Conv2D<4, Wide, Relu>{}, Conv2D<2, Kernel<4, 1>>{}});
  folder.add("conv_strides", Encoder{in, Conv2D<4, Wide, Tanh, Stride<2, 4>>{}});
  folder.add("conv_valid", Encoder{in, Conv2D<4, Wide, Tanh, Valid, Stride<2, 1>>{}});
  folder.add("conv_dilated", Encoder{in, Conv2D<4, Wide, Tanh, Dilation<3, 2>>{}});
  folder.add("depthwise", Encoder{in, DepthwiseConv2D<1, Kernel<3, 3>, Relu>{},
                                  DepthwiseConv2D<2, Wide, Tanh, Stride<2, 2>>{},
                                  DepthwiseConv2D<1, Kernel<2, 2>, Tanh, Valid>{}});
  folder.add("conv1d", Encoder{Input<float, 9, 2>{}, Conv1D<3, 4, Relu>{},
                               Conv1D<4, 3, Tanh, Stride<2>>{}, Conv1D<2, 2, Tanh, Valid>{}});
}

void add_transposed_convolutions(Folder& folder) {
  const Input<float, 4, 3, 2> in{};
  using Three = Kernel<3, 3>;
  using Wide = Kernel<2, 3>;
  folder.add("transposed", Encoder{in, Conv2DTranspose<3, Kernel<5, 4>, Tanh>{}});
  folder.add("transposed_strides", Encoder{in, Conv2DTranspose<3, Three, Tanh, Stride<2, 3>>{}});
  folder.add("transposed_gaps",
             Encoder{in, Conv2DTranspose<3, Kernel<2, 1>, Tanh, Stride<3, 2>>{}});
  folder.add("transposed_valid",
             Encoder{in, Conv2DTranspose<3, Three, Tanh, Stride<2, 4>, Valid>{}});
  folder.add("transposed_dilated", Encoder{in, Conv2DTranspose<3, Wide, Tanh, Dilation<2, 3>>{}});
  folder.add("transposed_padded",
             Encoder{in, Conv2DTranspose<3, Three, Tanh, Stride<2, 3>, OutputPadding<1, 0>>{}});
  folder.add(
      "transposed_valid_padded",
      Encoder{in, Conv2DTranspose<3, Wide, Tanh, Stride<2, 3>, Valid, OutputPadding<1, 2>>{}});
}

void add_pools_and_borders(Folder& folder) {
  const Input<float, 7, 6, 3> in{};
  folder.add("max_pool", Encoder{in, MaxPool2D<2, 3>{}, MaxPool2D<3, 2, Stride<2, 1>>{}});
  folder.add("max_pool_valid", Encoder{in, MaxPool2D<3, 2, Valid, Stride<1, 3>>{}});
  folder.add("average_pool",
             Encoder{in, AveragePool2D<2, 4>{}, AveragePool2D<3, 2, Stride<2, 1>>{}});
  folder.add("average_pool_valid", Encoder{in, AveragePool2D<3, 2, Valid, Stride<1, 3>>{}});
  folder.add("global_average_pool", Encoder{in, GlobalAveragePool2D{}, Dense<2>{}});
  folder.add("max_pool1d",
             Encoder{Input<float, 9, 2>{}, MaxPool1D<2>{}, MaxPool1D<3, Stride<2>, Valid>{}});
  folder.add("borders", Encoder{in, ZeroPadding2D<0, 1, 2, 0>{}, Cropping2D<2, 1, 0, 3>{}});
  folder.add("reshape", Encoder{in, Reshape<6, 21>{}, Reshape<3, 7, 6>{}, Conv2D<2, Kernel<2, 2>>{},
                                Flatten{}});
}

void add_resizing(Folder& folder) {
  const Input<float, 9, 12, 2> in{};
  folder.add("up_sampling", Encoder{in, UpSampling2D<3, 2>{}});
  folder.add("up_sampling_bilinear", Encoder{in, UpSampling2D<3, 2, Bilinear>{}});
  folder.add("up_sampling_bicubic", Encoder{in, UpSampling2D<2, 3, Bicubic>{}});
  folder.add("up_sampling1d", Encoder{Input<float, 5, 2>{}, UpSampling1D<3>{}});
  folder.add("resize_nearest", Encoder{in, Resize2D<3, 1, Nearest>{}});
  folder.add("resize_nearest_legacy", Encoder{in, Resize2D<3, 17, Nearest, Legacy>{}});
  folder.add("resize_bilinear", Encoder{in, Resize2D<7, 17>{}});
  folder.add("resize_bilinear_legacy", Encoder{in, Resize2D<17, 7, Bilinear, Legacy>{}});
  folder.add("resize_bicubic", Encoder{in, Resize2D<7, 17, Bicubic>{}});
  folder.add("resize_bicubic_legacy", Encoder{in, Resize2D<17, 7, Bicubic, Legacy>{}});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: " << argv[0] << " FOLDER\n";
    return 1;
  }
  Folder folder(argv[1]);
  add_bundled(folder);
  add_activations(folder);
  add_feature_layers(folder);
  add_convolutions(folder);
  add_transposed_convolutions(folder);
  add_pools_and_borders(folder);
  add_resizing(folder);
}
