// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <eigencoder/core/error.hpp>
#include <eigencoder/version.hpp>

namespace eigencoder::detail {

/// The library's version as files say it: "0.1.0".
inline std::string version_text() {
  return text(EIGENCODER_VERSION_MAJOR, '.', EIGENCODER_VERSION_MINOR, '.',
              EIGENCODER_VERSION_PATCH);
}

}  // namespace eigencoder::detail
