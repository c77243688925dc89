// SPDX-License-Identifier: MIT
#pragma once

/// Everything that needs only Eigen; the headers that need zlib (data/gzip.hpp, data/mnist.hpp) or
/// libpng (figures/png.hpp) are included by name.

#include <eigencoder/autodiff/arena.hpp>
#include <eigencoder/autodiff/context.hpp>
#include <eigencoder/autodiff/gradient.hpp>
#include <eigencoder/autodiff/view.hpp>
#include <eigencoder/core/error.hpp>
#include <eigencoder/core/normal_quantile.hpp>
#include <eigencoder/core/permutation.hpp>
#include <eigencoder/core/philox.hpp>
#include <eigencoder/core/random.hpp>
#include <eigencoder/core/shape.hpp>
#include <eigencoder/core/threads.hpp>
#include <eigencoder/data/idx.hpp>
#include <eigencoder/figures/image_grid.hpp>
#include <eigencoder/figures/output_folder.hpp>
#include <eigencoder/kernels/product.hpp>
#include <eigencoder/layers/initializer.hpp>
#include <eigencoder/operations/activations.hpp>
#include <eigencoder/operations/affine.hpp>
#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/binary_crossentropy.hpp>
#include <eigencoder/operations/broadcast.hpp>
#include <eigencoder/operations/elementwise.hpp>
#include <eigencoder/operations/extrema.hpp>
#include <eigencoder/operations/features.hpp>
#include <eigencoder/operations/functions.hpp>
#include <eigencoder/operations/product.hpp>
#include <eigencoder/operations/reductions.hpp>
#include <eigencoder/operations/softmax.hpp>
#include <eigencoder/operations/stop_gradient.hpp>
#include <eigencoder/optimizers/adadelta.hpp>
#include <eigencoder/optimizers/adam.hpp>
#include <eigencoder/optimizers/adamw.hpp>
#include <eigencoder/optimizers/optimizer.hpp>
#include <eigencoder/optimizers/rmsprop.hpp>
#include <eigencoder/optimizers/sgd.hpp>
#include <eigencoder/version.hpp>
