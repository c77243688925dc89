// SPDX-License-Identifier: MIT
#include <eigencoder/data/gzip.hpp>
#include <eigencoder/data/mnist.hpp>
