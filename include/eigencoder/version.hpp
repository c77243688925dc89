// SPDX-License-Identifier: MIT
#pragma once

/// The library's version; CMake and the package files read it from these three lines.
#define EIGENCODER_VERSION_MAJOR 0
#define EIGENCODER_VERSION_MINOR 1
#define EIGENCODER_VERSION_PATCH 0
