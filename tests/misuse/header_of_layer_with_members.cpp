// SPDX-License-Identifier: MIT
#include <eigencoder/io/header_file.hpp>
#include <eigencoder/models/encoder.hpp>

#include <string>

struct Shift {
  double by = 1;
#ifndef MISUSE
  std::string source() const { return "Shift{" + std::to_string(by) + "}"; }
#endif
  auto operator()(const auto& x) const { return x + by; }
};

int main() {
  const eigencoder::Encoder model{eigencoder::Input<float, 3>{}, eigencoder::Dense<2, Shift>{}};
  eigencoder::write_header(model, "shift.hpp");
}
