// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/losses/x.hpp>
