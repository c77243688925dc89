// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include <eigencoder/models/model_view.hpp>
#include <eigencoder/models/weights.hpp>

namespace eigencoder {

/// The seed of the initial weights of a model that is not given another by `initialize`.
inline constexpr std::uint64_t default_seed = 0;

/// A description together with its weights: what an Encoder, a Decoder and an Autoencoder are.
///
/// A regular value: copies are independent, and two models are equal if their parameters are and
/// the same of them are frozen.
/// Calls are const and keep nothing, so threads may share a model.
/// @tparam Description  has Scalar, input_shape(), output_shape(), parameters(), stages() and
///                      use_workspace(), for quicker calls map_parameters(), and
///                      independent_samples() where training may cut a batch into parts
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

  /// What computes with the parameters as they lie here, without names; it must not outlive them.
  ModelView<Description> view() const {
    return {description_,
            {weights_.values.data(), static_cast<std::size_t>(weights_.values.size())}};
  }

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
    return view()(x, workspace);
  }

  /// How many bytes a sample a call makes in its workspace: the most that layers hold at a time.
  /// Of a layer of one's own it knows what the layer says; see `LayerOver`.
  Index workspace_bytes() const {
    return workspace_use(description_).numbers() * static_cast<Index>(sizeof(Scalar));
  }

  /// Calls the model once, so that later calls of up to so many samples, each after `clear`, take
  /// no memory. The workspace is cleared and has one piece of memory a side: as much as was ever
  /// in use.
  void prepare(Workspace<Scalar>& workspace, Index samples) const {
    const Index features = input_shape().size();
    const Eigen::MatrixX<Scalar> batch = Eigen::MatrixX<Scalar>::Zero(features, samples);
    workspace.clear();
    (*this)(batch, workspace);
    workspace.consolidate();
  }

  /// The result as a view, for a view of a batch in a workspace: parameters are constants.
  auto apply(const auto& x) const { return stages(x).output; }

  /// Likewise on a tape: the adjoints of parameters that training moves are segments of
  /// `gradient`, of the length and layout of `parameters()`, to which the reversed tape adds.
  auto apply(const auto& x, Eigen::Ref<Eigen::VectorX<Scalar>> gradient) const {
    return stages(x, gradient).output;
  }

  /// Likewise, with the code that the output is made of (of a model without a code, the output).
  auto stages(const auto& x) const { return view().stages(x); }
  auto stages(const auto& x, Eigen::Ref<Eigen::VectorX<Scalar>> gradient) const {
    auto& tape = x.context();
    check_equal("model: gradient", gradient.size(), parameters().size(), "elements");
    auto next = weights_.list.begin();
    const auto adjoint_of = [&](Index offset) {
      return next++->moves() ? tape.adjoint(gradient.data() + offset, true) : nullptr;
    };
    const auto numbers = weights_.values.data();
    return description_.stages(x, detail::bind(tape, description_, numbers, adjoint_of));
  }

  bool operator==(const Model& other) const { return weights_ == other.weights_; }

 private:
  Description description_;
  Weights<Scalar> weights_;
};

}  // namespace eigencoder
