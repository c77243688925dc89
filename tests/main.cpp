// SPDX-License-Identifier: MIT
// The main function of Catch2 2.13; 3.x brings one in its library.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
