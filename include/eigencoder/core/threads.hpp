// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

#include <eigencoder/core/error.hpp>

namespace eigencoder {

/// A team of threads among which tasks are divided: those of one operation, or parts of a batch.
///
/// Each thread has an equal share of the tasks, in their order, so that one operation finds in its
/// core's caches what the last left there. They are claimed one by one, and who is done goes on
/// with the others' shares, so a thread that the system holds up delays no more than the task it is
/// in. Which thread runs a task never changes a result: each task writes outputs of its own. A
/// waiting thread spins for some microseconds, then sleeps. One caller at a time; tasks must not
/// throw and must not use the same team.
class Threads {
 public:
  /// @param count  threads in all, the calling one included
  /// @throws ValueError if count < 1, std::system_error if the system has no room for so many
  explicit Threads(int count) : Threads() {
    check_at_least("Threads", count, 1);
    shares_ = std::vector<Share>(static_cast<std::size_t>(count));
    for (std::size_t i = 1; i < shares_.size(); ++i) workers_.emplace_back([this, i] { work(i); });
  }

  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  ~Threads() {
    stopping_ = true;
    published_.fetch_add(1);
    published_.notify_all();
    for (std::thread& worker : workers_) worker.join();
  }

  int count() const { return static_cast<int>(workers_.size()) + 1; }

  /// Calls task(i) once for each i in [0, tasks) and returns when all are done.
  template <class Task>
  void run(Eigen::Index tasks, const Task& task) {
    run(tasks, &task, [](const void* f, std::uint32_t i) { (*static_cast<const Task*>(f))(i); });
  }

 private:
  using Call = void (*)(const void*, std::uint32_t);

  // The lower half of `unclaimed` counts the tasks of a share that nobody has taken, the upper half
  // names the round.
  struct alignas(64) Share {
    std::atomic<std::uint64_t> unclaimed = 0;
  };

  void run(Eigen::Index tasks, const void* task, Call call) {
    if (workers_.empty() || tasks < 2) {
      for (Eigen::Index i = 0; i < tasks; ++i) call(task, static_cast<std::uint32_t>(i));
      return;
    }
    publish(static_cast<std::uint32_t>(tasks), task, call);
    claim_tasks(0);
    wait_until([&] { return pending_.load(std::memory_order_acquire) == 0; }, pending_);
  }

  /// What the other constructor begins with: if that fails, the threads there are still stop.
  Threads() = default;

  /// The first task of a share.
  std::uint32_t first_of(std::size_t share, std::uint32_t tasks) const {
    return static_cast<std::uint32_t>(std::uint64_t{tasks} * share / shares_.size());
  }

  void publish(std::uint32_t tasks, const void* task, Call call) {
    task_ = task;
    call_ = call;
    tasks_ = tasks;
    pending_ = tasks;
    const std::uint64_t round = std::uint64_t{published_} + 1;
    for (std::size_t i = 0; i < shares_.size(); ++i)
      shares_[i].unclaimed = round << 32 | (first_of(i + 1, tasks) - first_of(i, tasks));
    published_.fetch_add(1);
    published_.notify_all();
  }

  void claim_tasks(std::size_t own) {
    std::uint32_t done = 0;
    for (std::size_t i = 0; i < shares_.size(); ++i)
      done += claim_tasks_of((own + i) % shares_.size());
    if (done > 0 && pending_.fetch_sub(done) == done) pending_.notify_one();
  }

  // What a late thread read of a round is used only if the exchange proves that a task of that very
  // round was left, and while one is left nothing of the round is overwritten.
  std::uint32_t claim_tasks_of(std::size_t share) {
    std::atomic<std::uint64_t>& left = shares_[share].unclaimed;
    std::uint32_t done = 0;
    std::uint64_t unclaimed = left;
    while (static_cast<std::uint32_t>(unclaimed) > 0) {
      const void* task = task_;
      const Call call = call_;
      const std::uint32_t end = first_of(share + 1, tasks_);
      if (!left.compare_exchange_weak(unclaimed, unclaimed - 1)) continue;
      call(task, end - static_cast<std::uint32_t>(unclaimed));
      ++done;
      unclaimed = left;
    }
    return done;
  }

