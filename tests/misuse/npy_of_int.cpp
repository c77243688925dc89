// SPDX-License-Identifier: MIT
#include <eigencoder/data/npy_writer.hpp>

void save(const Eigen::MatrixXi& labels) {
#ifdef MISUSE
  eigencoder::write_npy("labels.npy", labels);
#else
  eigencoder::write_npy("labels.npy", labels.cast<std::int64_t>());
#endif
}
