// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/elsewhere/x.hpp>
