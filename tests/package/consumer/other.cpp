// SPDX-License-Identifier: MIT
#include <eigencoder/eigencoder.hpp>

int minor_version();

int minor_version() { return EIGENCODER_VERSION_MINOR; }
