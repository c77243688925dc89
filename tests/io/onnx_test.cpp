// SPDX-License-Identifier: MIT
#include <eigencoder/io/onnx.hpp>

#include "catch.hpp"
#include "golden/onnx_files.hpp"
#include "support/errors.hpp"
#include "support/maxout.hpp"
#include "support/onnx.hpp"
#include "temporary_folder.hpp"

namespace eigencoder::testing {

/// A user's own layer and activation: found beside them.
template <int Units>
std::string to_onnx(const Maxout<Units>& /*layer*/, OnnxGraph& graph, const std::string& x,
                    const auto& /*in*/) {
  const auto side = [&](const char* name) {
    const std::string kernel = graph.add("Transpose", {graph.parameter(name)});
    return graph.add("MatMul", {x, kernel});
  };
  return graph.add("Max", {side("left"), side("right")});
}

struct Square {
  auto operator()(const auto& x) const { return product(x, x); }
};
std::string to_onnx(const Square& /*activation*/, OnnxGraph& graph, const std::string& x) {
  return graph.add("Mul", {x, x});
}

}  // namespace eigencoder::testing

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// With parameters as golden/onnx_files.py has them.
template <class M>
M with_multiples(M model) {
  for (Index i = 0; i < model.parameters().size(); ++i)
    model.parameters()[i] = static_cast<float>(i % 7 - 3) / 8;
  return model;
}

/// The file as the onnx package has it, with our version.
Bytes with_version(const golden::OnnxFile& file) {
  Bytes bytes = file.start;
  const std::string version = detail::version_text();
  bytes.push_back(3 << 3 | 2);
  bytes.push_back(static_cast<std::uint8_t>(version.size()));
  bytes.insert(bytes.end(), version.begin(), version.end());
  bytes.insert(bytes.end(), file.rest.begin(), file.rest.end());
  return bytes;
}

Bytes written(const auto& model) {
  const TemporaryFolder folder;
  export_onnx(folder / "model.onnx", model);
  return bytes_of(folder / "model.onnx");
}

/// The graph in a written file.
ProtobufReader graph_of(const auto& model) {
  const Bytes bytes = written(model);
  return ProtobufReader({reinterpret_cast<const char*>(bytes.data()), bytes.size()}).message(7);
}

auto vector_model() {
  return Autoencoder{Encoder{Input<float, 3>{}, Dense<2, Relu>{}},
                     Decoder{Input<float, 2>{}, Dense<3>{}}};
}

}  // namespace

TEST_CASE("an exported model has the bytes of the onnx package") {
  const Encoder dense{Input<float, 3>{}, Dense<2, LeakyRelu>{.activation = {0.25}}};
  CHECK(written(with_multiples(dense)) == with_version(golden::onnx_dense));
  const Encoder images{Input<float, 4, 5, 2>{}, Conv2D<3, Kernel<3, 2>, Relu, Stride<2, 1>>{},
                       UpSampling2D<2, 2>{}};
  CHECK(written(with_multiples(images)) == with_version(golden::onnx_images));
}

TEST_CASE("an autoencoder is exported whole, and its halves alone") {
  const auto model = vector_model();
  CHECK(operators(graph_of(model)) ==
        Lines{"encoder.0.dense.Gemm = Gemm(input, encoder.0.dense.kernel, encoder.0.dense.bias) "
              "transB=1",
              "encoder.0.dense.Relu = Relu(encoder.0.dense.Gemm)",
              "decoder.0.dense.Gemm = Gemm(encoder.0.dense.Relu, decoder.0.dense.kernel, "
              "decoder.0.dense.bias) transB=1",
              "output = Identity(decoder.0.dense.Gemm)"});
  CHECK(operators(graph_of(model.encoder())).size() == 3);
  CHECK(operators(graph_of(model.decoder())).at(0) ==
        "0.dense.Gemm = Gemm(input, 0.dense.kernel, 0.dense.bias) transB=1");
}

TEST_CASE("a model of double is exported as float") {
  Encoder model{Input<double, 1>{}, Dense<1>{}};
  model.parameters() << 0.1, 2;
  CHECK(constant_text(graph_of(model), "0.dense.kernel") == "1 1 float: 0.1");
}

TEST_CASE("extents that are known only at run time are in the file") {
  const Encoder model{Input<float, Dynamic>{5}, Dense<Dynamic>{3}};
  const auto extents = graph_of(model).message(11).message(2).message(1).message(2).messages(1);
  CHECK(extents.at(1).number(1) == 5);
}

TEST_CASE("a layer and an activation of a user's own are exported by what stands beside them") {
  const Encoder model{Input<float, 3>{}, Maxout<2>{}, Dense<1, Square>{}};
  const Lines lines = operators(graph_of(model));
  CHECK(lines.at(4) == "0.maxout.Max = Max(0.maxout.MatMul, 0.maxout.MatMul.2)");
  CHECK(lines.at(6) == "1.dense.Mul = Mul(1.dense.Gemm, 1.dense.Gemm)");
}

TEST_CASE("an export that cannot be written says so and leaves the old file") {
  const TemporaryFolder folder;
  const auto missing = folder / "missing" / "model.onnx";
  CHECK(message<FileError>([&] { export_onnx(missing, vector_model()); }) ==
        missing.string() +
            ": got No such file or directory, expected a folder in which a file can be made");
  const auto path = folder.write("model.onnx", Bytes{1, 2, 3});
  std::filesystem::create_directory(folder / "model.onnx.partial");
  CHECK(message<FileError>([&] { export_onnx(path, vector_model()); }) ==
        path.string() + ": got Is a directory, expected a folder in which a file can be made");
  CHECK(bytes_of(path) == Bytes{1, 2, 3});
}

TEST_CASE("more parameters than an ONNX file holds are refused") {
  CHECK(message<FileError>([] { detail::check_fits_onnx("model.onnx", 536'000'001); }) ==
        "model.onnx: got 536000001 parameters, expected at most 536000000, for which an ONNX file "
        "has room");
  CHECK(message<FileError>([] { detail::check_fits_onnx("model.onnx", 536'000'000); }) ==
        "nothing was thrown");
}
