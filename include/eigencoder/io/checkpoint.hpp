// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstdint>
#include <eigencoder/io/model_file.hpp>
#include <eigencoder/training/trainer.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace eigencoder {

namespace detail {

/// The lists of a history, each under its name in a file; the same for writing and for reading.
template <class History_, class F>
void for_each_list(History_& history, const F& f) {
  f("history.loss", history.loss);
  f("history.validation_loss", history.validation_loss);
  f("history.seconds", history.seconds);
  f("history.batch_loss", history.batch_loss);
  f("history.penalty", history.penalty);
}

/// @throws FileError unless the lists of a history may be of one training
inline void check_counts(const History& history, Index epoch, const std::string& where) {
  const std::size_t epochs = history.epochs();
  bool fit = static_cast<std::size_t>(epoch) <= epochs && history.seconds.size() == epochs &&
             history.penalty.size() == epochs && history.validation_loss.size() <= epochs;
  for (const auto* metrics : {&history.metrics, &history.validation_metrics}) {
    for (const auto& [name, list] : *metrics) fit = fit && list.size() <= epochs;
  }
  check<FileError>(fit, text(where, ": history"), "lists that do not fit together",
                   text("an entry for each of ", epochs, " epochs"));
}

constexpr std::string_view metrics_prefix = "history.metrics.";
constexpr std::string_view validation_prefix = "history.validation_metrics.";

/// Reads what `save_checkpoint` has written beside the parameters.
class CheckpointReader {
 public:
  CheckpointReader(SafetensorsReader& file, std::string where)
      : file_(file), where_(std::move(where)) {}

  const std::string& word(const std::string& key) const {
    const auto found = file_.metadata().find(key);
    check<FileError>(found != file_.metadata().end(), where_, text("a file without ", key),
                     "a checkpoint");
    return found->second;
  }

