// SPDX-License-Identifier: MIT
// Made by tests/golden/scaling.py with scikit-learn 1.2.1; do not edit.
#pragma once

#include "case.hpp"

// clang-format off
namespace eigencoder::golden {

struct ScalingCase {
  std::string name;
  Matrix scaled;  ///< the fresh samples
};

inline const Matrix scaling_train{5, 5, {-1.5, 1001.0, 0.1, 3e-09, 1.0, 0.25, 1004.0, 0.1, -1e-09, 2.0, 2.0, 998.0, 0.1, 4e-09, 100.0, 0.75, 1000.5, 0.1, 0.0, 3.0, -0.125, 1000.0, 0.1, 2e-09, 1.5}};
inline const Matrix scaling_fresh{5, 2, {0.5, 1002.0, 0.1, 1e-09, 2.0, 4.0, 992.0, 1.1, 9e-09, -7.0}};

inline const std::vector<ScalingCase> scalings{
    {"min_max_0_1",
     {5, 2, {0.5714285714285714, 0.6666666666666856, 0.0, 0.4, 0.010101010101010102, 1.5714285714285714, -1.0, 1.0, 1.9999999999999998, -0.08080808080808081}}},
    {"min_max_-1_3",
     {5, 2, {1.2857142857142856, 1.6666666666667425, -0.9999999999999999, 0.6000000000000001, -0.9595959595959597, 5.285714285714286, -5.0, 3.0000000000000004, 6.999999999999999, -1.3232323232323233}}},
    {"standard",
     {5, 2, {0.19714857945224556, 0.6704238100681923, 0.0, -0.3234983196103152, -0.496744757059851, 3.26390425982051, -4.486682421225775, 1.0, 3.9898126085272207, -0.7260115680105514}}},
};

}  // namespace eigencoder::golden
