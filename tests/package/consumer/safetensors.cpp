// SPDX-License-Identifier: MIT
#include <eigencoder/io/checkpoint.hpp>
#include <eigencoder/io/model_file.hpp>
#include <eigencoder/io/safetensors.hpp>
#include <eigencoder/io/scaling_arrays.hpp>
