// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <eigencoder/data/npy_writer.hpp>
#include <filesystem>
#include <fstream>
#include <ios>
#include <string>
#include <vector>

namespace eigencoder::testing {

/// A .npy file of floats that are zeros, which take no room on the disk, but in the last sample,
/// where they are ones.
inline std::filesystem::path write_sparse_npy(const std::filesystem::path& path,
                                              Eigen::Index samples, Eigen::Index features) {
  const std::vector<Eigen::Index> shape{samples, features};
  const std::string header = detail::npy_header_text("<f4", false, shape);
  const std::vector<float> ones(static_cast<std::size_t>(features), 1.0f);
  const auto sample_bytes = static_cast<std::streamoff>(ones.size() * sizeof(float));
  std::ofstream file(path, std::ios::binary);
  file << header;
  file.seekp(static_cast<std::streamoff>(header.size()) + (samples - 1) * sample_bytes);
  file.write(reinterpret_cast<const char*>(ones.data()), sample_bytes);
  return path;
}

}  // namespace eigencoder::testing
