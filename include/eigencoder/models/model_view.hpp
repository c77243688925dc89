// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <eigencoder/autodiff/leaves.hpp>
#include <eigencoder/layers/parameter.hpp>
#include <eigencoder/layers/workspace.hpp>

namespace eigencoder {

namespace detail {

/// A batch of the caller's as a constant: in place if its samples lie side by side in columns, else
/// as a copy in the context.
template <class Context, class Sample, class Derived>
auto batch(Context& context, std::string_view where, const Sample& sample,
           const Eigen::MatrixBase<Derived>& x) {
  using Scalar = typename Context::Scalar;
  static_assert(std::is_same_v<typename Derived::Scalar, Scalar>,
                "eigencoder: the samples have another scalar type than the model; pass "
                "samples.cast<float>() or make the model's Input of double");
  const Index features = sample.size();
  if (x.rows() != features) {
    fail<ShapeError>(where, {x.rows(), " features"}, {features, " features (one sample a column)"});
  }
  if constexpr (has_columns_in_place<Derived>) {
    const auto in_place = constant(context, x);
    return View<Context, Sample>(context, in_place.data(), sample, x.cols(), in_place.stride());
  } else {
    const auto copy = context.result(sample, Shape<Dynamic>{x.cols()});
    Eigen::Map<Eigen::MatrixX<Scalar>>(copy.write(), x.rows(), x.cols()) = x;
    return copy;
  }
}

/// Samples that lie one after the other, as the columns of a matrix.
/// @throws ShapeError unless they are whole
template <class Scalar>
auto columns_of(std::string_view where, std::span<const Scalar> samples, Index features) {
  const auto size = static_cast<Index>(samples.size());
  check_equal(where, size % features, Index{0}, "numbers beyond whole samples");
  return Eigen::Map<const Eigen::MatrixX<Scalar>>(samples.data(), features, size / features);
}

/// The results of leaf(p) for each parameter of a description, in order, in tuples nested as they
/// are.
template <class Description, class Leaf>
constexpr auto map_parameters(const Description& description, Leaf& leaf) {
  if constexpr (requires { description.map_parameters(leaf); }) {
    return description.map_parameters(leaf);
  } else {
    return for_each_parameter(description.parameters(), leaf);
  }
}

/// How many numbers the parameters of a description are.
template <class Description>
constexpr Index count_parameters(const Description& description) {
  Index count = 0;
  auto leaf = [&](const auto& p) { return count += p.rows * p.columns; };
  map_parameters(description, leaf);
  return count;
}

/// Views of a description's parameters, which follow each other from `numbers` on, in tuples nested
/// as they are; adjoint_of(offset) is where the derivative of each goes, or nullptr.
template <class Context, class Description, class AdjointOf>
auto bind(Context& context, const Description& description, const typename Context::Scalar* numbers,
          const AdjointOf& adjoint_of) {
  Index offset = 0;
  auto leaf = [&]<class R, class C>(const Parameter<R, C>& p) {
    using Rows = typename Parameter<R, C>::Rows;
    using Columns = typename Parameter<R, C>::Columns;
    // A view takes a pointer to what may change, but no operation writes to a parameter: what a
    // tape notes as an update, only the owner of a model that may change has it write.
    auto* first = const_cast<typename Context::Scalar*>(numbers) + offset;
    const View<Context, Rows, Columns> view(context, first, p.rows, p.columns, adjoint_of(offset));
    offset += p.rows * p.columns;
    return view;
  };
  return map_parameters(description, leaf);
}

}  // namespace detail

/// A description with parameters that lie elsewhere, in the order of `Model::parameters`: what a
/// model is in inference, and all of it that a program without a heap has.
///
///   constexpr Network network{Input<float, 784>{}, Dense<32, Relu>{}};
///   constexpr ModelView model{network, parameters};     // an array of 25120 numbers
///   alignas(64) static std::byte memory[model.workspace_bytes(1)];
///   FixedWorkspace<float> workspace{memory};
///   const auto code = model(sample, workspace);
///
/// Samples are an Eigen matrix, map or vector, one a column, or plain numbers one after the other.
/// Each gives the same alone and in a batch; a large one is computed in pieces, but not in a
/// `FixedWorkspace`. The result lies in the workspace until `workspace.clear()`.
/// @tparam Description  a Network or an AutoencoderNetwork, or what else a Model has
template <class Description>
class ModelView {
 public:
  using Scalar = typename Description::Scalar;

  /// Both must outlive the view.
  /// @throws ShapeError unless there are as many parameters as the description has
  constexpr ModelView(const Description& description, std::span<const Scalar> parameters)
      : description_(&description), parameters_(parameters.data()) {
    check_equal("ModelView", static_cast<Index>(parameters.size()),
                detail::count_parameters(description), "parameters");
  }
  ModelView(const Description&&, std::span<const Scalar>) = delete;

  constexpr const Description& description() const { return *description_; }
  constexpr auto input_shape() const { return description_->input_shape(); }
  constexpr auto output_shape() const { return description_->output_shape(); }
  /// Of an autoencoder.
  constexpr auto code_shape() const { return description_->code_shape(); }

