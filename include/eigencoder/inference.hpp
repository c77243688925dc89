// SPDX-License-Identifier: MIT
#pragma once

/// What a program needs to call a model whose parameters lie in it, such as one of `write_header`:
/// it takes no memory from the system, reads no file and compiles without exceptions and without
/// run-time type information. A failed check then aborts.

#include <eigencoder/autodiff/context.hpp>
#include <eigencoder/layers/activation.hpp>
#include <eigencoder/layers/batch_normalization.hpp>
#include <eigencoder/layers/borders.hpp>
#include <eigencoder/layers/conv1d.hpp>
#include <eigencoder/layers/conv2d.hpp>
#include <eigencoder/layers/conv2d_transpose.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/depthwise_conv2d.hpp>
#include <eigencoder/layers/layer_normalization.hpp>
#include <eigencoder/layers/pooling.hpp>
#include <eigencoder/layers/reshape.hpp>
#include <eigencoder/layers/resize.hpp>
#include <eigencoder/layers/upsampling.hpp>
#include <eigencoder/layers/weight_penalty.hpp>
#include <eigencoder/models/autoencoder_network.hpp>
#include <eigencoder/models/model_view.hpp>
#include <eigencoder/models/network.hpp>
#include <eigencoder/version.hpp>
