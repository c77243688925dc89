// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>

#include <eigencoder/core/shape.hpp>
#include <eigencoder/layers/initializer.hpp>

namespace eigencoder {

/// What a layer says of one of its parameters: a matrix of rows x columns, column-major.
///
///   Parameter{"kernel", shape<Units>(), in.size()}
///   Parameter{"bias", shape<Units>(), shape<1>(), zeros}
template <class Rows_, class Columns_>
struct Parameter {
  using Rows = Rows_;
  using Columns = Columns_;

  std::string_view name;
  Rows rows;
  Columns columns;
  Initializer initializer;
  Fans fans;
  bool trained = true;  ///< false for state that no gradient moves, such as moving averages

  /// @param name  a literal, or anything that outlives the layer
  /// @param fans  by default those of a dense layer: columns in, rows out
  constexpr Parameter(std::string_view name_, const Rows& rows_, const Columns& columns_,
                      Initializer initializer_ = glorot_uniform)
      : Parameter(name_, rows_, columns_, initializer_, {columns_, rows_.size()}) {}

  constexpr Parameter(std::string_view name_, const Rows& rows_, const Columns& columns_,
                      Initializer initializer_, Fans fans_, bool trained_ = true)
      : name(name_),
        rows(rows_),
        columns(columns_),
        initializer(initializer_),
        fans(fans_),
        trained(trained_) {
    static_assert(Columns::rank == 1,
                  "eigencoder: Parameter: columns are one extent; give "
                  "in.size() for the elements of a shape");
  }
};

/// The parameters of a layer that is part of another, named after its place there.
template <class... Parameters>
struct Group {
  std::size_t index;
  std::string (*name)();
  std::tuple<Parameters...> parameters;
};

/// Calls leaf(p) for each parameter, in order, and returns the results in tuples nested as the
/// parameters are.
template <class Rows, class Columns, class Leaf>
auto for_each_parameter(const Parameter<Rows, Columns>& parameter, Leaf& leaf) {
  return leaf(parameter);
}
template <class... Parameters, class Leaf>
auto for_each_parameter(const std::tuple<Parameters...>& parameters, Leaf& leaf);

template <class... Parameters, class Leaf>
auto for_each_parameter(const Group<Parameters...>& group, Leaf& leaf) {
  return for_each_parameter(group.parameters, leaf);
}
template <class... Parameters, class Leaf>
auto for_each_parameter(const std::tuple<Parameters...>& parameters, Leaf& leaf) {
  return std::apply(
      [&](const auto&... p) {  // braces: the order of evaluation is that of the parameters
        return std::tuple<decltype(for_each_parameter(p, leaf))...>{for_each_parameter(p, leaf)...};
      },
      parameters);
}

}  // namespace eigencoder
