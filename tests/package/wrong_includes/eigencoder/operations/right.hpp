// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/core/x.hpp>
#include <eigencoder/operations/unknown.hpp>
