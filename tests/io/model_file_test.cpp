// SPDX-License-Identifier: MIT
#include <eigencoder/io/model_file.hpp>

#include <eigencoder/layers/batch_normalization.hpp>
#include <eigencoder/layers/conv1d.hpp>
#include <eigencoder/layers/conv2d_transpose.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/depthwise_conv2d.hpp>
#include <eigencoder/layers/reshape.hpp>

#include <limits>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"
#include "temporary_folder.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

using Extents = std::vector<Index>;

/// With a kernel of each kind, and state.
template <class Scalar = float>
auto images_model() {
  return Encoder{Input<Scalar, 4, 6, 2>{},
                 Conv2D<3, Kernel<3, 2>, Relu>{},
                 BatchNormalization{},
                 DepthwiseConv2D<2, Kernel<2, 3>>{},
                 Conv2DTranspose<5, Kernel<3, 1>>{},
                 Flatten{},
                 Dense<7, Tanh>{}};
}

template <class Scalar = float, Index Code = 3>
auto vector_model() {
  return Autoencoder{Encoder{Input<Scalar, 8>{}, Dense<Code, Relu>{}},
                     Decoder{Input<Scalar, Code>{}, Dense<8, Sigmoid>{}}};
}

template <class M>
M with_seed(M model, std::uint64_t seed) {
  model.parameters() = scattered<typename M::Scalar>(model.parameters().size(), 1, seed);
  return model;
}

/// Loading fails with this behind the path, and leaves the model as it was.
template <class M>
std::string refusal(const std::filesystem::path& path, const M& model, bool self_test = false) {
  M after = model;
  const std::string error =
      message<FileError>([&] { load_model(path, after, {.self_test = self_test}); });
  CHECK(same_bits<typename M::Scalar>(after.parameters(), model.parameters()));
  const std::string start = path.string() + ": ";
  return error.starts_with(start) ? error.substr(start.size()) : error;
}

}  // namespace

TEST_CASE("a model is loaded with the bits that were saved, in either order of axes") {
  const TemporaryFolder folder;
  for (const Orientation orientation : {Orientation::keras, Orientation::pytorch}) {
    const auto saved = with_seed(images_model(), 1);
    save_model(folder / "model", saved, {.orientation = orientation});
    auto loaded = with_seed(images_model(), 2);
    load_model(folder / "model", loaded);
    CHECK(loaded == saved);
  }
}

TEST_CASE("arrays have Keras's extents, in the order in memory") {
  const TemporaryFolder folder;
  const auto model = with_seed(images_model(), 1);
  save_model(folder / "model", model);
  SafetensorsReader file(folder / "model");
  const auto shape = [&](const char* name) { return file.find(name)->shape; };
  CHECK(shape("0.conv2d.kernel") == Extents{3, 2, 2, 3});
  CHECK(shape("0.conv2d.bias") == Extents{3});
  CHECK(shape("1.batch_normalization.moving_variance") == Extents{3});
  CHECK(shape("2.depthwise_conv2d.kernel") == Extents{2, 3, 3, 2});
  CHECK(shape("3.conv2d_transpose.kernel") == Extents{3, 1, 5, 6});
  CHECK(shape("5.dense.kernel") == Extents{120, 7});
  Eigen::VectorXf all(model.parameters().size());
  for (const TensorInfo& t : file.tensors())
    file.read(t, all.data() + static_cast<Index>(t.begin / sizeof(float)));
  CHECK(same_bits<float>(all, model.parameters()));
}

TEST_CASE("arrays have PyTorch's extents and order when asked for") {
  const TemporaryFolder folder;
  const auto model = with_seed(images_model(), 1);
  save_model(folder / "model", model, {.orientation = Orientation::pytorch});
  SafetensorsReader file(folder / "model");
  const auto read = [&](const char* name, const Extents& shape) {
    CHECK(file.find(name)->shape == shape);
    Eigen::VectorXf numbers(file.find(name)->size());
    file.read(*file.find(name), numbers.data());
    return numbers;
  };
  // Of each the number at [2][1][0][1], or as far as there are axes.
  const auto conv = read("0.conv2d.kernel", {3, 2, 3, 2});
  CHECK(conv(((2 * 2 + 1) * 3 + 0) * 2 + 1) ==
        model.parameter("0.conv2d.kernel")(2, (0 * 2 + 1) * 2 + 1));
  const auto depthwise = read("2.depthwise_conv2d.kernel", {6, 1, 2, 3});
  CHECK(depthwise((2 * 2 + 0) * 3 + 1) ==
        model.parameter("2.depthwise_conv2d.kernel")(2, 0 * 3 + 1));
  const auto transposed = read("3.conv2d_transpose.kernel", {6, 5, 3, 1});
  CHECK(transposed((2 * 5 + 1) * 3 + 2) ==
        model.parameter("3.conv2d_transpose.kernel")(2, 2 * 5 + 1));
  const auto dense = read("5.dense.kernel", {7, 120});
  CHECK(dense(2 * 120 + 1) == model.parameter("5.dense.kernel")(2, 1));
}

