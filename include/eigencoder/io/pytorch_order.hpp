// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <eigencoder/models/weights.hpp>

namespace eigencoder::detail {

/// How the numbers of a parameter lie in the order of PyTorch and of ONNX: rows x inputs x places,
/// where we have places x inputs x rows. A kernel whose rows have two extents works on each channel
/// by itself, so it has one input.
struct PyTorchOrder {
  Index rows, inputs = 1, places = 1;
  std::vector<Index> shape;

  explicit PyTorchOrder(const ParameterInfo& p) : rows(p.rows), shape{p.rows} {
    std::vector<Index> extents = p.column_extents;
    if (extents.empty()) return;
    if (p.row_extents.size() == 1) {
      inputs = extents.back();
      extents.pop_back();
    }
    shape.push_back(inputs);
    shape.insert(shape.end(), extents.begin(), extents.end());
    for (const Index extent : extents) places *= extent;
  }

  /// Calls f(index in PyTorch's order, index in ours) for each number.
  template <class F>
  void for_each(const F& f) const {
    for (Index r = 0; r < rows; ++r) {
      for (Index i = 0; i < inputs; ++i) {
        for (Index p = 0; p < places; ++p)
          f((r * inputs + i) * places + p, (p * inputs + i) * rows + r);
      }
    }
  }
};

}  // namespace eigencoder::detail
