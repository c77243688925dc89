// SPDX-License-Identifier: MIT
// The kernels that most tests call are compiled once, in kernel_instances.cpp, not in each test: a
// quarter of the time that a test took to compile, and a third to a half under the sanitizers.
#pragma once

#include <eigencoder/kernels/dot_product.hpp>
#include <eigencoder/kernels/grid_product.hpp>

namespace eigencoder::kernels {

extern template void grid_product(const GridProduct<float>&);
extern template void grid_product(const GridProduct<double>&);
extern template void dot_product(const GridProduct<float>&);
extern template void dot_product(const GridProduct<double>&);

}  // namespace eigencoder::kernels
