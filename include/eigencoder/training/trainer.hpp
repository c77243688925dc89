// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <eigencoder/core/permutation.hpp>
#include <eigencoder/core/random.hpp>
#include <eigencoder/training/batch_gradient.hpp>
#include <eigencoder/training/checks.hpp>
#include <eigencoder/training/evaluation.hpp>
#include <eigencoder/training/optimizer_state.hpp>
#include <eigencoder/training/options.hpp>
#include <eigencoder/training/training_state.hpp>

namespace eigencoder {

/// Trains a model: moves its parameters so that a loss gets smaller.
///
///   Trainer trainer{model, Adam{.learning_rate = 1e-3}, MeanSquaredError{}, {.threads = 2}};
///   const History history = trainer.fit(images, {.epochs = 50, .batch_size = 256});
///
/// The model is referred to and must outlive the trainer; it is any class with `parameters()`,
/// `parameter_list()`, `input_shape()`, `output_shape()` and `apply`, as `Model` has them. After
/// the first steps with batches of each size, no step takes memory from the system.
template <class Model, class Optimizer_, class Loss>
class Trainer {
 public:
  using Scalar = typename Model::Scalar;
  static_assert(!std::is_const_v<Model>, "eigencoder: Trainer: the model is const; train a copy");
  static_assert(Optimizer<Optimizer_, Scalar>,
                "eigencoder: Trainer: the second argument is an optimizer, such as Adam{}");

  /// @throws ValueError for a bad hyper-parameter of the optimizer or fewer than one thread
  Trainer(Model& model, const Optimizer_& optimizer, const Loss& loss, TrainerOptions options = {})
      : model_(model),
        optimizer_(optimizer),
        loss_(loss),
        seed_(options.seed),
        clipping_(options.clipping),
        threads_(options.threads) {
    optimizer_.check();
    clipping_.check();
  }

  /// Trains, and returns what happened since the trainer was made or reset: a further call goes on
  /// with the optimizer's state, the orders of samples and the history. After `restore` it goes on
  /// with the fit that was interrupted, whose epochs count, and ends with its bits.
  ///
  /// @throws ValueError for empty data, NaN in data, a batch size below 1, ...; ShapeError if the
  ///         data does not fit the model. The model is then as it was.
  const History& fit(const Dataset<Scalar>& data, const FitOptions<Scalar>& options = {}) {
    optimizer_.check();
    check_model("fit");
    detail::check_fit(model_, data, options);
    const Index training = detail::training_samples(data.samples(), options.validation_fraction);
    check(callbacks_ == nullptr, "fit", "a call from inside a callback",
          "a call once the other fit is done");
    const Fitting until_done{callbacks_, options.callbacks};
    order_.resize(static_cast<std::size_t>(training));
    last_finite_ = model_.parameters();
    Progress progress = detail::progress_of(options, training);
    start_or_resume(options.callbacks, progress);
    while (progress.epoch < options.epochs && !history_.stopped && !history_.diverged) {
      ++progress.epoch;
      train_epoch(data, options, progress);
      finish_epoch(data, options, progress);
      epochs_done_ = progress.epoch;
      if (options.checkpoint && !history_.diverged) options.checkpoint();
    }
    detail::call(options.callbacks, &Callback::fit_end);
    return history_;
  }

  /// The loss of the model as it is, over all samples: the mean of the batches', each by its number
  /// of samples.
  /// @throws ValueError if there are no samples, ShapeError if they do not fit the model
  double evaluate(const Dataset<Scalar>& data) { return evaluate(data, {}).loss; }

  /// Likewise with metrics, and with the penalties that layers add in training if they are asked
  /// for.
  Evaluation evaluate(const Dataset<Scalar>& data, const EvaluationOptions<Scalar>& options) {
    detail::check_data("evaluate", model_, data);
    return evaluator_.evaluate(model_, loss_, data, 0, data.samples(), options);
  }

  /// What the model makes of all samples, batch by batch, one a column.
  /// @throws ShapeError if they do not fit the model
  Eigen::MatrixX<Scalar> predict(const Dataset<Scalar>& data) {
    const Index features = model_.input_shape().size();
    check_equal("predict", data.features(), features, "features");
    return evaluator_.predict(model_, data);
  }

