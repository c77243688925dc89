// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <iterator>
#include <string>
#include <type_traits>
#include <vector>

namespace eigencoder {

/// Numbers for a chart: all those of an Eigen matrix, column by column, or those of a range.
struct Numbers {
  std::vector<double> values = {};

  Numbers() = default;
  template <class Source>
  Numbers(const Source& source) {
    if constexpr (requires { source.derived().eval(); }) {
      const Eigen::VectorXd all = source.derived().eval().reshaped().template cast<double>();
      values.assign(all.begin(), all.end());
    } else {
      values.assign(std::begin(source), std::end(source));
    }
  }
};

/// A name and its numbers: a curve, or what a histogram counts.
struct Series {
  std::string name;
  Numbers numbers;
};

/// One integer a sample, such as its class: made from any range of integers.
struct Labels {
  std::vector<int> values = {};

  Labels() = default;
  template <class Range>
  Labels(const Range& range) {
    static_assert(std::is_integral_v<std::remove_cvref_t<decltype(*std::begin(range))>>,
                  "eigencoder: labels must be integers; cast them first");
    for (const auto label : range) values.push_back(static_cast<int>(label));
  }
};

}  // namespace eigencoder