  void work(std::size_t own) {
    std::uint32_t seen = 0;
    while (!stopping_) {
      wait_until([&] { return published_.load(std::memory_order_acquire) != seen; }, published_);
      seen = published_.load(std::memory_order_acquire);
      claim_tasks(own);
    }
  }

  template <class Condition>
  static void wait_until(const Condition& condition, std::atomic<std::uint32_t>& signal) {
    const auto start = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - start < std::chrono::microseconds(20)) {
      if (condition()) return;
    }
    while (true) {
      const std::uint32_t value = signal.load(std::memory_order_acquire);
      if (condition()) return;
      signal.wait(value, std::memory_order_acquire);
    }
  }

  std::vector<std::thread> workers_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::uint32_t> published_ = 0;
  std::atomic<const void*> task_ = nullptr;
  std::atomic<Call> call_ = nullptr;
  std::atomic<std::uint32_t> tasks_ = 0;
  std::vector<Share> shares_;
  alignas(64) std::atomic<std::uint32_t> pending_ = 0;
};

/// How many threads work: those of a team, or the calling one alone.
inline Eigen::Index count_of(const Threads* threads) {
  return threads == nullptr ? 1 : threads->count();
}

/// So many parts, or a few less, that every thread has as many; of fewer than threads, all.
inline Eigen::Index evened(Eigen::Index parts, const Threads* threads) {
  const Eigen::Index count = count_of(threads);
  return parts > count ? parts - parts % count : parts;
}

namespace detail {

/// Pieces of work, called from one to before another. By address: what divides them is compiled
/// once, not for every kind of piece.
struct PieceCall {
  const void* piece;
  void (*call)(const void* piece, Eigen::Index first, Eigen::Index end);
  void operator()(Eigen::Index first, Eigen::Index end) const { call(piece, first, end); }
};

inline void split(Threads* threads, Eigen::Index pieces, double work, const PieceCall& call) {
  constexpr double worth_waking = 25'000, group = 8'000;
  const double all = work * static_cast<double>(pieces);
  if (count_of(threads) == 1 || pieces < 2 || all < worth_waking) return call(0, pieces);
  const Eigen::Index groups =
      evened(std::min(pieces, static_cast<Eigen::Index>(all / group)), threads);
  threads->run(groups,
               [&](Eigen::Index i) { call(i * pieces / groups, (i + 1) * pieces / groups); });
}

}  // namespace detail

/// Calls piece(i) for i in [0, pieces), on the threads if there are any and the work is worth it.
///
/// @param threads  the team, or nullptr for the calling thread alone
/// @param work     cost of one piece, in about nanoseconds; pieces are claimed in groups of 8
///                 microseconds or more, and below 25 in all nobody else is woken
template <class Piece>
void split(Threads* threads, Eigen::Index pieces, double work, const Piece& piece) {
  detail::split(threads, pieces, work,
                {&piece, [](const void* f, Eigen::Index i, Eigen::Index end) {
                   for (; i < end; ++i) (*static_cast<const Piece*>(f))(i);
                 }});
}

/// Calls run(first, count) likewise for numbers that lie side by side, in runs that the nearest
/// cache holds. Where they end depends on `size` alone: at multiples of 512, so packets stay whole.
///
/// @param work  cost of one number, in about nanoseconds
template <class Run>
void split_runs(Threads* threads, Eigen::Index size, double work, const Run& run) {
  constexpr Eigen::Index most = 4096;
  split(threads, (size + most - 1) / most, work * most, [&](Eigen::Index i) {
    const Eigen::Index first = i * most;
    run(first, std::min(most, size - first));
  });
}

}  // namespace eigencoder
