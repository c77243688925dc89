// SPDX-License-Identifier: MIT
// numpy_reads FOLDER: writes the files that numpy_reads.py compares with what they should hold.
#include <eigencoder/data/npy_writer.hpp>

#include <cstdint>
#include <filesystem>
#ifdef EIGENCODER_NPZ
#include <eigencoder/data/npz_writer.hpp>
#endif

using namespace eigencoder;

namespace {

/// Feature f of sample s is 10 s + f.
template <class Scalar>
Eigen::MatrixX<Scalar> columns() {
  return Eigen::MatrixX<Scalar>::NullaryExpr(
      6, 4, [](Eigen::Index f, Eigen::Index s) { return static_cast<Scalar>(10 * s + f); });
}

}  // namespace

int main(int, char** arguments) {
  const std::filesystem::path folder = arguments[1];
  const auto f4 = columns<float>();
  const auto i8 = columns<std::int64_t>();
  const NpyOptions fortran{.sample_shape = {3, 2}, .fortran_order = true};
  write_npy(folder / "f4.npy", f4);
  write_npy(folder / "f8.npy", columns<double>());
  write_npy(folder / "u1.npy", columns<std::uint8_t>());
  write_npy(folder / "i8.npy", i8);
  write_npy(folder / "fortran.npy", f4, fortran);
  write_npy(folder / "numbers.npy", f4.row(1));
#ifdef EIGENCODER_NPZ
  const std::vector<NpzArray> arrays{{"f4", f4}, {"i8", i8}, {"fortran", f4, fortran}};
  write_npz(folder / "stored.npz", arrays);
  write_npz(folder / "deflated.npz", arrays, {.compressed = true});
#endif
}
