// SPDX-License-Identifier: MIT
#pragma once

// Catch2 under one name: 2.13 is a single header, 3.x is many.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
