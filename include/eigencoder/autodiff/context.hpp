// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include <eigencoder/autodiff/sides.hpp>
#include <eigencoder/autodiff/view.hpp>
#include <eigencoder/core/random.hpp>
#include <eigencoder/core/threads.hpp>

namespace eigencoder {

/// Where values are computed and nothing is recorded: inference.
///
/// Keep one for each thread that calls a model: once it has seen the largest batch, or a model has
/// prepared it for one, a call takes no memory from the system. Values dangle after `clear`.
///
/// It has two sides. Layers one after the other fill them in turn: while one reads what lies on one
/// side it writes to the other, and then the first is free again.
/// @tparam Sides  where they lie: in memory from the system or, of a FixedWorkspace, the caller's
template <class Scalar_, class Sides = GrowingSides>
class Workspace {
 public:
  using Scalar = Scalar_;
  static constexpr bool records = false;
  static constexpr bool grows = std::is_same_v<Sides, GrowingSides>;

  explicit Workspace(Threads* threads = nullptr) requires(grows) : threads_(threads) {}

  /// In memory of the caller's, which must outlive it; see `ModelView::workspace_bytes`. It works
  /// on the calling thread.
  explicit Workspace(std::span<std::byte> given) requires(!grows) : sides_(given) {}

  /// Uninitialised room for `count` objects, valid until `clear`.
  template <class T>
  T* allocate(std::size_t count) {
    return sides_.template allocate<T>(side_, count);
  }
  /// Bytes taken from the system, or given by the caller.
  std::size_t capacity() const { return sides_.capacity(); }
  /// Of memory of the caller's the bytes that were ever in use at once.
  std::size_t most() const { return sides_.most(); }

  /// How far both sides are filled.
  using Place = std::array<typename Sides::Mark, 2>;
  Place place() const { return {sides_.mark(0), sides_.mark(1)}; }

  /// Goes on to the other side than the one where `result` lies, and gives back what was made there
  /// since `start`. What lies elsewhere, such as the caller's own numbers, changes nothing.
  void turn(const Place& start, const Scalar* result) {
    for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
      if (!sides_.owns(side, result)) continue;
      side_ = 1 - side;
      sides_.release(side_, start[side_]);
      return;
    }
  }

  /// Goes on to a side, whatever was made there stays.
  void fill(std::size_t side) { side_ = side; }
  /// The side that is filled.
  std::size_t side() const { return side_; }

  /// Gives back what was made since, on both sides.
  void release(const Place& place) {
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) sides_.release(i, place[i]);
  }

  /// Clears, and keeps as much memory as was in use at most, in one piece a side.
  void consolidate() {
    clear();
    sides_.consolidate();
  }

  /// Whether a sigmoid remembers its logit, for a loss; a call of a model that gives numbers does
  /// without.
  bool keeps_logits() const { return keeps_logits_; }
  /// @return what held before
  bool keep_logits(bool keep) { return std::exchange(keeps_logits_, keep); }

  /// The team that operations divide their work among, or nullptr.
  Threads* threads() const {
    if constexpr (grows) return threads_;
    return nullptr;
  }

  /// An uninitialised value, for the result of an operation on the parents.
  template <class Rows, class Columns>
  auto result(const Rows& rows, const Columns& columns, const auto&... /*parents*/) {
    return View<Workspace, Rows, Columns>(*this, numbers(rows.size(), columns), rows, columns);
  }

  template <class Output, class Pullback>
  void record(const Output& /*output*/, const Pullback& /*pullback*/) {}

  /// No random numbers: noise is none in inference.
  std::optional<RandomStream> draw() { return std::nullopt; }

  /// Whether layers should work out their penalties; off unless an evaluation asks for them.
  bool wants_penalties() const { return wants_penalties_; }
  void want_penalties(bool want) { wants_penalties_ = want; }
  /// Adds a penalty, 1 x 1, to those since `clear`.
  template <class Penalty>
  void add_penalty(const Penalty& penalty) {
    penalty_ += static_cast<double>(penalty.value());
  }
  double penalty() const { return penalty_; }

  /// State stays as it is in inference.
  template <class State, class Values>
  void update(const State& /*state*/, const Values& /*values*/) {}

  void clear() {
    release({});
    side_ = 0;
    penalty_ = 0;
  }

 private:
  Scalar* numbers(Index rows, Index columns) {
    return this->template allocate<Scalar>(static_cast<std::size_t>(rows * columns));
  }

  Sides sides_;
  std::size_t side_ = 0;  ///< that is filled
  Threads* threads_ = nullptr;
  bool keeps_logits_ = true;
  bool wants_penalties_ = false;
  double penalty_ = 0;
};

