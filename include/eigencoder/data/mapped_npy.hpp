// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <eigencoder/core/error.hpp>
#include <eigencoder/data/dataset.hpp>
#include <eigencoder/data/file_mapping.hpp>
#include <eigencoder/data/npy.hpp>
#include <eigencoder/data/npy_header.hpp>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace eigencoder {

/// A .npy file that stays on the disk, a dataset: each sample is read when a batch wants it.
///
///   trainer.fit(MappedNpy("faces.npy"), {.epochs = 5, .batch_size = 64});
///
/// So it may be larger than the memory. The system keeps what it has read as long as there is room;
/// that is no memory of the program's, of which training takes 8 bytes a sample, for their order.
/// (Without POSIX the file is read as a whole.) Samples, features, dtypes and errors are those of
/// `read_npy`: numbers become the model's as they are, and NaN is not looked for. In Fortran order
/// the features of a sample lie far apart, each on a page of its own: such a file is read, but
/// better written anew in C order.
///
/// The file must not become shorter while it is in use, or the program ends (SIGBUS); one that
/// `write_npy` replaces stays as it was. Copies share the mapping.
class MappedNpy {
 public:
  /// @throws FileError if it is missing, cut short, too long, or holds something else
  explicit MappedNpy(const std::filesystem::path& path)
      : file_(std::make_shared<const detail::FileMapping>(path)),
        header_(detail::parse_npy_header(file_->bytes(), path.string())) {
    const std::span<const detail::NpyType<float>> types = detail::npy_types<float>;
    const detail::NpyType<float>& type = detail::npy_type<float>(header_.dtype, path.string());
    type_ = static_cast<std::size_t>(&type - types.data());
    bytes_ = type.size;
    detail::check_npy_size(header_.shape, bytes_, data().size(), path.string());
    features_ = *detail::element_count(std::span(header_.shape).subspan(1));
  }

  Eigen::Index samples() const { return header_.shape[0]; }
  Eigen::Index features() const { return features_; }
  /// All extents, samples first.
  const std::vector<Eigen::Index>& shape() const { return header_.shape; }

  /// Writes the chosen samples as the columns of a features x samples.size() matrix at `out`.
  /// @throws ValueError if a sample is not there
  template <class Scalar>
  void gather(std::span<const Eigen::Index> samples, Scalar* out) const {
    const detail::NpyType<Scalar>& type = detail::npy_types<Scalar>[type_];
    for (const Eigen::Index sample : samples) {
      if (sample < 0 || sample >= this->samples())
        fail<ValueError>("MappedNpy::gather", text("sample ", sample),
                         text("0 to ", this->samples() - 1));
      if (!header_.fortran_order) will_need(sample);
      type.convert_sample(header_, data(), sample, out);
      out += features();
    }
  }

 private:
  std::span<const std::uint8_t> data() const { return file_->bytes().subspan(header_.size); }

  void will_need(Eigen::Index sample) const {
    const auto size = static_cast<std::size_t>(features_ * bytes_);
    file_->will_need(header_.size + static_cast<std::size_t>(sample) * size, size);
  }

  std::shared_ptr<const detail::FileMapping> file_;
  detail::NpyHeader header_;
  std::size_t type_ = 0;    ///< which of `npy_types`
  Eigen::Index bytes_ = 0;  ///< of a number
  Eigen::Index features_ = 0;
};

static_assert(DataSource<MappedNpy, float> && DataSource<MappedNpy, double>);

}  // namespace eigencoder
