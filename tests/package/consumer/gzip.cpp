// SPDX-License-Identifier: MIT
#include <eigencoder/data/gzip.hpp>
