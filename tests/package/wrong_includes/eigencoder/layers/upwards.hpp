// SPDX-License-Identifier: MIT
#pragma once

#include <eigencoder/models/x.hpp>
