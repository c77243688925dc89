// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "golden/normalization.hpp"
#include "support/models.hpp"

namespace eigencoder::testing {

/// f over samples of these extents, as a function of matrices of one sample a column.
template <Index... Extents, class F>
auto over(const F& f) {
  return [f](const auto& x, const auto&... rest) {
    const auto y = f(reshape(x, Shape<Extents...>{}), rest...);
    return reshape(y, Shape<Dynamic>{y.rows()});
  };
}

template <Index>
inline constexpr Index run_time = Dynamic;

/// The same with extents that are known only at run time.
template <Index... Extents, class F>
auto over_dynamic(const F& f) {
  return [f](const auto& x, const auto&... rest) {
    const auto y = f(reshape(x, Shape<run_time<Extents>...>{Extents...}), rest...);
    return reshape(y, Shape<Dynamic>{y.rows()});
  };
}

/// Value and gradients are PyTorch's, and inference gives the same bits as training.
template <class Scalar, class Second = Eigen::VectorX<Scalar>, class F>
Outcome<Scalar> expect_case(const golden::OperationCase& c, const F& f) {
  INFO(c.name << " with " << 8 * sizeof(Scalar) << " bits");
  const auto inputs = inputs_of<Eigen::MatrixX<Scalar>, Second, Eigen::VectorX<Scalar>>(c);
  const Outcome<Scalar> outcome = on_tape(f, golden::to_eigen<Scalar>(c.weights), inputs);
  expect_golden_numbers(outcome, c);
  CHECK(same_bits(outcome.value, on_workspace<Scalar>(f, inputs)));
  return outcome;
}

/// The same of samples of these extents, static or dynamic, which give the same bits.
template <Index... Extents, class F>
void expect_normalization_in_double(std::string_view name, const F& f) {
  const auto& c = golden::named(golden::normalizations, name);
  expect_same_bits(expect_case<double>(c, over<Extents...>(f)),
                   expect_case<double>(c, over_dynamic<Extents...>(f)));
}

/// The same in float too, and the gradient agrees with finite differences.
template <Index... Extents, class F>
void expect_normalization(std::string_view name, const F& f) {
  expect_normalization_in_double<Extents...>(name, f);
  const auto& c = golden::named(golden::normalizations, name);
  expect_case<float>(c, over<Extents...>(f));
  const auto [x, gamma, beta] = inputs_of<Eigen::MatrixXd, Eigen::VectorXd, Eigen::VectorXd>(c);
  expect_gradient(over<Extents...>(f), golden::to_eigen(c.weights), x, gamma, beta);
}

/// What f gives of 800 samples, and the gradients, with that many threads.
template <Index Height, Index Width, Index Channels, class F>
Outcome<float> with_threads(int count, const F& f) {
  constexpr Index rows = Height * Width * Channels;
  Threads threads(count);
  const Eigen::VectorXf gamma = scattered<float>(Channels, 1, 2);
  const Eigen::VectorXf beta = scattered<float>(Channels, 1, 3);
  return on_tape(over<Height, Width, Channels>(f), scattered<float>(rows, 800, 4),
                 std::tuple{scattered<float>(rows, 800, 1), gamma, beta}, &threads);
}

template <Index Height, Index Width, Index Channels, class F>
void expect_same_bits_with_threads(const F& f) {
  const auto alone = with_threads<Height, Width, Channels>(1, f);
  expect_same_bits(with_threads<Height, Width, Channels>(2, f), alone);
  expect_same_bits(with_threads<Height, Width, Channels>(3, f), alone);
}

}  // namespace eigencoder::testing
