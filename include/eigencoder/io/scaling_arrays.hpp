// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <eigencoder/core/error.hpp>
#include <eigencoder/data/scaling.hpp>
#include <eigencoder/io/safetensors.hpp>
#include <string>
#include <string_view>
#include <vector>

// How the scaling of a model's samples lies in its file.
namespace eigencoder::detail {

constexpr std::string_view scaling_offset = "scaling.offset";
constexpr std::string_view scaling_scale = "scaling.scale";

/// @throws Error unless the scaling is of as many features as the model takes or, as a decoder by
///         itself does of scaled samples, gives
template <class Error, class M>
void check_scaling_fits(std::string_view where, const Scaling& scaling, const M& model) {
  const Eigen::Index taken = model.input_shape().size(), given = model.output_shape().size();
  if (scaling.features() == taken || scaling.features() == given) return;
  fail<Error>(where, text(scaling.features(), " features"),
              text(taken, " or ", given, ", as the model takes and gives"));
}

/// The arrays of a scaling, which must outlive them; none of no features.
/// @throws ShapeError if it does not fit the model
template <class M>
std::vector<Tensor> scaling_arrays(const Scaling& scaling, const M& model) {
  if (scaling.features() == 0) return {};
  check_scaling_fits<ShapeError>("save_model: scaling", scaling, model);
  return {{std::string{scaling_offset}, {scaling.features()}, scaling.offset().data()},
          {std::string{scaling_scale}, {scaling.features()}, scaling.scale().data()}};
}

inline Eigen::VectorXd read_scaling_array(SafetensorsReader& file, std::string_view name,
                                          const std::string& where) {
  const TensorInfo* tensor = file.find(name);
  check<FileError>(tensor != nullptr, where, text("a file without ", name),
                   "a model saved with its scaling");
  check<FileError>(tensor->shape.size() == 1, text(where, ": ", name), shape_text(tensor->shape),
                   "a list");
  Eigen::VectorXd numbers(tensor->size());
  file.read(*tensor, numbers.data());
  return numbers;
}

/// @throws FileError if the file has no scaling, or one that cannot be or does not fit the model
template <class M>
Scaling read_scaling(SafetensorsReader& file, const M& model, const std::string& where) {
  const Eigen::VectorXd offset = read_scaling_array(file, scaling_offset, where);
  const Eigen::VectorXd scale = read_scaling_array(file, scaling_scale, where);
  check<FileError>(scale.size() == offset.size(), text(where, ": ", scaling_scale),
                   text(scale.size(), " features"), text(offset.size(), ", as of the offset"));
  const bool can_be = offset.allFinite() && scale.allFinite() && (scale.array() != 0).all();
  check<FileError>(can_be, text(where, ": scaling"), "a number that is not finite, or a scale of 0",
                   "finite numbers, scales other than 0");
  const Scaling scaling{offset, scale};
  check_scaling_fits<FileError>(text(where, ": scaling"), scaling, model);
  return scaling;
}

/// @throws FileError if the file has a scaling: without it the model's results are wrong in silence
inline void check_no_scaling(const SafetensorsReader& file, const std::string& where) {
  const bool has_one = file.find(scaling_offset) != nullptr || file.find(scaling_scale) != nullptr;
  check<FileError>(!has_one, where, "a model with a scaling",
                   "a place for it: LoadOptions::scaling, to scale its samples with");
}

}  // namespace eigencoder::detail