TEST_CASE("the kernel of signals has three axes") {
  const TemporaryFolder folder;
  const Encoder model{Input<float, 9, 2>{}, Conv1D<4, 3>{}};
  save_model(folder / "model", model);
  CHECK(SafetensorsReader(folder / "model").find("0.conv1d.kernel")->shape == Extents{3, 2, 4});
  save_model(folder / "model", model, {.orientation = Orientation::pytorch});
  CHECK(SafetensorsReader(folder / "model").find("0.conv1d.kernel")->shape == Extents{4, 2, 3});
}

TEST_CASE("a file says what the model is, and of which version and orientation") {
  const TemporaryFolder folder;
  save_model(folder / "model", vector_model(), {.orientation = Orientation::pytorch});
  const SafetensorsReader file(folder / "model");
  CHECK(file.metadata().at("orientation") == "pytorch");
  CHECK(file.metadata().at("eigencoder") == text(EIGENCODER_VERSION_MAJOR, '.',
                                                 EIGENCODER_VERSION_MINOR, '.',
                                                 EIGENCODER_VERSION_PATCH));
  CHECK(file.metadata().at("architecture") ==
        R"([{"input":[8]},{"name":"encoder.0.dense","activation":"relu","output":[3]},)"
        R"({"input":[3]},{"name":"decoder.0.dense","activation":"sigmoid","output":[8]}])");
}

TEST_CASE("a file that does not fit the model is refused with the first difference") {
  const TemporaryFolder folder;
  save_model(folder / "three", vector_model<float, 3>());
  CHECK(refusal(folder / "three", vector_model<float, 4>()) ==
        "encoder.0.dense.kernel: got 8 x 3 in the file, expected 8 x 4, as the model has it");
  save_model(folder / "turned", vector_model<float, 3>(), {.orientation = Orientation::pytorch});
  CHECK(refusal(folder / "turned", vector_model<float, 4>()) ==
        "encoder.0.dense.kernel: got 3 x 8 in the file, expected 4 x 8, as the model has it");
  CHECK(refusal(folder / "three", images_model()) ==
        "0.conv2d.kernel: got a file without it, expected 3 x 2 x 2 x 3, as the model has it");
  const Encoder shallow{Input<float, 8>{}, Dense<3>{}};
  const Encoder deep{Input<float, 8>{}, Dense<3>{}, Dense<2>{}};
  save_model(folder / "deep", deep);
  CHECK(refusal(folder / "deep", shallow) ==
        "1.dense.kernel: got 3 x 2 in the file, expected no more than the model has");
}

TEST_CASE("a file that says an orientation that there is not is refused") {
  const TemporaryFolder folder;
  write_safetensors(folder / "model", {}, {{"orientation", "matlab"}});
  CHECK(refusal(folder / "model", vector_model()) ==
        "got orientation \"matlab\", expected keras or pytorch");
}

TEST_CASE("a model of float takes the numbers of one of double, rounded, and the other way") {
  const TemporaryFolder folder;
  const auto of_double = with_seed(vector_model<double>(), 1);
  save_model(folder / "double", of_double);
  auto of_float = vector_model<float>();
  load_model(folder / "double", of_float);
  CHECK(of_float.parameters() == of_double.parameters().cast<float>());
  save_model(folder / "float", of_float, {.orientation = Orientation::pytorch});
  auto back = vector_model<double>();
  load_model(folder / "float", back);
  CHECK(back.parameters() == of_float.parameters().cast<double>());
}

TEST_CASE("a file cut short leaves the model as it was") {
  const TemporaryFolder folder;
  save_model(folder / "whole", vector_model());
  const Bytes whole = bytes_of(folder / "whole");
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    const auto path =
        folder.write("short", Bytes(whole.begin(), whole.begin() + static_cast<long>(size)));
    CHECK(refusal(path, with_seed(vector_model(), 3)) != "nothing was thrown");
  }
}

