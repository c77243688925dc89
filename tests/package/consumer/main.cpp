// SPDX-License-Identifier: MIT
#include <eigencoder/eigencoder.hpp>
#include <iostream>

int minor_version();

int main() {
  std::cout << "eigencoder " << EIGENCODER_VERSION_MAJOR << "." << minor_version() << "\n";
  return minor_version() == EIGENCODER_VERSION_MINOR ? 0 : 1;
}
