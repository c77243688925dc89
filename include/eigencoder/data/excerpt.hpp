// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace eigencoder::detail {

/// The bytes of a file, which may be anything, as they may stand in a message.
inline std::string printable(std::string_view bytes) {
  std::string result(bytes);
  std::replace_if(
      result.begin(), result.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return result;
}

/// The beginning of what is left of a file, as an error shows what it met.
inline std::string excerpt(std::string_view rest) {
  return rest.empty() ? "the end" : "\"" + printable(rest.substr(0, 24)) + "\"";
}

}  // namespace eigencoder::detail
