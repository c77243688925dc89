// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/eigencoder.hpp>
