// SPDX-License-Identifier: MIT
// writer FOLDER: writes models as headers, and what they make of samples, for reader.cpp.
#include <eigencoder/io/header_file.hpp>

#include <eigencoder/models/encoder.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include "support/matrices.hpp"
#include "support/maxout.hpp"
#include "support/networks.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

template <class Scalar>
void write_array(NewFile& file, const std::string& name, const Eigen::MatrixX<Scalar>& numbers) {
  std::string list;
  for (const Scalar number : numbers.reshaped()) list += detail::literal(number) + ",\n";
  file.write(
      text("inline constexpr ", detail::scalar_name<Scalar>, ' ', name, "[] = {\n", list, "};\n"));
}

template <class M>
void write(const std::filesystem::path& folder, const std::string& name, const M& model) {
  using Scalar = typename M::Scalar;
  const Eigen::MatrixX<Scalar> samples =
      scattered<Scalar>(model.input_shape().size(), 3).cwiseAbs();
  write_header(model, folder / (name + ".hpp"), {.name = name, .includes = {"support/maxout.hpp"}});
  NewFile file(folder / (name + "_numbers.hpp"));
  file.write("#pragma once\nnamespace " + name + " {\n");
  write_array<Scalar>(file, "samples", samples);
  write_array<Scalar>(file, "outputs", model(samples));
  if constexpr (requires { model.code_shape(); })
    write_array<Scalar>(file, "codes", model.encoder(samples));
  file.write("}\n");
  file.commit();
}

/// Layers with members, some that matter in training alone, and one of a user's own.
auto mixed_network() {
  Encoder model{Input<double, 4, 5, 2>{},
                BatchNormalization{.epsilon = 0.125, .momentum = 0.5},
                UpSampling2D<2, 2>{},
                GaussianNoise{.sigma = 0.25},
                Conv2D<3, Kernel<3, 3>, LeakyRelu>{.activation = {.slope_below = 0.0625}},
                UpSampling2D<2, 1>{},
                WeightPenalty{Conv2D<2, Kernel<3, 3>, Elu>{}, {.l2 = 0.5}},
                Flatten{},
                FeatureNoise{std::vector<double>(320, 0.5)},
                Sequential{Dense<Dynamic, LeakyRelu>{.units = 6, .activation = {0.1}},
                           LayerNormalization{.epsilon = 1e-5}},
                Maxout<5>{},
                Dropout{},
                Activation{Sigmoid{}}};
  model.parameters() = scattered(model.parameters().size(), 1, 1).cwiseAbs();
  return model;
}

}  // namespace

int main(int /*count*/, char** arguments) {
  const std::filesystem::path folder = arguments[1];
  std::filesystem::create_directories(folder);
  write(folder, "vanilla", vanilla_network());
  write(folder, "convolutional", convolutional_network());
  write(folder, "mixed", mixed_network());
}
