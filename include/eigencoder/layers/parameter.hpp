// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

#include <eigencoder/core/apply.hpp>
#include <eigencoder/core/shape.hpp>
#include <eigencoder/layers/initializer.hpp>

namespace eigencoder {

/// What a layer says of one of its parameters: a matrix of rows x columns, column-major.
///
///   Parameter{"kernel", shape<Units>(), in}
///   Parameter{"bias", shape<Units>(), shape<>(), zeros}
///
/// Rows and columns are counted by shapes of any rank, which is what files say: with Keras's
/// extents first those of the columns, then those of the rows. A shape without extents is one
/// column.
template <class RowShape, class ColumnShape>
struct Parameter {
  using Rows = decltype(std::declval<RowShape>().size());
  using Columns = decltype(std::declval<ColumnShape>().size());

  std::string_view name;
  RowShape row_shape;
  ColumnShape column_shape;
  Rows rows;
  Columns columns;
  Initializer initializer;
  Fans fans;
  bool trained = true;  ///< false for state that no gradient moves, such as moving averages

  /// @param name  a literal, or anything that outlives the layer
  /// @param fans  by default those of a dense layer: columns in, rows out
  constexpr Parameter(std::string_view name_, const RowShape& rows_, const ColumnShape& columns_,
                      Initializer initializer_ = glorot_uniform)
      : Parameter(name_, rows_, columns_, initializer_, {columns_.size(), rows_.size()}) {}

  constexpr Parameter(std::string_view name_, const RowShape& rows_, const ColumnShape& columns_,
                      Initializer initializer_, Fans fans_, bool trained_ = true)
      : name(name_),
        row_shape(rows_),
        column_shape(columns_),
        rows(rows_.size()),
        columns(columns_.size()),
        initializer(initializer_),
        fans(fans_),
        trained(trained_) {}
};

/// The parameters of a layer that is part of another, named after its place there.
template <class Layer, class... Parameters>
struct Group {
  std::size_t index;
  std::tuple<Parameters...> parameters;
};

/// Calls leaf(p) for each parameter, in order, and returns the results in tuples nested as the
/// parameters are.
template <class RowShape, class ColumnShape, class Leaf>
constexpr auto for_each_parameter(const Parameter<RowShape, ColumnShape>& parameter, Leaf& leaf) {
  return leaf(parameter);
}
template <class... Parameters, class Leaf>
constexpr auto for_each_parameter(const std::tuple<Parameters...>& parameters, Leaf& leaf);

template <class Layer, class... Parameters, class Leaf>
constexpr auto for_each_parameter(const Group<Layer, Parameters...>& group, Leaf& leaf) {
  return for_each_parameter(group.parameters, leaf);
}
template <class... Parameters, class Leaf>
constexpr auto for_each_parameter(const std::tuple<Parameters...>& parameters, Leaf& leaf) {
  return detail::apply(
      [&](const auto&... p) {  // braces: the order of evaluation is that of the parameters
        return std::tuple<decltype(for_each_parameter(p, leaf))...>{for_each_parameter(p, leaf)...};
      },
      parameters);
}

}  // namespace eigencoder
