// SPDX-License-Identifier: MIT
#include <eigencoder/io/model_file.hpp>
#include <eigencoder/io/safetensors.hpp>