  /// One step on the chosen samples: the gradient of their loss and of the penalties that layers
  /// add, clipped if so asked, and the optimizer's move.
  /// @return the loss before the move; if it is not finite, nothing moves
  /// @throws ValueError if none are chosen or one is not there, ShapeError if they do not fit
  double step(const Dataset<Scalar>& data, std::span<const Index> which) {
    check_model("step");
    detail::check_shapes("step", model_, data);
    detail::check_chosen("step", which, data.samples());
    return take_step(data, which, {});
  }

  /// Forgets the optimizer's state and the history; the parameters stay.
  void reset() {
    state_.reset();
    history_ = {};
    interrupted_.reset();
    epochs_done_ = 0;
  }

  /// All that training goes on from, as it is now. Called from `checkpoint` it is of the running
  /// fit, which then goes on where it was taken; between fits, of none.
  TrainingState<Scalar> state() const {
    TrainingState<Scalar> state{
        model_.parameters(), state_.moments(), state_.steps(), seed_, 0, history_, interrupted_};
    if (callbacks_ != nullptr) {
      state.callbacks.emplace();
      for (const Callback& callback : *callbacks_)
        state.callbacks->push_back(callback.state ? callback.state() : std::vector<double>{});
    }
    if (state.callbacks) state.epoch = epochs_done_;
    return state;
  }

  /// Back to such a state: the model has its parameters, and if it was taken in a fit, the next
  /// `fit` goes on there. That wants the same data, options and callbacks.
  /// @throws ShapeError if the state is of another model or optimizer, ValueError if it is of
  ///         another seed, or called while fitting; nothing is then changed
  void restore(const TrainingState<Scalar>& state) {
    check(callbacks_ == nullptr, "restore", "a call while fitting", "a call once the fit is done");
    check_equal("restore", state.parameters.size(), batch_.gradient.size(), "parameters");
    check_model("restore");
    check(state.seed == seed_, "restore", text("seed ", state.seed, " in the checkpoint"),
          text("seed ", seed_, ", the trainer's: the orders of samples would differ"));
    state_.restore(state.steps, state.moments);
    model_.parameters() = state.parameters;
    history_ = state.history;
    epochs_done_ = state.epoch;
    interrupted_ = state.callbacks;
  }

  Model& model() { return model_; }
  const Model& model() const { return model_; }

  /// The optimizer, whose learning rate may change between steps.
  Optimizer_& optimizer() { return optimizer_; }
  const History& history() const { return history_; }
  /// Steps since the trainer was made or reset, or training diverged.
  std::int64_t steps() const { return state_.steps(); }

 private:
  /// As long as this lives, the callbacks of the running fit are known.
  struct Fitting {
    const std::vector<Callback>*& running;
    Fitting(const std::vector<Callback>*& place, const std::vector<Callback>& callbacks)
        : running(place) {
      running = &callbacks;
    }
    ~Fitting() { running = nullptr; }
  };

  void start_or_resume(const std::vector<Callback>& callbacks, Progress& progress) {
    if (!interrupted_) {
      epochs_done_ = 0;
      history_.stopped = history_.diverged = false;
      return detail::call(callbacks, &Callback::fit_start);
    }
    check(callbacks.size() == interrupted_->size(), "fit", text(callbacks.size(), " callbacks"),
          text(interrupted_->size(), ", as the checkpoint was taken with"));
    progress.epoch = epochs_done_;
    for (std::size_t i = 0; i < callbacks.size(); ++i) {
      const std::vector<double>& remembered = (*interrupted_)[i];
      if (callbacks[i].resume) {
        callbacks[i].resume(remembered);
      } else {
        detail::check_remembered(text("callback ", i), remembered.size(), 0);
        if (callbacks[i].fit_start) callbacks[i].fit_start();
      }
    }
    interrupted_.reset();
  }

  /// @throws ShapeError if another model has been assigned to the one that is trained
  void check_model(std::string_view where) const {
    const Index size = model_.parameters().size();
    if (size == batch_.gradient.size()) return;
    fail<ShapeError>(
        where, text("a model that now has ", size, " parameters"),
        text("the ", batch_.gradient.size(), " that it had when the trainer was made"));
  }