/// A workspace in memory of the caller's, for programs without a heap:
///
///   alignas(64) static std::byte memory[model.workspace_bytes(1)];
///   FixedWorkspace<float> workspace{memory};
template <class Scalar>
using FixedWorkspace = Workspace<Scalar, FixedSides>;

namespace detail {

/// For as long as it lives, sigmoids in a workspace are applied where they are computed, and no
/// loss finds their logits.
template <class Workspace_>
class WithoutLogits {
 public:
  explicit WithoutLogits(Workspace_& workspace)
      : workspace_(workspace), before_(workspace.keep_logits(false)) {}
  ~WithoutLogits() { workspace_.keep_logits(before_); }
  WithoutLogits(const WithoutLogits&) = delete;
  WithoutLogits& operator=(const WithoutLogits&) = delete;

 private:
  Workspace_& workspace_;
  bool before_;
};

}  // namespace detail

/// Where values are computed and each operation is recorded with its pullback: training.
///
/// `reverse(loss)` walks the records from the last to the first. A record whose output nobody used
/// is skipped: its adjoint was never written.
template <class Scalar_>
class Tape : public Arena {
 public:
  using Scalar = Scalar_;
  static constexpr bool records = true;

  explicit Tape(Threads* threads = nullptr) : threads_(threads) {}

  Threads* threads() const { return threads_; }
  void set_threads(Threads* threads) { threads_ = threads; }

  /// Forgets everything recorded and keeps the memory; views made before dangle.
  void clear() {
    Arena::clear();
    last_ = nullptr;
    last_penalty_ = nullptr;
    penalty_ = 0;
    updates_ = nullptr;
    next_update_ = &updates_;
  }

  /// Everything stays until `clear`: the way back reads it.
  struct Place {};
  Place place() const { return {}; }
  void turn(const Place& /*start*/, const Scalar* /*result*/) {}
  static constexpr bool keeps_logits() { return true; }

  /// From now on layers draw the random numbers of this seed and step; without this, none.
  void set_random(std::uint64_t seed, std::uint32_t step) { random_ = RandomStream{seed, step}; }
  /// The numbers of the next draw: each is keyed by its ordinal, so no layer needs to know its own.
  std::optional<RandomStream> draw() {
    const std::optional<RandomStream> stream = random_;
    if (random_) ++random_->draw;
    return stream;
  }

  bool wants_penalties() const { return true; }
  /// Adds a penalty, 1 x 1, to what `reverse` differentiates.
  template <class Penalty>
  void add_penalty(const Penalty& penalty) {
    penalty_ += static_cast<double>(penalty.value());
    if (penalty.node() == nullptr) return;
    last_penalty_ =
        new (this->template allocate<PenaltyNode>(1)) PenaltyNode{penalty.node(), last_penalty_};
  }
  /// The sum of the penalties since `clear`.
  double penalty() const { return penalty_; }

  /// Notes the numbers that state, a parameter which no gradient moves, has after this step: such
  /// as moving averages. Nothing is written before `write_updates`.
  template <class State, class Values>
  void update(const State& state, const Values& values) {
    common_shape("update: rows", state.rows(), values.rows());
    common_shape("update: columns", state.columns(), values.columns());
    *next_update_ = new (this->template allocate<Update>(1))
        Update{state.write(), values.data(), values.size(), nullptr};
    next_update_ = &(*next_update_)->next;
  }
  bool has_updates() const { return updates_ != nullptr; }
  /// Writes what `update` noted since `clear` into the state, in that order.
  void write_updates() {
    for (const Update* u = updates_; u != nullptr; u = u->next)
      std::copy(u->values, u->values + u->size, u->state);
  }

