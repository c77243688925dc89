// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <eigencoder/models/autoencoder_network.hpp>
#include <eigencoder/models/encoder.hpp>

namespace eigencoder {

/// An encoder and a decoder that are trained as one model, over one vector of parameters.
///
///   Autoencoder model{Encoder{Input<float, 784>{}, Dense<32, Relu>{}},
///                     Decoder{Input<float, 32>{}, Dense<784, Sigmoid>{}}};
///   Eigen::MatrixXf codes = model.encoder(images), pictures = model.decoder(codes);
///
/// It starts with the weights of the two it is made of. Parameters are named
/// "encoder.0.dense.kernel" and so on.
template <class Encoder_, class Decoder_>
class Autoencoder
    : public Model<
          AutoencoderNetwork<typename Encoder_::Description, typename Decoder_::Description>> {
 public:
  using Description =
      AutoencoderNetwork<typename Encoder_::Description, typename Decoder_::Description>;
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
    return this->view().encoder(samples, workspace);
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
    return this->view().decoder(codes, workspace);
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
