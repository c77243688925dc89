// SPDX-License-Identifier: MIT
#include <eigencoder/figures/png.hpp>
