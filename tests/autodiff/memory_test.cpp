// SPDX-License-Identifier: MIT
#include "support/allocations.hpp"

#include <eigencoder/autodiff/context.hpp>

#include <eigencoder/autodiff/leaves.hpp>
#include <eigencoder/operations/affine.hpp>
#include <eigencoder/operations/binary_crossentropy.hpp>
#include <eigencoder/operations/features.hpp>
#include <eigencoder/operations/softmax.hpp>

#include <cstddef>

#include "catch.hpp"
#include "support/matrices.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

struct Numbers {
  Eigen::MatrixXf x = scattered<float>(30, 301), kernel = scattered<float>(20, 30, 1),
                  turned = scattered<float>(30, 20, 2);
  Eigen::VectorXf bias = scattered<float>(20, 1, 3), last = scattered<float>(30, 1, 4);
};

/// An autoencoder with an operation of each kind.
auto loss(const auto& x, const auto& w, const auto& b, const auto& v, const auto& c) {
  const auto code = softmax(concatenate(slice(affine(w, x, b, Relu{}), 0, 10),
                                        gelu(slice(affine(w, x, b, Tanh{}), 10, 10))));
  return binary_crossentropy(affine(v, code, c, Sigmoid{}), clamp(x, 0, 1)) +
         0.1 * mean(max(log_sum_exp(code), sum_over_features(square(code)))) +
         squared_norm(mean_over_batch(add_column(v * code, c)));
}

void infer(Workspace<float>& workspace, const Numbers& n) {
  workspace.clear();
  loss(constant(workspace, n.x), constant(workspace, n.kernel), constant(workspace, n.bias),
       constant(workspace, n.turned), constant(workspace, n.last));
}

void step(Tape<float>& tape, const Numbers& n) {
  tape.clear();
  tape.reverse(loss(constant(tape, n.x), variable(tape, n.kernel), variable(tape, n.bias),
                    variable(tape, n.turned), variable(tape, n.last)));
}

}  // namespace

TEST_CASE("a second step on the tape takes no memory, with one thread or three") {
  const Numbers numbers;
  for (const int count : {1, 3}) {
    Threads threads(count);
    Tape<float> tape(&threads);
    step(tape, numbers);
    const std::size_t capacity = tape.capacity();
    CHECK(takes_nothing([&] { step(tape, numbers); }));
    CHECK(tape.capacity() == capacity);
  }
}

TEST_CASE("a second call on the workspace takes no memory, of a smaller batch neither") {
  Numbers numbers;
  Workspace<float> workspace;
  infer(workspace, numbers);
  CHECK(takes_nothing([&] { infer(workspace, numbers); }));
  numbers.x = scattered<float>(30, 17);
  CHECK(takes_nothing([&] { infer(workspace, numbers); }));
}