  /// How many bytes of memory, from a multiple of 64 on, a `FixedWorkspace` needs for a call with
  /// so many samples that lie side by side: what layers say they make, and for each up to 256 more.
  /// Of layers and activations of one's own it knows what they say; see `LayerOver`.
  constexpr std::size_t workspace_bytes(Index samples) const {
    WorkspaceBytes<Scalar> use(samples);
    description_->use_workspace(use);
    return static_cast<std::size_t>(use.bytes());
  }

  /// The result for one sample or for a batch.
  /// @throws ShapeError if x has another number of features, ValueError if the workspace is too
  ///         small
  template <class Derived, class Sides>
  auto operator()(const Eigen::MatrixBase<Derived>& x, Workspace<Scalar, Sides>& workspace) const {
    const detail::WithoutLogits numbers_alone(workspace);
    const auto in = detail::batch(workspace, "model input", input_shape(), x);
    return by_pieces(in, output_shape(), [&](const auto& piece) { return stages(piece).output; });
  }
  template <class Sides>
  auto operator()(std::span<const Scalar> x, Workspace<Scalar, Sides>& workspace) const {
    return (*this)(detail::columns_of("model input", x, input_shape().size()), workspace);
  }

  /// The codes of an autoencoder alone.
  template <class Derived, class Sides>
  auto encoder(const Eigen::MatrixBase<Derived>& x, Workspace<Scalar, Sides>& workspace) const {
    const detail::WithoutLogits numbers_alone(workspace);
    const auto in = detail::batch(workspace, "encoder input", input_shape(), x);
    return by_pieces(in, code_shape(), [&](const auto& piece) {
      return description_->encoder(piece, std::get<0>(bind(workspace)));
    });
  }
  template <class Sides>
  auto encoder(std::span<const Scalar> x, Workspace<Scalar, Sides>& workspace) const {
    return encoder(detail::columns_of("encoder input", x, input_shape().size()), workspace);
  }

  /// What an autoencoder makes of codes.
  template <class Derived, class Sides>
  auto decoder(const Eigen::MatrixBase<Derived>& codes, Workspace<Scalar, Sides>& workspace) const {
    const detail::WithoutLogits numbers_alone(workspace);
    WorkspaceUse use;  // on the sides on which it goes on when the whole model is called
    description_->encoder.use_workspace(use);
    workspace.fill(use.side);
    const auto in = detail::batch(workspace, "decoder input", code_shape(), codes);
    return by_pieces(in, output_shape(), [&](const auto& piece) {
      return description_->decoder(piece, std::get<1>(bind(workspace)));
    });
  }
  template <class Sides>
  auto decoder(std::span<const Scalar> codes, Workspace<Scalar, Sides>& workspace) const {
    return decoder(detail::columns_of("decoder input", codes, code_shape().size()), workspace);
  }

  /// The code and the output as views, for a view of a batch in a context: parameters are
  /// constants.
  auto stages(const auto& x) const { return description_->stages(x, bind(x.context())); }

 private:
  /// call(x) as a matrix, of many samples in pieces: what layers make of one stays in the caches
  /// (m4 of the benchmark: 57k images a second instead of 41k). All pieces but the last have the
  /// most samples, so no larger batch takes more room for one.
  template <class Sides, class In, class Out, class Call>
  auto by_pieces(const View<Workspace<Scalar, Sides>, In>& x, const Out& output,
                 const Call& call) const {
    auto& workspace = x.context();
    const Index samples = x.columns(), rows = output.size(), most = samples_at_once(x, rows);
    Scalar* const all = samples > most ? workspace.result(output, x.columns()).write() : nullptr;
    const auto start = workspace.place();
    const std::size_t side = workspace.side();
    for (Index first = 0;; first += most) {
      const Index count = std::min(most, samples - first);
      const View<Workspace<Scalar, Sides>, In> piece(workspace, x.data() + first * x.stride(),
                                                     x.shape(), Shape<Dynamic>{count}, x.stride());
      const auto y = call(piece).matrix();
      if (all == nullptr) return y;
      Eigen::Map<Eigen::MatrixX<Scalar>>(all + first * rows, rows, count) = y;
      workspace.release(start);
      workspace.fill(side);
      if (first + count == samples)
        return std::decay_t<decltype(y)>(all, rows, samples, Eigen::OuterStride<>(rows));
    }
  }

  /// Of how many samples the caches hold what layers make between input and output; or of how many
  /// that is as much as the weights, which are read for each piece. All in memory of the caller's,
  /// whose use `workspace_bytes` knows, where penalties of the whole batch are wanted, and of so
  /// few numbers that a call takes less than the question.
  template <class Sides, class In>
  Index samples_at_once(const View<Workspace<Scalar, Sides>, In>& x, Index output) const {
    constexpr Index few = 4096, cached = (Index{1} << 22) / Index{sizeof(Scalar)};
    const Index samples = x.columns();
    if (!Workspace<Scalar, Sides>::grows || x.context().wants_penalties() || samples <= 1 ||
        samples * (x.rows() + output) < few)
      return std::max<Index>(1, samples);
    const WorkspaceUse use = workspace_use(*description_);
    const Index piece = std::max(cached, detail::count_parameters(*description_));
    return count_of(x.context().threads()) *
           std::max<Index>(1, piece / std::max<Index>(1, use.numbers() - output));
  }

  auto bind(auto& context) const {
    return detail::bind(context, *description_, parameters_, [](Index) { return nullptr; });
  }

  const Description* description_;
  const Scalar* parameters_;
};

}  // namespace eigencoder
