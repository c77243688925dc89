// SPDX-License-Identifier: MIT
// What the library makes of the images in FOLDER through the converted weights, beside what Keras
// made of them: see run.
//
//     reconstructions FOLDER
#include <eigencoder/eigencoder.hpp>
#include <eigencoder/io/model_file.hpp>
#include <exception>
#include <filesystem>
#include <iostream>

using namespace eigencoder;

namespace {

auto vanilla() {
  return Autoencoder{Encoder{Input<float, 784>{}, Dense<32, Relu>{}},
                     Decoder{Input<float, 32>{}, Dense<784, Sigmoid>{}}};
}

auto denoising() {
  using Twice = Stride<2, 2>;
  using Size = Kernel<3, 3>;
  return Autoencoder{
      Encoder{Input<float, 28, 28, 1>{}, Conv2D<32, Size, Relu, Twice>{},
              Conv2D<64, Size, Relu, Twice>{}, Flatten{}, Dense<16>{}},
      Decoder{Input<float, 16>{}, Dense<7 * 7 * 64>{}, Reshape<7, 7, 64>{},
              Conv2DTranspose<64, Size, Relu, Twice>{}, Conv2DTranspose<32, Size, Relu, Twice>{},
              Conv2DTranspose<1, Size, Sigmoid>{}}};
}

auto normalized() {
  using Size = Kernel<3, 3>;
  return Autoencoder{
      Encoder{Input<float, 28, 28, 1>{}, Conv2D<8, Size>{}, BatchNormalization{},
              Activation<Relu>{}, MaxPool2D<2, 2>{}, Flatten{}, Dense<16>{}},
      Decoder{Input<float, 16>{}, Dense<14 * 14 * 2>{}, BatchNormalization{}, Activation<Relu>{},
              Reshape<14, 14, 2>{}, UpSampling2D<2, 2>{}, Conv2D<1, Size, Sigmoid>{}}};
}

/// Whether every pixel is within 1e-5 + 1e-5 |Keras's| of Keras's; says the largest difference.
template <class Model>
bool agrees(Model model, const std::filesystem::path& folder, const std::string& name) {
  load_model(folder / (name + ".safetensors"), model);
  const auto images = read_npy<float>(folder / (name + "_input.npy")).columns;
  const auto expected = read_npy<float>(folder / (name + "_output.npy")).columns;
  const Eigen::ArrayXXf error = (model(images) - expected).array().abs();
  std::cout << name << ": " << error.size() << " pixels of " << error.cols() << " images, from "
            << expected.minCoeff() << " to " << expected.maxCoeff() << ", differ by at most "
            << error.maxCoeff() << '\n';
  return error.size() > 0 && (error <= 1e-5f + 1e-5f * expected.array().abs()).all();
}

}  // namespace

int main(int count, char** arguments) try {
  const std::filesystem::path folder = count == 2 ? arguments[1] : ".";
  const int passed = agrees(vanilla(), folder, "vanilla") +
                     agrees(denoising(), folder, "denoising") +
                     agrees(normalized(), folder, "normalized");
  std::cout << passed << " passed, " << 3 - passed << " failed\n";
  return passed == 3 ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
