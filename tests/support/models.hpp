// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/models/model.hpp>
#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/reductions.hpp>
#include <eigencoder/operations/reshape.hpp>

#include "support/operations.hpp"

namespace eigencoder::testing {

/// What a model gives, and the gradients of sum(value .* weights) by its input and by the vector of
/// its parameters.
template <class M, class Scalar = typename M::Scalar>
Outcome<Scalar> train_on(Tape<Scalar>& tape, const M& model, const Eigen::MatrixX<Scalar>& samples,
                         const Eigen::MatrixX<Scalar>& weights) {
  tape.clear();
  const auto x = variable(tape, samples);
  Eigen::VectorX<Scalar> gradient = Eigen::VectorX<Scalar>::Zero(model.parameters().size());
  const auto y = model.apply(reshape(x, model.input_shape()), gradient);
  tape.reverse(sum(product(reshape(y, Shape<Dynamic>{y.rows()}), constant(tape, weights))));
  return {y.matrix(), {x.adjoint(), gradient}};
}

/// The model's result as a function of its input and of the vector of its parameters.
template <class M, class C, class R, class N, class RP, class NP>
auto apply_with(M& model, const View<C, R, N>& x, const View<C, RP, NP>& parameters) {
  model.parameters() = parameters.matrix();
  const auto samples = reshape(x, model.input_shape());
  if constexpr (std::is_same_v<C, Workspace<double>>) {
    return model.apply(samples);
  } else {
    Eigen::Map<Eigen::VectorXd> gradient(parameters.node()->data, parameters.size());
    gradient.setZero();
    parameters.node()->written = true;
    return model.apply(samples, gradient);
  }
}

/// What a workspace holds that a model has prepared for so many samples, in bytes.
template <class M>
Index prepared_bytes(const M& model, Index samples) {
  Workspace<typename M::Scalar> workspace;
  model.prepare(workspace, samples);
  return static_cast<Index>(workspace.capacity());
}

/// The gradients of a model by its input and by its parameters agree with finite differences.
template <class M>
void expect_gradient_of_model(M model, const Eigen::MatrixXd& samples) {
  const Eigen::VectorXd parameters = std::as_const(model).parameters();
  const auto f = [&](const auto& x, const auto& p) {
    const auto y = apply_with(model, x, p);
    return reshape(y, Shape<Dynamic>{y.rows()});
  };
  const Index outputs = model.output_shape().size();
  expect_gradient(f, scattered(outputs, samples.cols(), 7), samples, parameters);
}

}  // namespace eigencoder::testing
