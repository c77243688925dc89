// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace eigencoder::testing {

/// The text of the error that f throws; other errors pass through.
template <class Error, class F>
std::string message(const F& f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

}  // namespace eigencoder::testing
