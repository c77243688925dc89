// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/models/encoder.hpp>

#include <initializer_list>
#include <string_view>

#include "golden/images.hpp"
#include "support/models.hpp"

namespace eigencoder::testing {

/// Value and gradient of a layer without parameters over samples of that shape are PyTorch's.
template <class Scalar, class Layer, Index... Extents>
void expect_golden_values_of_layer(std::string_view name, Shape<Extents...>, const Layer& layer) {
  INFO(name << " with " << 8 * sizeof(Scalar) << " bits");
  const golden::OperationCase& c = golden::named(golden::images, name);
  const Encoder model{Input<Scalar, Extents...>{}, layer};
  Tape<Scalar> tape;
  auto outcome = train_on(tape, model, golden::to_eigen<Scalar>(c.inputs[0]),
                          golden::to_eigen<Scalar>(c.weights));
  outcome.gradients.pop_back();  // that of no parameters
  expect_golden_numbers(outcome, c);
}

/// The same in float and in double.
template <class Layer, Index... Extents>
void expect_golden_layer(std::string_view name, Shape<Extents...> in, const Layer& layer) {
  expect_golden_values_of_layer<float>(name, in, layer);
  expect_golden_values_of_layer<double>(name, in, layer);
}

/// One sample as a column, from its numbers in the order of memory.
inline Eigen::VectorXd sample(std::initializer_list<double> numbers) {
  return Eigen::Map<const Eigen::VectorXd>(numbers.begin(), static_cast<Index>(numbers.size()));
}

}  // namespace eigencoder::testing
