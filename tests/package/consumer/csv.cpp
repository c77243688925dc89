// SPDX-License-Identifier: MIT
#include <eigencoder/data/csv.hpp>
#include <eigencoder/data/csv_parser.hpp>
