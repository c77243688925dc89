// SPDX-License-Identifier: MIT
#pragma once

#include <tuple>
#include <type_traits>

#include <eigencoder/models/network.hpp>

namespace eigencoder {

/// What an autoencoder computes, without weights.
template <class EncoderNetwork, class DecoderNetwork>
class AutoencoderNetwork {
 public:
  using Scalar = typename EncoderNetwork::Scalar;
  static_assert(std::is_same_v<Scalar, typename DecoderNetwork::Scalar>,
                "eigencoder: Autoencoder: encoder and decoder have different scalar types; give "
                "both Inputs the same");

  constexpr AutoencoderNetwork(const EncoderNetwork& encoder_, const DecoderNetwork& decoder_)
      : encoder(encoder_), decoder(decoder_) {
    check_code();
    check_reconstruction();
  }

  constexpr auto input_shape() const { return encoder.input_shape(); }
  constexpr auto output_shape() const { return decoder.output_shape(); }
  constexpr auto code_shape() const { return encoder.output_shape(); }
  constexpr bool independent_samples() const {
    return encoder.independent_samples() && decoder.independent_samples();
  }
  constexpr auto parameters() const {
    return std::tuple{encoder.parameters(), decoder.parameters()};
  }
  /// The results of leaf(p) for each parameter, in tuples nested as they are.
  template <class Leaf>
  constexpr auto map_parameters(Leaf& leaf) const {
    return std::tuple<decltype(encoder.map_parameters(leaf)),
                      decltype(decoder.map_parameters(leaf))>{encoder.map_parameters(leaf),
                                                              decoder.map_parameters(leaf)};
  }
  /// Adds what a call takes of a workspace in inference; the code stays to its end.
  constexpr void use_workspace(auto& use) const {
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
  constexpr void check_code() const {
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
            {encoder.output_shape(), "; give the decoder an Input of the code's shape"});
      }
    }
  }

  constexpr void check_reconstruction() const {
    constexpr auto where = "Autoencoder: the decoder's output differs from the encoder's input";
    using Out = decltype(decoder.output_shape());
    using In = decltype(encoder.input_shape());
    static_assert(may_be_equal<Out, In>,
                  "eigencoder: Autoencoder: the decoder's output differs from the encoder's input; "
                  "a reconstruction has the shape of the sample");
    if constexpr (may_be_equal<Out, In>) {
      if (!(decoder.output_shape() == encoder.input_shape())) {
        fail<ShapeError>(where, decoder.output_shape(),
                         {encoder.input_shape(), "; a reconstruction has the shape of the sample"});
      }
    }
  }
};

}  // namespace eigencoder
