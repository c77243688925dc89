// SPDX-License-Identifier: MIT
#include <eigencoder/data/npz.hpp>
#include <eigencoder/data/npz_writer.hpp>
