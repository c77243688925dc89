// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <tuple>
#include <utility>

#include <eigencoder/models/encoder.hpp>

namespace eigencoder {

namespace detail {

/// What an autoencoder computes, without weights.
template <class EncoderNetwork, class DecoderNetwork>
class AutoencoderNetwork {
 public:
  using Scalar = typename EncoderNetwork::Scalar;
  static_assert(std::is_same_v<Scalar, typename DecoderNetwork::Scalar>,
                "eigencoder: Autoencoder: encoder and decoder have different scalar types; give "
                "both Inputs the same");

  AutoencoderNetwork(const EncoderNetwork& encoder_, const DecoderNetwork& decoder_)
      : encoder(encoder_), decoder(decoder_) {
    check_code();
    check_reconstruction();
  }

  auto input_shape() const { return encoder.input_shape(); }
  auto output_shape() const { return decoder.output_shape(); }
  auto code_shape() const { return encoder.output_shape(); }
  auto parameters() const { return std::tuple{encoder.parameters(), decoder.parameters()}; }
  /// Adds what a call takes of a workspace in inference; the code stays to its end.
  constexpr void use_workspace(WorkspaceUse& use) const {
    encoder.use_workspace(use);
    decoder.use_workspace(use);
  }

  template <class Groups>
  auto stages(const auto& x, const Groups& groups) const {
    const auto code = encoder(x, std::get<0>(groups));
    const auto output = decoder(code, std::get<1>(groups));
    return CodeAndOutput<std::decay_t<decltype(code)>, std::decay_t<decltype(output)>>{code,
                                                                                       output};
  }

  EncoderNetwork encoder;
  DecoderNetwork decoder;

 private:
  // A static_assert takes a literal only, so each sentence stands twice, one below the other.
  void check_code() const {
    constexpr auto where = "Autoencoder: the decoder's input differs from the encoder's code";
    using Code = decltype(encoder.output_shape());
    using In = decltype(decoder.input_shape());
    static_assert(may_be_equal<Code, In>,
                  "eigencoder: Autoencoder: the decoder's input differs from the encoder's code; "
                  "give the decoder an Input of the code's shape");
    if constexpr (may_be_equal<Code, In>) {
      if (!(decoder.input_shape() == encoder.output_shape())) {
        fail<ShapeError>(
            where, decoder.input_shape(),
            text(encoder.output_shape(), "; give the decoder an Input of the code's shape"));
      }
    }
  }

  void check_reconstruction() const {
    constexpr auto where = "Autoencoder: the decoder's output differs from the encoder's input";
    using Out = decltype(decoder.output_shape());
    using In = decltype(encoder.input_shape());
    static_assert(may_be_equal<Out, In>,
                  "eigencoder: Autoencoder: the decoder's output differs from the encoder's input; "
                  "a reconstruction has the shape of the sample");
    if constexpr (may_be_equal<Out, In>) {
      if (!(decoder.output_shape() == encoder.input_shape())) {
        fail<ShapeError>(
            where, decoder.output_shape(),
            text(encoder.input_shape(), "; a reconstruction has the shape of the sample"));
      }
    }
  }
};

}  // namespace detail

/// An encoder and a decoder that are trained as one model, over one vector of parameters.
///
///   Autoencoder model{Encoder{Input<float, 784>{}, Dense<32, Relu>{}},
///                     Decoder{Input<float, 32>{}, Dense<784, Sigmoid>{}}};
///   Eigen::MatrixXf codes = model.encoder(images), pictures = model.decoder(codes);
///
/// It starts with the weights of the two it is made of. Parameters are named
/// "encoder.0.dense.kernel" and so on.
template <class Encoder_, class Decoder_>
class Autoencoder : public Model<detail::AutoencoderNetwork<typename Encoder_::Description,
                                                            typename Decoder_::Description>> {
 public:
  using Description =
      detail::AutoencoderNetwork<typename Encoder_::Description, typename Decoder_::Description>;
  using Base = Model<Description>;
  using Scalar = typename Base::Scalar;

  /// @throws ShapeError if the two do not fit; where the types show it, it does not compile
  Autoencoder(const Encoder_& encoder, const Decoder_& decoder)
      : Base(Description(encoder.description(), decoder.description()),
             detail::join(encoder.weights(), "encoder", decoder.weights(), "decoder")) {}

  auto code_shape() const { return this->description().code_shape(); }

  /// The codes of a sample or batch; see `Model`'s call, also for the workspace.
  template <class Derived>
  auto encoder(const Eigen::MatrixBase<Derived>& samples) const {
    Workspace<Scalar> workspace;
    using Result = Eigen::Matrix<Scalar, Dynamic, Derived::ColsAtCompileTime>;
    return Result(encoder(samples, workspace));
  }
  template <class Derived>
  auto encoder(const Eigen::MatrixBase<Derived>& samples, Workspace<Scalar>& workspace) const {
    const detail::WithoutLogits numbers_alone(workspace);
    const auto x = detail::batch(workspace, "encoder input", this->input_shape(), samples);
    return this->description().encoder(x, std::get<0>(this->bind(workspace))).matrix();
  }
  /// The encoder as a model of its own, with a copy of its weights.
  Encoder_ encoder() const {
    return {this->description().encoder, detail::part(this->weights(), "encoder")};
  }

  /// The reconstructions of a code or of a batch of codes.
  template <class Derived>
  auto decoder(const Eigen::MatrixBase<Derived>& codes) const {
    Workspace<Scalar> workspace;
    using Result = Eigen::Matrix<Scalar, Dynamic, Derived::ColsAtCompileTime>;
    return Result(decoder(codes, workspace));
  }
  template <class Derived>
  auto decoder(const Eigen::MatrixBase<Derived>& codes, Workspace<Scalar>& workspace) const {
    const detail::WithoutLogits numbers_alone(workspace);
    WorkspaceUse use;  // on the sides on which it goes on when the whole model is called
    this->description().encoder.use_workspace(use);
    workspace.fill(use.side);
    const auto x = detail::batch(workspace, "decoder input", this->code_shape(), codes);
    return this->description().decoder(x, std::get<1>(this->bind(workspace))).matrix();
  }
  /// The decoder as a model of its own, with a copy of its weights.
  Decoder_ decoder() const {
    return {this->description().decoder, detail::part(this->weights(), "decoder")};
  }

  /// The mean squared error of each sample, one number a column of x.
  /// @throws ShapeError if x has another number of features
  template <class Derived>
  Eigen::VectorX<Scalar> reconstruction_error(const Eigen::MatrixBase<Derived>& x) const {
    constexpr Index batch = 256;  // keeps the workspace small, however many samples there are
    Workspace<Scalar> workspace;
    Eigen::VectorX<Scalar> errors(x.cols());
    for (Index first = 0; first < x.cols(); first += batch) {
      const Eigen::MatrixX<Scalar> samples = x.middleCols(first, std::min(batch, x.cols() - first));
      workspace.clear();
      errors.segment(first, samples.cols()) =
          ((*this)(samples, workspace) - samples).colwise().squaredNorm() / Scalar(samples.rows());
    }
    return errors;
  }
};

}  // namespace eigencoder
