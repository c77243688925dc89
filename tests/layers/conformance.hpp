// SPDX-License-Identifier: MIT
#pragma once

// What every layer must do, as one function for each claim; the tests beside it call them over
// lists of layers, in several files as they are long to compile.

#include <eigencoder/models/encoder.hpp>

#include "catch.hpp"
#include "support/models.hpp"

namespace eigencoder::testing {

template <Index>
inline constexpr Index at_run_time = Dynamic;

/// A layer that takes samples of these extents.
template <class Layer, Index... Extents>
struct Over {
  static constexpr Index features = (Extents * ... * 1);

  static auto fixed() { return Encoder{Input<double, Extents...>{}, Layer{}}; }
  /// The same with extents known only at run time.
  static auto dynamic() {
    return Encoder{Input<double, at_run_time<Extents>...>{Extents...}, Layer{}};
  }
};

/// It gives the shape that it says, for any batch.
template <class Case>
void expect_its_shape() {
  const auto model = Case::fixed();
  for (const Index n : {0, 1, 3}) {
    const auto y = model(scattered(Case::features, n));
    CHECK(y.rows() == model.output_shape().size());
    CHECK(y.cols() == n);
  }
}

/// It gives each sample the bits that it gives it alone.
template <class Case>
void expect_samples_apart() {
  const auto model = Case::fixed();
  const Eigen::MatrixXd x = scattered(Case::features, 3, 1), y = model(x);
  for (const Index i : {0, 1, 2}) {
    CHECK(same_bits<double>(model(x.col(i)), y.col(i)));
  }
}

/// It has the gradient of finite differences.
template <class Case>
void expect_gradient_of_layer() {
  expect_gradient_of_model(Case::fixed(), scattered(Case::features, 3, 2));
}

/// In inference it takes of a workspace what it says for each sample, and a fixed part.
template <class Case>
void expect_workspace_said() {
  const auto model = Case::fixed();
  CHECK(prepared_bytes(model, 128) - prepared_bytes(model, 64) == 64 * model.workspace_bytes());
}

/// It gives in inference the bits of training.
template <class Case>
void expect_bits_of_training() {
  const auto model = Case::fixed();
  const Eigen::MatrixXd x = scattered(Case::features, 3, 3), y = model(x);
  Tape<double> tape;
  CHECK(same_bits(y, train_on(tape, model, x, y).value));
}

/// It gives the same bits with any number of threads, for so many samples that the work is divided.
template <class Case>
void expect_bits_of_one_thread(Index samples) {
  const auto model = Case::fixed();
  const Eigen::MatrixXd x = scattered(Case::features, samples, 4);
  const Eigen::MatrixXd weights = scattered(model.output_shape().size(), samples, 5);
  const auto trained_by = [&](int count) {
    Threads threads{count};
    Tape<double> tape{&threads};
    tape.set_random(1, 2);
    return train_on(tape, model, x, weights);
  };
  const auto expected = trained_by(1);
  expect_same_bits(trained_by(2), expected);
  expect_same_bits(trained_by(3), expected);
}

/// Over dynamic extents it gives the bits of static ones.
template <class Case>
void expect_bits_of_static_extents() {
  const auto model = Case::fixed();
  const auto dynamic = Case::dynamic();
  const Eigen::MatrixXd x = scattered(Case::features, 3, 6);
  CHECK(dynamic.parameters() == model.parameters());
  CHECK(dynamic.output_shape() == model.output_shape());
  CHECK(same_bits(dynamic(x), model(x)));
}

}  // namespace eigencoder::testing
