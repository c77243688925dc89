// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace eigencoder::detail {

/// f of the elements of a tuple. Over the types of models `std::apply` takes the compiler several
/// times as long: it asks whether the call may throw.
template <class F, class Tuple>
constexpr decltype(auto) apply(F&& f, Tuple&& tuple) {
  return [&]<std::size_t... I>(std::index_sequence<I...>)->decltype(auto) {
    return f(std::get<I>(tuple)...);
  }
  (std::make_index_sequence<std::tuple_size_v<std::remove_cvref_t<Tuple>>>{});
}

}  // namespace eigencoder::detail