  /// A whole number of the metadata, of 18 digits at most, so that there is room to count on.
  template <class Integer>
  Integer number(const std::string& key) const {
    const std::string& word = this->word(key);
    Integer value{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    check<FileError>(error == std::errc{} && end == word.data() + word.size() && value >= 0 &&
                         (word.size() <= 18 || key == "seed"),
                     text(where_, ": ", key), text('"', printable(word), '"'), "a whole number");
    return value;
  }

  std::vector<double> list(const std::string& name) const {
    const TensorInfo* tensor = file_.find(name);
    check<FileError>(tensor != nullptr && tensor->shape.size() == 1, text(where_, ": ", name),
                     "no list of that name", "a checkpoint");
    std::vector<double> numbers(static_cast<std::size_t>(tensor->size()));
    file_.read(*tensor, numbers.data());
    return numbers;
  }

  /// Lists whose names begin so, by the rest of their names.
  std::map<std::string, std::vector<double>> lists(std::string_view prefix) const {
    std::map<std::string, std::vector<double>> found;
    for (const TensorInfo& tensor : file_.tensors()) {
      if (tensor.name.starts_with(prefix))
        found[tensor.name.substr(prefix.size())] = list(tensor.name);
    }
    return found;
  }

 private:
  SafetensorsReader& file_;
  std::string where_;
};

}  // namespace detail

/// Saves all that a training goes on from into a safetensors file: the model, the optimizer's
/// moments, the history, and what callbacks remember, such as the best parameters so far. What was
/// there before stays until the new file is whole.
///
///   const auto save = [&] { save_checkpoint("faces.st", trainer); };
///   trainer.fit(data, {.epochs = 300, .checkpoint = save});
///
/// @throws FileError if the file cannot be written
template <class Model, class Optimizer, class Loss>
void save_checkpoint(const std::filesystem::path& path,
                     const Trainer<Model, Optimizer, Loss>& trainer) {
  const auto state = trainer.state();
  std::vector<Tensor> tensors;
  for (const ParameterInfo& p : trainer.model().parameter_list()) {
    tensors.emplace_back(p.name, detail::shape_in_file(p, Orientation::keras),
                         state.parameters.data() + p.offset);
  }
  for (Index i = 0; i < state.moments.cols(); ++i) {
    tensors.emplace_back(text(detail::moment_prefix, i), std::vector{state.moments.rows()},
                         state.moments.col(i).data());
  }
  const auto add = [&](const std::string& name, const std::vector<double>& list) {
    tensors.emplace_back(name, std::vector{static_cast<Index>(list.size())}, list.data());
  };
  detail::for_each_list(state.history, add);
  for (const auto& [name, list] : state.history.metrics)
    add(std::string{detail::metrics_prefix} + name, list);
  for (const auto& [name, list] : state.history.validation_metrics)
    add(std::string{detail::validation_prefix} + name, list);
  const std::size_t callbacks = state.callbacks ? state.callbacks->size() : 0;
  for (std::size_t i = 0; i < callbacks; ++i)
    add(text(detail::callback_prefix, i), (*state.callbacks)[i]);
  std::map<std::string, std::string> metadata{{"eigencoder", detail::version_text()},
                                              {"steps", std::to_string(state.steps)},
                                              {"seed", std::to_string(state.seed)},
                                              {"epoch", std::to_string(state.epoch)},
                                              {"optimizer", detail::type_name<Optimizer>()},
                                              {"stopped", state.history.stopped ? "1" : "0"}};
  if (state.callbacks) metadata["callbacks"] = std::to_string(callbacks);
  write_safetensors(path, tensors, metadata);
}

/// Loads what `save_checkpoint` has saved: the next `fit`, with the same data, options and
/// callbacks, goes on where the checkpoint was taken and ends with the bits of one that was never
/// interrupted.
///
///   if (std::filesystem::exists("faces.st")) load_checkpoint("faces.st", trainer);
///
/// @throws FileError if the file is none, or is of another model or optimizer; ValueError if it is
///         of another seed. The trainer and the model are then as they were
template <class Model, class Optimizer, class Loss>
void load_checkpoint(const std::filesystem::path& path, Trainer<Model, Optimizer, Loss>& trainer) {
  using Scalar = typename Model::Scalar;
  const std::string where = path.string();
  SafetensorsReader file(path);
  const detail::CheckpointReader read(file, where);
  const auto& list = trainer.model().parameter_list();
  detail::check_holds(file, Orientation::keras, list, where);
  const std::string optimizer = read.word("optimizer"), own = detail::type_name<Optimizer>();
  check<FileError>(optimizer == own, text(where, ": optimizer"), detail::printable(optimizer),
                   text(own, ", the trainer's"));
  TrainingState<Scalar> state;
  state.steps = read.template number<std::int64_t>("steps");
  state.seed = read.template number<std::uint64_t>("seed");
  state.epoch = read.template number<Index>("epoch");
  state.history.stopped = read.template number<int>("stopped") != 0;
  const Index size = trainer.model().parameters().size();
  state.parameters = detail::read_parameters<Scalar>(file, Orientation::keras, list, size);
  state.moments.resize(size, Index{Optimizer::moments});
  for (Index i = 0; i < state.moments.cols(); ++i) {
    const std::string name = text(detail::moment_prefix, i);
    const TensorInfo* tensor = file.find(name);
    check<FileError>(tensor != nullptr && tensor->shape == std::vector{size},
                     text(where, ": ", name), "no list of that name and length",
                     text(size, " numbers, as the optimizer has them"));
    file.read(*tensor, state.moments.col(i).data());
  }
  detail::for_each_list(state.history, [&](const std::string& name, std::vector<double>& numbers) {
    numbers = read.list(name);
  });
  state.history.metrics = read.lists(detail::metrics_prefix);
  state.history.validation_metrics = read.lists(detail::validation_prefix);
  if (file.metadata().contains("callbacks")) {
    state.callbacks.emplace();
    const auto callbacks = read.template number<std::size_t>("callbacks");
    for (std::size_t i = 0; i < callbacks; ++i)
      state.callbacks->push_back(read.list(text(detail::callback_prefix, i)));
  }
  detail::check_counts(state.history, state.epoch, where);
  trainer.restore(state);
}

}  // namespace eigencoder
