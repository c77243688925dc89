// SPDX-License-Identifier: MIT
#pragma once

/// What a program needs to describe models, train them on samples in memory and run them: no files
/// and no figures, which `eigencoder.hpp` has besides and which take the compiler as long as these.

#include <eigencoder/data/corruption.hpp>
#include <eigencoder/inference.hpp>
#include <eigencoder/layers/activity_penalty.hpp>
#include <eigencoder/layers/kl_sparsity.hpp>
#include <eigencoder/layers/noise.hpp>
#include <eigencoder/losses/binary_crossentropy.hpp>
#include <eigencoder/losses/huber.hpp>
#include <eigencoder/losses/mean_absolute_error.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>
#include <eigencoder/losses/weighted_sum.hpp>
#include <eigencoder/models/autoencoder.hpp>
#include <eigencoder/models/codes.hpp>
#include <eigencoder/models/summary.hpp>
#include <eigencoder/optimizers/adadelta.hpp>
#include <eigencoder/optimizers/adam.hpp>
#include <eigencoder/optimizers/adamw.hpp>
#include <eigencoder/optimizers/rmsprop.hpp>
#include <eigencoder/optimizers/sgd.hpp>
#include <eigencoder/training/early_stopping.hpp>
#include <eigencoder/training/metrics.hpp>
#include <eigencoder/training/progress_bar.hpp>
#include <eigencoder/training/schedules.hpp>
#include <eigencoder/training/trainer.hpp>
