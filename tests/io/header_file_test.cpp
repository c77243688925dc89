// SPDX-License-Identifier: MIT
#include <eigencoder/io/header_file.hpp>

#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/autoencoder.hpp>

#include <cstdlib>
#include <limits>
#include <string>

#include "catch.hpp"
#include "support/errors.hpp"
#include "temporary_folder.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// x0 / 2 - 5 x1 / 4 + 3
auto small() {
  Encoder model{Input<float, 2>{}, Dense<1, Relu>{}};
  model.parameters() << 0.5f, -1.25f, 3.f;
  return model;
}

std::string words(const std::filesystem::path& path) {
  const Bytes bytes = bytes_of(path);
  return {bytes.begin(), bytes.end()};
}

/// Why a model is refused; what was there before stays.
std::string refusal(const auto& model, const HeaderOptions& options = {}) {
  const TemporaryFolder folder;
  folder.write("model.hpp", Bytes(3, 'x'));
  const std::string error =
      message<ValueError>([&] { write_header(model, folder / "model.hpp", options); });
  CHECK(words(folder / "model.hpp") == "xxx");
  return error;
}

}  // namespace

TEST_CASE("a header has the network, the parameters in whole digits, and the model") {
  const TemporaryFolder folder;
  write_header(small(), folder / "small.hpp", {.name = "small", .includes = {"a.hpp", "<b>"}});
  CHECK(words(folder / "small.hpp") == "// Written by Eigencoder " +
                                           text(EIGENCODER_VERSION_MAJOR, '.',
                                                EIGENCODER_VERSION_MINOR, '.',
                                                EIGENCODER_VERSION_PATCH) +
                                           R"(: a model of 3 parameters, 2 -> 1.
//
//   alignas(64) static std::byte memory[small::model.workspace_bytes(1)];  // one sample
//   eigencoder::FixedWorkspace<float> workspace{memory};
//   const auto output = small::model(sample, workspace);
#pragma once

#include <eigencoder/inference.hpp>
#include "a.hpp"
#include <b>

namespace small {

inline constexpr auto network = eigencoder::Network{
        eigencoder::Input<float, 2>{},
        eigencoder::Dense<1, eigencoder::Relu>{}};

alignas(64) inline constexpr float parameters[3] = {
    // 0.dense.kernel, 1 x 2
    0x1p-1f, -0x1.4p+0f,
    // 0.dense.bias, 1 x 1
    0x1.8p+1f,
};

inline constexpr eigencoder::ModelView model{network, parameters};

}  // namespace small
)");
}

TEST_CASE("the header of an autoencoder says how it encodes and decodes") {
  const TemporaryFolder folder;
  const Autoencoder model{Encoder{Input<double, 2>{}, Dense<1>{}},
                          Decoder{Input<double, 1>{}, Dense<2>{}}};
  write_header(model, folder / "model.hpp");
  const std::string header = words(folder / "model.hpp");
  const auto has = [&](const std::string& part) { return header.find(part) != header.npos; };
  CHECK(has(": a model of 7 parameters, 2 -> 1 -> 2.\n"));
  CHECK(has("const auto code = trained::model.encoder(sample, workspace);\n"));
  CHECK(has("const auto decoded = trained::model.decoder(code, workspace);\n"));
  CHECK(has("    // decoder.0.dense.kernel, 2 x 1\n"));
  CHECK(has("alignas(64) inline constexpr double parameters[7] = {"));
}

TEST_CASE("a literal is the number, whatever it is") {
  CHECK(detail::literal(0.1f) == "0x1.99999ap-4f");
  CHECK(detail::literal(0.1) == "0x1.999999999999ap-4");
  CHECK(detail::literal(-0.f) == "-0x0p+0f");
  const float least = std::numeric_limits<float>::denorm_min();
  CHECK(std::strtof(detail::literal(3 * least).c_str(), nullptr) == 3 * least);
  CHECK(detail::literal(-std::numeric_limits<double>::max()) == "-0x1.fffffffffffffp+1023");
}

TEST_CASE("a model without parameters is written too") {
  const TemporaryFolder folder;
  write_header(Encoder{Input<float, 3>{}}, folder / "model.hpp");
  CHECK(
      words(folder / "model.hpp").find("inline constexpr std::span<const float> parameters{};\n") !=
      std::string::npos);
}

TEST_CASE("more than a million parameters are for a file") {
  const TemporaryFolder folder;
  const Encoder largest{Input<float, 999>{}, Dense<1000>{}};
  CHECK_NOTHROW(write_header(largest, folder / "largest.hpp"));
  CHECK(refusal(Encoder{Input<float, 1000>{}, Dense<1000>{}}) ==
        "write_header: got 1001000 parameters, expected at most 1000000; save_model writes a file "
        "for more");
}

TEST_CASE("parameters that are no numbers are refused by name") {
  auto model = small();
  model.parameter("0.dense.bias")(0) = std::numeric_limits<float>::quiet_NaN();
  CHECK(refusal(model) == "write_header: 0.dense.bias: got nan, expected finite numbers");
  model.parameter("0.dense.kernel")(1) = -std::numeric_limits<float>::infinity();
  CHECK(refusal(model) == "write_header: 0.dense.kernel: got -inf, expected finite numbers");
}

TEST_CASE("names that are none in C++ are refused") {
  for (const std::string name :
       {"", "1st", "a b", "a-b", "class", "a::b", "Eigen", "xor_eq", "\xC3\xA4"}) {
    INFO(name);
    CHECK(refusal(small(), {.name = name}) ==
          "write_header: name: got \"" + name + "\", expected a name for a namespace of C++");
  }
  const TemporaryFolder folder;
  for (const std::string name : {"_a1", "classes", "Model"})
    CHECK_NOTHROW(write_header(small(), folder / "model.hpp", {.name = name}));
}

TEST_CASE("includes that are no names are refused") {
  CHECK(refusal(small(), {.includes = {""}}) ==
        "write_header: includes: got \"\", expected the name of a header");
  CHECK(refusal(small(), {.includes = {"a.hpp", "b\n"}}).starts_with("write_header: includes"));
}

TEST_CASE("a header for which there is no folder is refused") {
  const TemporaryFolder folder;
  const auto path = folder / "missing" / "model.hpp";
  CHECK(message<FileError>([&] { write_header(small(), path); }).starts_with(path.string()));
}