  /// An uninitialised variable, for the result of an operation on the parents. It has an adjoint
  /// if any of them has: what depends on constants alone is a constant.
  template <class Rows, class Columns>
  auto result(const Rows& rows, const Columns& columns, const auto&... parents) {
    Scalar* data = numbers(rows.size(), columns);
    const bool active = (... || (parents.node() != nullptr));
    Adjoint<Scalar>* adjoint =
        active ? this->adjoint(numbers(rows.size(), columns), false) : nullptr;
    return View<Tape, Rows, Columns>(*this, data, rows, columns, adjoint);
  }

  /// An adjoint in memory of the caller's, such as a segment of the gradient.
  Adjoint<Scalar>* adjoint(Scalar* data, bool written) {
    return new (this->template allocate<Adjoint<Scalar>>(1)) Adjoint<Scalar>{data, written};
  }

  /// Keeps pullback(adjoint) for the way back, where it moves the output's adjoint, a contiguous
  /// matrix, to the operands. With `auto*` for its type, programs without a Tape never compile it.
  template <class Output, class Pullback>
  void record(const Output& output, const Pullback& pullback) {
    static_assert(std::is_trivially_destructible_v<Pullback>,
                  "eigencoder: Tape: a pullback captures views and numbers, by value");
    if (output.node() == nullptr) return;
    last_ = new (this->template allocate<RecordOf<Pullback>>(1))
        RecordOf<Pullback>{{RecordOf<Pullback>::run, last_, output.node()}, pullback};
  }

  /// Fills the adjoints of all that `loss` (1 x 1) and the penalties depend on, as derivatives of
  /// their sum times `factor`; once for a recording.
  template <class Loss>
  void reverse(const Loss& loss, double factor = 1) {
    static_assert(Loss::is_number,
                  "eigencoder: Tape: reverse starts from a single number; reduce with sum or mean");
    if (loss.node() != nullptr) start(*loss.node(), factor);
    for (PenaltyNode* p = last_penalty_; p != nullptr; p = p->previous) start(*p->node, factor);
    for (Record* record = last_; record != nullptr; record = record->previous) {
      if (record->output->written) record->run(record);
    }
  }

 private:
  struct PenaltyNode {
    Adjoint<Scalar>* node;
    PenaltyNode* previous;
  };
  struct Update {
    Scalar* state;
    const Scalar* values;
    Index size;
    Update* next;
  };

  static void start(Adjoint<Scalar>& adjoint, double factor) {
    const auto derivative = static_cast<Scalar>(factor);
    *adjoint.data = adjoint.written ? *adjoint.data + derivative : derivative;
    adjoint.written = true;
  }

  struct Record {
    void (*run)(Record*);
    Record* previous;
    Adjoint<Scalar>* output;
  };
  template <class Pullback>
  struct RecordOf : Record {
    Pullback pullback;
    static void run(Record* record) {
      static_cast<RecordOf*>(record)->pullback(record->output->data);
    }
  };

  Scalar* numbers(Index rows, Index columns) {
    return this->template allocate<Scalar>(static_cast<std::size_t>(rows * columns));
  }

  Threads* threads_;
  Record* last_ = nullptr;
  PenaltyNode* last_penalty_ = nullptr;
  double penalty_ = 0;
  Update* updates_ = nullptr;
  Update** next_update_ = &updates_;
  std::optional<RandomStream> random_;
};

/// What an inference call computes with: numbers, a shape, and a workspace.
template <class Scalar, class Rows, class Columns = Shape<Dynamic>>
using Value = View<Workspace<Scalar>, Rows, Columns>;

/// What training computes with: numbers, a shape, and a tape.
template <class Scalar, class Rows, class Columns = Shape<Dynamic>>
using Variable = View<Tape<Scalar>, Rows, Columns>;

}  // namespace eigencoder
