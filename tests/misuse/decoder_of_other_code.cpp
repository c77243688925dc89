// SPDX-License-Identifier: MIT
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/autoencoder.hpp>

using namespace eigencoder;

#ifdef MISUSE
constexpr Index code = 16;
#else
constexpr Index code = 32;
#endif
const Autoencoder model{Encoder{Input<float, 784>{}, Dense<32, Relu>{}},
                        Decoder{Input<float, code>{}, Dense<784, Sigmoid>{}}};
