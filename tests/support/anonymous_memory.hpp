// SPDX-License-Identifier: MIT
#pragma once

#include <fstream>
#include <string>

namespace eigencoder::testing {

/// Bytes of the program's that are in memory and stand in no file, as Linux counts them; else 0.
inline long anonymous_memory() {
  std::ifstream status("/proc/self/status");
  std::string word;
  long kilobytes = 0;
  while (status >> word && word != "RssAnon:") continue;
  status >> kilobytes;
  return kilobytes * 1024;
}

}  // namespace eigencoder::testing
