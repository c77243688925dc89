// SPDX-License-Identifier: MIT
#include <eigencoder/core/threads.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;
using Eigen::Index;

namespace {

/// Whether each of the tasks runs exactly once, and is over when `run` returns.
bool runs_each_once(Threads& threads, Index tasks) {
  std::vector<int> calls(static_cast<std::size_t>(tasks), 0);
  threads.run(tasks, [&](Index i) { ++calls[static_cast<std::size_t>(i)]; });
  return calls == std::vector<int>(calls.size(), 1);
}

}  // namespace

TEST_CASE("each task runs exactly once, in every round and with every number of tasks") {
  for (const int count : {1, 2, 3, 5}) {
    Threads threads(count);
    CHECK(threads.count() == count);
    int wrong = 0;
    for (int round = 0; round < 2000; ++round) wrong += !runs_each_once(threads, round % 40);
    CHECK(wrong == 0);
  }
}

TEST_CASE("no task and a single task wake nobody") {
  Threads threads(3);
  std::set<std::thread::id> callers;
  threads.run(0, [&](Index) { callers.insert(std::thread::id{}); });
  threads.run(1, [&](Index) { callers.insert(std::this_thread::get_id()); });
  CHECK(callers == std::set{std::this_thread::get_id()});
}

TEST_CASE("threads that have gone to sleep are woken") {
  Threads threads(3);
  for (int round = 0; round < 20; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    CHECK(runs_each_once(threads, 50));
  }
}

TEST_CASE("all threads of a team take part") {
  Threads threads(3);
  std::atomic<int> arrived = 0;
  // Three tasks that wait for each other can only end on three threads.
  threads.run(3, [&](Index) {
    ++arrived;
    while (arrived < 3) std::this_thread::yield();
  });
  CHECK(arrived == 3);
}

TEST_CASE("a thread has the same tasks in every round while none is held up") {
  Threads threads(2);
  const auto caller = std::this_thread::get_id();
  for (int round = 0; round < 50; ++round) {
    std::vector<int> own(6, 0);
    std::atomic<int> began = 0;
    threads.run(6, [&](Index i) {
      own[static_cast<std::size_t>(i)] = std::this_thread::get_id() == caller;
      ++began;
      // The first task of each half waits for that of the other.
      while (began < 2) std::this_thread::yield();
    });
    CHECK(own[0] == 1);
    CHECK(own[3] == 0);
  }
}

TEST_CASE("the tasks of a thread that is held up are done by others") {
  Threads threads(2);
  std::atomic<int> done = 0;
  const auto caller = std::this_thread::get_id();
  threads.run(8, [&](Index) {
    // The other thread's first task ends when all the rest are done.
    while (std::this_thread::get_id() != caller && done < 7) std::this_thread::yield();
    ++done;
  });
  CHECK(done == 8);
}

TEST_CASE("what tasks wrote is seen by the caller and by later tasks") {
  Threads threads(3);
  std::vector<int> now(100, 0), next(100, 0);
  for (int round = 0; round < 500; ++round) {
    threads.run(100, [&](Index i) {
      const auto k = static_cast<std::size_t>(i);
      next[k] = now[99 - k] + 1;
    });
    std::swap(now, next);
  }
  CHECK(now == std::vector<int>(100, 500));
}

TEST_CASE("a team that is given nothing to do ends") {
  for (int i = 0; i < 50; ++i) Threads threads(3);
  CHECK(Threads(2).count() == 2);
}

TEST_CASE("a team has at least one thread") {
  CHECK(message<ValueError>([] { Threads(0); }) == "Threads: got 0, expected at least 1");
  CHECK(message<ValueError>([] { Threads(-2); }) == "Threads: got -2, expected at least 1");
}

namespace {

/// The threads that `split` calls pieces of that cost on, and whether it calls each once.
std::size_t threads_of_split(Threads* threads, Index pieces, double work) {
  std::vector<std::thread::id> callers(static_cast<std::size_t>(pieces));
  std::atomic<Index> calls = 0;
  split(threads, pieces, work, [&](Index i) {
    callers[static_cast<std::size_t>(i)] = std::this_thread::get_id();
    ++calls;
  });
  CHECK(calls == pieces);
  return std::set(callers.begin(), callers.end()).size();
}

}  // namespace

TEST_CASE("little work stays on the calling thread") {
  Threads threads(3);
  CHECK(threads_of_split(&threads, 100, 100) == 1);
  CHECK(threads_of_split(&threads, 1, 1e9) == 1);
  CHECK(threads_of_split(&threads, 0, 1e9) == 0);
  CHECK(threads_of_split(nullptr, 100, 1e9) == 1);
}

TEST_CASE("parts are evened to as many for every thread, or stay if they are fewer") {
  Threads threads(3);
  CHECK(count_of(nullptr) == 1);
  CHECK(count_of(&threads) == 3);
  CHECK(evened(7, nullptr) == 7);
  CHECK(evened(1, &threads) == 1);
  CHECK(evened(2, &threads) == 2);
  CHECK(evened(3, &threads) == 3);
  CHECK(evened(5, &threads) == 3);
  CHECK(evened(6, &threads) == 6);
}

TEST_CASE("runs of numbers end at multiples of 512, and none is left out or done twice") {
  Threads threads(3);
  Threads* team = GENERATE_REF(static_cast<Threads*>(nullptr), &threads);
  const Index size = GENERATE(0, 1, 511, 512, 4095, 4096, 4097, 100'000);
  std::vector<int> calls(static_cast<std::size_t>(size), 0);
  std::atomic<int> wrong = 0;
  split_runs(team, size, 10, [&](Index first, Index count) {
    wrong += first % 512 != 0 || (count % 512 != 0 && first + count != size);
    for (Index i = first; i < first + count; ++i) ++calls[static_cast<std::size_t>(i)];
  });
  CHECK(wrong == 0);
  CHECK(calls == std::vector<int>(calls.size(), 1));
}

TEST_CASE("much work is divided, and no piece is left out or done twice") {
  Threads threads(3);
  std::atomic<int> others = 0;
  const auto caller = std::this_thread::get_id();
  // Until another thread has come, the calling one does not go on.
  split(&threads, 1001, 1000, [&](Index) {
    if (std::this_thread::get_id() != caller) ++others;
    while (others == 0) std::this_thread::yield();
  });
  CHECK(others > 0);
  for (const Index pieces : {2, 39, 40, 41, 1001}) threads_of_split(&threads, pieces, 1000);
}
