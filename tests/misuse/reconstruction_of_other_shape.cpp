// SPDX-License-Identifier: MIT
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/autoencoder.hpp>

using namespace eigencoder;

#ifdef MISUSE
constexpr Index features = 783;
#else
constexpr Index features = 784;
#endif
const Autoencoder model{Encoder{Input<float, 784>{}, Dense<32, Relu>{}},
                        Decoder{Input<float, 32>{}, Dense<features, Sigmoid>{}}};