TEST_CASE("a self-test passes in a model that was saved, and needs samples in the file") {
  const TemporaryFolder folder;
  for (const Orientation orientation : {Orientation::keras, Orientation::pytorch}) {
    const auto saved = with_seed(vector_model(), 1);
    save_model(folder / "model", saved, {orientation, scattered<float>(8, 4)});
    auto loaded = vector_model();
    load_model(folder / "model", loaded, {.self_test = true});
    CHECK(loaded == saved);
  }
  save_model(folder / "model", vector_model());
  CHECK(refusal(folder / "model", vector_model(), true) ==
        "got a file without self_test.input, expected a model saved with self_test_samples");
}

TEST_CASE("a self-test refuses a model of another activation, which no extent shows") {
  const TemporaryFolder folder;
  const Encoder sigmoid{Input<float, 4>{}, Dense<2, Sigmoid>{}};
  const Encoder tanh{Input<float, 4>{}, Dense<2, Tanh>{}};
  save_model(folder / "model", sigmoid, {.self_test_samples = Eigen::MatrixXf::Zero(4, 1)});
  CHECK(refusal(folder / "model", tanh, true) ==
        "self test, sample 0, feature 0: got 0 by the model, expected 0.5 as in the file");
}

TEST_CASE("a self-test of no samples is none") {
  const TemporaryFolder folder;
  const Encoder model{Input<float, 1>{}, Dense<1>{}};
  const float number = 0;
  write_safetensors(folder / "model",
                    {{"0.dense.kernel", {1, 1}, &number},
                     {"0.dense.bias", {1}, &number},
                     {"self_test.input", {0, 1}, &number},
                     {"self_test.output", {0, 1}, &number}},
                    {});
  CHECK(refusal(folder / "model", model, true) ==
        "self_test.input: got 0 x 1, expected n x 1 with n of at least 1");
}

TEST_CASE("weights that are NaN load as they are, and a self-test refuses them") {
  const TemporaryFolder folder;
  auto saved = with_seed(vector_model(), 1);
  saved.parameter("decoder.0.dense.kernel")(0, 0) = std::numeric_limits<float>::quiet_NaN();
  save_model(folder / "model", saved, {.self_test_samples = scattered<float>(8, 2)});
  auto loaded = vector_model();
  load_model(folder / "model", loaded);
  CHECK(same_bits<float>(loaded.parameters(), saved.parameters()));
  CHECK(refusal(folder / "model", vector_model(), true).starts_with("self test, sample "));
}

TEST_CASE("samples that do not fit the model are refused before anything is written") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(save_model(folder / "model", vector_model(),
                             {.self_test_samples = Eigen::MatrixXf::Zero(9, 1)}),
                  ShapeError);
  CHECK_FALSE(std::filesystem::exists(folder / "model"));
}

TEST_CASE("frozen parameters stay frozen, and take the numbers of the file") {
  const TemporaryFolder folder;
  save_model(folder / "model", with_seed(vector_model(), 1));
  auto loaded = vector_model();
  loaded.freeze("encoder");
  load_model(folder / "model", loaded);
  CHECK(loaded.parameters() == with_seed(vector_model(), 1).parameters());
  CHECK(loaded.parameter_list()[0].frozen);
}

TEST_CASE("weights of PyTorch and of Keras give here what they gave there") {
  const std::filesystem::path golden = std::filesystem::path(__FILE__).parent_path() / "../golden";
  Encoder pytorch{Input<float, 4, 5, 2>{},
                  Conv2D<3, Kernel<3, 1>, Relu>{},
                  BatchNormalization{},
                  Flatten{},
                  Dense<6, Tanh>{},
                  Dense<12>{},
                  BatchNormalization{},
                  Reshape<2, 2, 3>{},
                  Conv2DTranspose<2, Kernel<2, 2>, Linear, Stride<2, 2>>{}};
  load_model(golden / "converted_pytorch.safetensors", pytorch, {.self_test = true});
  Autoencoder keras = vector_model();
  load_model(golden / "converted_keras.safetensors", keras, {.self_test = true});
  Autoencoder of_double = vector_model<double>();
  load_model(golden / "converted_keras.safetensors", of_double, {.self_test = true});
}
