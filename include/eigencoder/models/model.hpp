// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include <eigencoder/autodiff/context.hpp>
#include <eigencoder/models/weights.hpp>

namespace eigencoder {

/// The seed of the initial weights of a model that is not given another by `initialize`.
inline constexpr std::uint64_t default_seed = 0;

namespace detail {

/// A batch of the caller's as a constant: in place if its samples lie side by side in columns, else
/// as a copy in the context.
template <class Context, class Shape, class Derived>
auto batch(Context& context, std::string_view where, const Shape& shape,
           const Eigen::MatrixBase<Derived>& x) {
  using Scalar = typename Context::Scalar;
  static_assert(std::is_same_v<typename Derived::Scalar, Scalar>,
                "eigencoder: the samples have another scalar type than the model; pass "
                "samples.cast<float>() or make the model's Input of double");
  const Index features = shape.size();
  if (x.rows() != features) {
    fail<ShapeError>(where, text(x.rows(), " features"),
                     text(features, " features (one sample a column)"));
  }
  const eigencoder::Shape<Dynamic> samples{x.cols()};
  if constexpr (has_columns_in_place<Derived> && Derived::RowsAtCompileTime != 1) {
    const Index stride = x.cols() == 1 ? x.rows() : x.derived().outerStride();
    return View<Context, Shape>(context, x.derived().data(), shape, samples, stride);
  } else {
    auto copy = context.result(shape, samples);
    Eigen::Map<Eigen::MatrixX<Scalar>>(copy.write(), x.rows(), x.cols()) = x;
    return copy;
  }
}

}  // namespace detail

/// A description together with its weights: what an Encoder, a Decoder and an Autoencoder are.
///
/// A regular value: copies are independent, and two models are equal if their parameters are.
/// Calls are const and keep nothing, so threads may share a model.
/// @tparam Description  has Scalar, input_shape(), output_shape(), parameters() and a call
template <class Description>
class Model {
 public:
  using Scalar = typename Description::Scalar;

  Model(const Description& description, Weights<Scalar> weights)
      : description_(description), weights_(std::move(weights)) {}

  const Description& description() const { return description_; }
  auto input_shape() const { return description_.input_shape(); }
  auto output_shape() const { return description_.output_shape(); }

  const Weights<Scalar>& weights() const { return weights_; }

  /// All parameters, one after the other, as one vector.
  const Eigen::VectorX<Scalar>& parameters() const { return weights_.values; }
  Eigen::Ref<Eigen::VectorX<Scalar>> parameters() { return weights_.values; }
  /// Their names, extents and places in that vector.
  const std::vector<ParameterInfo>& parameter_list() const { return weights_.list; }

  /// One parameter by its name, to read or to write; rows x columns.
  /// @throws ValueError for an unknown name
  Eigen::Map<const Eigen::MatrixX<Scalar>> parameter(std::string_view name) const {
    const ParameterInfo& p = weights_.find(name);
    return {weights_.values.data() + p.offset, p.rows, p.columns};
  }
  Eigen::Map<Eigen::MatrixX<Scalar>> parameter(std::string_view name) {
    const ParameterInfo& p = weights_.find(name);
    return {weights_.values.data() + p.offset, p.rows, p.columns};
  }

  /// Draws all parameters anew, as a function of the seed alone.
  void initialize(std::uint64_t seed) { weights_.initialize(seed); }

  /// Keeps parameters as they are in training: those of that name or below it ("encoder.0.dense").
  /// @throws ValueError for an unknown name
  void freeze(std::string_view name = "") { weights_.set_frozen(name, true); }
  void unfreeze(std::string_view name = "") { weights_.set_frozen(name, false); }

  /// The result for one sample (a vector) or for a batch, one sample a column. A block or map is
  /// read where it lies.
  /// @throws ShapeError if x has another number of features
  template <class Derived>
  auto operator()(const Eigen::MatrixBase<Derived>& x) const {
    Workspace<Scalar> workspace;
    using Result = Eigen::Matrix<Scalar, Dynamic, Derived::ColsAtCompileTime>;
    return Result((*this)(x, workspace));
  }

  /// Likewise into a workspace, without memory from the system once the workspace has grown. The
  /// result lies in it until `workspace.clear()`.
  template <class Derived>
  auto operator()(const Eigen::MatrixBase<Derived>& x, Workspace<Scalar>& workspace) const {
    const auto in = detail::batch(workspace, "model input", input_shape(), x);
    return apply(in).matrix();
  }

  /// The result as a view, for a view of a batch in a workspace: parameters are constants.
  auto apply(const auto& x) const { return description_(x, bind(x.context())); }

  /// Likewise on a tape: the adjoints of parameters that training moves are segments of
  /// `gradient`, of the length and layout of `parameters()`, to which the reversed tape adds.
  auto apply(const auto& x, Eigen::Ref<Eigen::VectorX<Scalar>> gradient) const {
    return description_(x, bind(x.context(), gradient.data()));
  }

  bool operator==(const Model& other) const { return weights_ == other.weights_; }

 protected:
  template <class Context>
  auto bind(Context& context) const {
    auto leaf = [&context, values = weights_.values.data()](const auto& p) mutable {
      const Scalar* here = values;
      values += Index{p.rows.size()} * Index{p.columns};
      return View<Context, std::decay_t<decltype(p.rows)>, std::decay_t<decltype(p.columns)>>(
          context, here, p.rows, p.columns, p.rows.size());
    };
    return for_each_parameter(description_.parameters(), leaf);
  }

 private:
  auto bind(Tape<Scalar>& tape, Scalar* gradient) const {
    auto leaf = [&, info = weights_.list.begin()](const auto& p) mutable {
      // No operation writes to a parameter; the view has no other constructor with an adjoint.
      auto* values = const_cast<Scalar*>(weights_.values.data()) + info->offset;
      auto* adjoint = info->moves() ? tape.adjoint(gradient + info->offset, true) : nullptr;
      ++info;
      return View<Tape<Scalar>, std::decay_t<decltype(p.rows)>, std::decay_t<decltype(p.columns)>>(
          tape, values, p.rows, p.columns, adjoint);
    };
    return for_each_parameter(description_.parameters(), leaf);
  }

  Description description_;
  Weights<Scalar> weights_;
};

}  // namespace eigencoder