  double take_step(const Dataset<Scalar>& data, std::span<const Index> which,
                   const std::vector<Metric<Scalar>>& metrics) {
    const auto number = static_cast<std::uint32_t>(state_.steps());
    batch_.compute(model_, loss_,
                   {data, which, RandomStream{derive_seed(seed_, Purpose::noise), number},
                    RandomStream{derive_seed(seed_, Purpose::corruption), number}, metrics});
    if (std::isfinite(batch_.loss)) {
      clipping_(batch_.gradient, model_.parameter_list());
      state_.move(&threads_, optimizer_, model_, batch_.gradient);
      batch_.write_updates();
    }
    return batch_.loss;
  }

  /// Room for so many more numbers, so that no step takes memory.
  static void make_room(std::vector<double>& numbers, std::size_t more) {
    const std::size_t size = numbers.size() + more;
    if (size > numbers.capacity()) numbers.reserve(std::max(size, 2 * numbers.capacity()));
  }

  void train_epoch(const Dataset<Scalar>& data, const FitOptions<Scalar>& options,
                   Progress& progress) {
    std::iota(order_.begin(), order_.end(), Index{0});
    if (options.shuffle) {
      const auto epoch = static_cast<std::uint32_t>(history_.epochs());
      shuffle(order_, RandomStream{derive_seed(seed_, Purpose::shuffling), epoch});
    }
    make_room(history_.batch_loss, static_cast<std::size_t>(progress.batches));
    progress.start_epoch();
    const auto limit = static_cast<std::size_t>(progress.batches * options.batch_size);
    const std::span<const Index> chosen = std::span(order_).first(std::min(order_.size(), limit));
    detail::for_each_batch(chosen, options.batch_size, [&](std::span<const Index> which) {
      if (history_.stopped || history_.diverged) return;
      const auto start = std::chrono::steady_clock::now();
      const double loss = take_step(data, which, options.metrics);
      const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
      progress.add_batch(static_cast<Index>(which.size()), loss, batch_.penalty, time.count(),
                         batch_.metrics);
      history_.batch_loss.push_back(loss);
      history_.diverged = !std::isfinite(loss);
      detail::call(options.callbacks, &Callback::batch_end, progress);
      history_.stopped = progress.stop;
    });
  }

  void finish_epoch(const Dataset<Scalar>& data, const FitOptions<Scalar>& options,
                    Progress& progress) {
    keep_or_restore();
    const Dataset<Scalar>& held_out = options.validation_fraction > 0 ? data : options.validation;
    if (held_out.samples() > 0) {
      const auto first = options.validation_fraction > 0 ? static_cast<Index>(order_.size()) : 0;
      const Evaluation result = evaluator_.evaluate(
          model_, loss_, held_out, first, held_out.samples(), {.metrics = options.metrics});
      progress.validation_loss = result.loss;
      progress.validation_metrics = result.metrics;
    }
    detail::keep_epoch(history_, progress);
    detail::call(options.callbacks, &Callback::epoch_end, progress);
    history_.stopped = progress.stop;
  }

  /// Remembers the parameters of an epoch that stayed finite; after another brings them back.
  void keep_or_restore() {
    const Scalar* values = std::as_const(model_).parameters().data();
    const auto is_finite = [](Scalar value) { return std::isfinite(value); };
    history_.diverged =
        history_.diverged || !std::all_of(values, values + batch_.gradient.size(), is_finite);
    if (history_.diverged) {
      model_.parameters() = last_finite_;
      state_.reset();
    } else {
      last_finite_ = model_.parameters();
    }
  }

  Model& model_;
  Optimizer_ optimizer_;
  Loss loss_;
  std::uint64_t seed_;
  GradientClipping clipping_;
  Threads threads_;
  Evaluator<Scalar> evaluator_{&threads_};
  detail::BatchGradient<Scalar> batch_{&threads_, model_.parameters().size()};
  OptimizerState<Scalar, Optimizer_> state_{model_.parameters().size()};
  Eigen::VectorX<Scalar> last_finite_;
  std::vector<Index> order_;
  History history_;
  const std::vector<Callback>* callbacks_ = nullptr;  ///< of the running fit
  Index epochs_done_ = 0;                             ///< of the last fit
  /// What the callbacks of an interrupted fit remember, until it goes on.
  std::optional<std::vector<std::vector<double>>> interrupted_;
};

}  // namespace eigencoder
