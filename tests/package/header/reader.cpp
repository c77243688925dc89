// SPDX-License-Identifier: MIT
// A program without exceptions and run-time types that calls the models of writer.cpp: it fails
// unless they give the bits that they gave there.
#include "convolutional.hpp"
#include "convolutional_numbers.hpp"
#include "mixed.hpp"
#include "mixed_numbers.hpp"
#include "vanilla.hpp"
#include "vanilla_numbers.hpp"

#include <cstddef>
#include <cstring>
#include <span>

namespace {

template <class Scalar, std::size_t Size>
bool same_bits(const auto& result, const Scalar (&expected)[Size]) {
  return result.size() == Size && std::memcmp(result.data(), expected, sizeof(expected)) == 0;
}

/// Whether a model gives those outputs, in the memory that it asks for.
template <class Scalar, std::size_t Bytes>
bool gives(const auto& model, const auto& samples, const auto& outputs) {
  alignas(64) static std::byte memory[Bytes];
  eigencoder::FixedWorkspace<Scalar> workspace(memory);
  return same_bits(model(samples, workspace), outputs);
}

/// Likewise, and whether its halves do and give those codes.
template <class Scalar, std::size_t Bytes>
bool gives(const auto& model, const auto& samples, const auto& outputs, const auto& codes) {
  alignas(64) static std::byte memory[Bytes];
  eigencoder::FixedWorkspace<Scalar> workspace(memory);
  const auto code = model.encoder(samples, workspace);
  return same_bits(code, codes) && same_bits(model.decoder(code, workspace), outputs) &&
         gives<Scalar, Bytes>(model, samples, outputs);
}

}  // namespace

int main() {
  const bool ok =
      gives<float, vanilla::model.workspace_bytes(3)>(vanilla::model, vanilla::samples,
                                                      vanilla::outputs, vanilla::codes) &&
      gives<float, convolutional::model.workspace_bytes(3)>(
          convolutional::model, convolutional::samples, convolutional::outputs,
          convolutional::codes) &&
      gives<double, mixed::model.workspace_bytes(3)>(mixed::model, mixed::samples, mixed::outputs);
  return ok ? 0 : 1;
}
