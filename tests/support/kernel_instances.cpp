// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/dot_product.hpp>
#include <eigencoder/kernels/grid_product.hpp>

namespace eigencoder::kernels {

template void grid_product(const GridProduct<float>&);
template void grid_product(const GridProduct<double>&);
template void dot_product(const GridProduct<float>&);
template void dot_product(const GridProduct<double>&);

}  // namespace eigencoder::kernels
