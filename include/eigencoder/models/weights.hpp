// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <eigencoder/core/apply.hpp>
#include <eigencoder/core/error.hpp>
#include <eigencoder/core/random.hpp>
#include <eigencoder/layers/parameter.hpp>
#include <eigencoder/models/layer.hpp>

namespace eigencoder {

/// Where a parameter lies in the flat vector of a model, and what becomes of it.
struct ParameterInfo {
  std::string name;  ///< such as "encoder.0.dense.kernel"
  Index rows = 0;
  Index columns = 0;
  Index offset = 0;
  Initializer initializer;
  Fans fans;
  bool trained = true;  ///< false: state, which no gradient moves
  bool frozen = false;
  std::uint32_t step = 0, draw = 0;  ///< which random numbers it starts from
  /// Extents that rows and columns are made of, as Keras counts them: the last is the fastest.
  std::vector<Index> row_extents, column_extents;

  Index size() const { return rows * columns; }
  bool moves() const { return trained && !frozen; }
  bool operator==(const ParameterInfo& other) const {
    return name == other.name && rows == other.rows && columns == other.columns &&
           frozen == other.frozen;
  }
};

/// The parameters of a model: one flat vector, and the list that says what lies where.
template <class Scalar>
struct Weights {
  Eigen::VectorX<Scalar> values;
  std::vector<ParameterInfo> list;

  /// Every parameter drawn anew: a function of the seed alone.
  void initialize(std::uint64_t seed) {
    const std::uint64_t key = derive_seed(seed, Purpose::initialization);
    for (const ParameterInfo& p : list) {
      eigencoder::initialize(p.initializer, p.fans, RandomStream{key, p.step, p.draw},
                             values.segment(p.offset, p.size()));
    }
  }

  /// @throws ValueError for an unknown name, listing those there are
  const ParameterInfo& find(std::string_view name) const {
    for (const ParameterInfo& p : list) {
      if (p.name == name) return p;
    }
    std::string names;
    for (const ParameterInfo& p : list) names += (names.empty() ? "" : ", ") + p.name;
    fail<ValueError>("parameter", text('"', name, '"'), text("one of ", names));
  }

  /// Freezes or thaws every parameter of that name, or below it: "encoder", "encoder.0.dense".
  /// @throws ValueError if there is none
  void set_frozen(std::string_view name, bool frozen) {
    const auto matches = [name](const ParameterInfo& p) {
      return name.empty() || p.name == name ||
             (p.name.starts_with(name) && p.name[name.size()] == '.');
    };
    if (!name.empty() && std::none_of(list.begin(), list.end(), matches)) find(name);
    for (ParameterInfo& p : list) {
      if (matches(p)) p.frozen = frozen;
    }
  }

  /// Number of elements that training moves.
  Index trainable() const {
    Index sum = 0;
    for (const ParameterInfo& p : list) sum += p.moves() ? p.size() : 0;
    return sum;
  }

  bool operator==(const Weights& other) const {
    return list == other.list && values.size() == other.values.size() && values == other.values;
  }
};

namespace detail {

template <Index... Extents>
std::vector<Index> list_of_extents(const Shape<Extents...>& shape) {
  std::vector<Index> list;
  for (int axis = 0; axis < shape.rank; ++axis) list.push_back(shape.extent(axis));
  return list;
}

template <class RowShape, class ColumnShape>
void list_parameters(const Parameter<RowShape, ColumnShape>& p, const std::string& path,
                     std::vector<ParameterInfo>& list) {
  const Index offset = list.empty() ? 0 : list.back().offset + list.back().size();
  list.push_back({.name = path + std::string{p.name},
                  .rows = p.rows,
                  .columns = p.columns,
                  .offset = offset,
                  .initializer = p.initializer,
                  .fans = p.fans,
                  .trained = p.trained,
                  .row_extents = list_of_extents(p.row_shape),
                  .column_extents = list_of_extents(p.column_shape)});
}
template <class... Parameters>
void list_parameters(const std::tuple<Parameters...>& parameters, const std::string& path,
                     std::vector<ParameterInfo>& list);
template <class Layer, class... Parameters>
void list_parameters(const Group<Layer, Parameters...>& group, const std::string& path,
                     std::vector<ParameterInfo>& list) {
  list_parameters(group.parameters, text(path, group.index, '.', layer_name<Layer>(), '.'), list);
}
template <class... Parameters>
void list_parameters(const std::tuple<Parameters...>& parameters, const std::string& path,
                     std::vector<ParameterInfo>& list) {
  detail::apply([&](const auto&... p) { (list_parameters(p, path, list), ...); }, parameters);
}

/// Room for the parameters, drawn from `seed`; `step` keeps them apart from another model's.
template <class Scalar>
Weights<Scalar> make_weights(const auto& parameters, std::uint32_t step, std::uint64_t seed) {
  Weights<Scalar> weights;
  list_parameters(parameters, "", weights.list);
  std::uint32_t draw = 0;
  for (ParameterInfo& p : weights.list) p.step = step, p.draw = draw++;
  const auto& list = weights.list;
  weights.values.resize(list.empty() ? 0 : list.back().offset + list.back().size());
  weights.initialize(seed);
  return weights;
}

/// Two models' weights in one vector, their names each below a name of its own.
template <class Scalar>
Weights<Scalar> join(const Weights<Scalar>& a, const std::string& name_a, const Weights<Scalar>& b,
                     const std::string& name_b) {
  Weights<Scalar> both;
  both.values.resize(a.values.size() + b.values.size());
  std::copy_n(b.values.data(), b.values.size(),
              std::copy_n(a.values.data(), a.values.size(), both.values.data()));
  const auto append = [&](const Weights<Scalar>& from, const std::string& name, Index offset) {
    for (ParameterInfo p : from.list) {
      p.name = name + "." + p.name;
      p.offset += offset;
      both.list.push_back(std::move(p));
    }
  };
  append(a, name_a, 0);
  append(b, name_b, a.values.size());
  return both;
}

/// The part of joined weights that lies below a name.
template <class Scalar>
Weights<Scalar> part(const Weights<Scalar>& both, const std::string& name) {
  Weights<Scalar> weights;
  Index first = 0, size = 0;
  for (ParameterInfo p : both.list) {
    if (!p.name.starts_with(name + ".")) continue;
    if (weights.list.empty()) first = p.offset;
    p.name.erase(0, name.size() + 1);
    p.offset -= first;
    size += p.size();
    weights.list.push_back(std::move(p));
  }
  weights.values = both.values.segment(first, size);
  return weights;
}

}  // namespace detail
}  // namespace eigencoder
