// SPDX-License-Identifier: MIT
#include <eigencoder/io/scaling_arrays.hpp>

#include <eigencoder/io/model_file.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/autoencoder.hpp>

#include <limits>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "temporary_folder.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

template <class Scalar = float>
auto small_model() {
  return Autoencoder{Encoder{Input<Scalar, 3>{}, Dense<2>{}},
                     Decoder{Input<Scalar, 2>{}, Dense<3>{}}};
}

Scaling some_scaling(Index features = 3) { return standard_scaling(scattered(features, 10)); }

/// Loading fails with this behind the path, and leaves the model and the scaling as they were.
template <class M>
std::string refusal(const std::filesystem::path& path, M model) {
  const Eigen::VectorXf before = std::as_const(model).parameters();
  const Scaling kept = some_scaling(7);
  Scaling scaling = kept;
  const std::string error =
      message<FileError>([&] { load_model(path, model, {.scaling = &scaling}); });
  CHECK(std::as_const(model).parameters() == before);
  CHECK(scaling == kept);
  const std::string start = path.string() + ": ";
  return error.starts_with(start) ? error.substr(start.size()) : error;
}

/// A file of a model and these arrays.
template <class Scalar>
std::filesystem::path with_arrays(const TemporaryFolder& folder,
                                  const Eigen::VectorX<Scalar>& offset,
                                  const Eigen::VectorX<Scalar>& scale) {
  const auto model = small_model();
  std::vector<Tensor> tensors{{"scaling.offset", {offset.size()}, offset.data()},
                              {"scaling.scale", {scale.size()}, scale.data()}};
  for (const ParameterInfo& p : model.parameter_list())
    tensors.emplace_back(p.name, detail::shape_in_file(p, Orientation::keras),
                         model.parameters().data() + p.offset);
  write_safetensors(folder / "model", tensors, {});
  return folder / "model";
}

}  // namespace

TEST_CASE("a scaling is loaded with the bits that were saved, with models of float and of double") {
  const TemporaryFolder folder;
  const Scaling saved = some_scaling();
  Scaling loaded;
  auto of_float = small_model();
  save_model(folder / "model", of_float, {.scaling = saved});
  load_model(folder / "model", of_float, {.scaling = &loaded});
  CHECK(loaded == saved);
  auto of_double = small_model<double>();
  const Eigen::MatrixXd samples = scattered(3, 4);
  save_model(folder / "model", of_double,
             {.orientation = Orientation::pytorch, .self_test_samples = samples, .scaling = saved});
  loaded = {};
  load_model(folder / "model", of_double, {.self_test = true, .scaling = &loaded});
  CHECK(loaded == saved);
}

TEST_CASE("a scaling is two lists of double under names of their own") {
  const TemporaryFolder folder;
  const Scaling scaling = some_scaling();
  save_model(folder / "model", small_model(), {.scaling = scaling});
  SafetensorsReader file(folder / "model");
  for (const char* name : {"scaling.offset", "scaling.scale"}) {
    REQUIRE(file.find(name) != nullptr);
    CHECK(file.find(name)->dtype == "F64");
    CHECK(file.find(name)->shape == std::vector<Index>{3});
  }
  Eigen::VectorXd scale(3);
  file.read(*file.find("scaling.scale"), scale.data());
  CHECK(scale == scaling.scale());
}

TEST_CASE("a decoder alone keeps the scaling of what it gives") {
  const TemporaryFolder folder;
  auto decoder = small_model().decoder();
  save_model(folder / "decoder", decoder, {.scaling = some_scaling(3)});
  Scaling loaded;
  load_model(folder / "decoder", decoder, {.scaling = &loaded});
  CHECK(loaded == some_scaling(3));
}

TEST_CASE("a file without the scaling that is asked for is refused") {
  const TemporaryFolder folder;
  save_model(folder / "model", small_model());
  CHECK(refusal(folder / "model", small_model()) ==
        "got a file without scaling.offset, expected a model saved with its scaling");
}

TEST_CASE("a file with a scaling that nobody asks for is refused") {
  const TemporaryFolder folder;
  save_model(folder / "model", small_model(), {.scaling = some_scaling()});
  auto model = small_model();
  CHECK(message<FileError>([&] { load_model(folder / "model", model); }) ==
        (folder / "model").string() +
            ": got a model with a scaling, expected a place for it: LoadOptions::scaling, to "
            "scale its samples with");
}

TEST_CASE("a scaling of another number of features is neither saved nor loaded") {
  const TemporaryFolder folder;
  CHECK(message<ShapeError>([&] {
          save_model(folder / "model", small_model(), {.scaling = some_scaling(4)});
        }) == "save_model: scaling: got 4 features, expected 3 or 3, as the model takes and gives");
  CHECK_FALSE(std::filesystem::exists(folder / "model"));
  const Eigen::VectorXd four = Eigen::VectorXd::Ones(4);
  CHECK(refusal(with_arrays<double>(folder, four, four), small_model()) ==
        "scaling: got 4 features, expected 3 or 3, as the model takes and gives");
}

TEST_CASE("a scaling in a file may be of float, and is refused where it cannot be") {
  const TemporaryFolder folder;
  const Eigen::VectorXf offset{{1, 2, 3}}, scale{{4, 5, 6}};
  auto model = small_model();
  Scaling loaded;
  load_model(with_arrays<float>(folder, offset, scale), model, {.scaling = &loaded});
  CHECK(loaded == Scaling(Eigen::Vector3d(1, 2, 3), Eigen::Vector3d(4, 5, 6)));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const Eigen::VectorXf& wrong : {Eigen::VectorXf{{4, 0, 6}}, Eigen::VectorXf{{4, nan, 6}}})
    CHECK(refusal(with_arrays<float>(folder, offset, wrong), small_model()) ==
          "scaling: got a number that is not finite, or a scale of 0, expected finite numbers, "
          "scales other than 0");
  CHECK(refusal(with_arrays<float>(folder, offset, scale.head(2)), small_model()) ==
        "scaling.scale: got 2 features, expected 3, as of the offset");
}

TEST_CASE("a failed self-test leaves the scaling as it was") {
  const TemporaryFolder folder;
  save_model(folder / "model", small_model(), {.scaling = some_scaling()});
  auto model = small_model();
  Scaling scaling;
  CHECK_THROWS_AS(load_model(folder / "model", model, {.self_test = true, .scaling = &scaling}),
                  FileError);
  CHECK(scaling == Scaling{});
}
