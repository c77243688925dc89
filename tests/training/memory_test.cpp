// SPDX-License-Identifier: MIT
// A program of its own: it counts what C++ and Eigen ask the system for, in all of it.
#include <atomic>

namespace {
std::atomic<long> from_new = 0, from_eigen = 0;
}  // namespace

#define EIGEN_RUNTIME_NO_MALLOC
#define eigen_assert(ok) static_cast<void>((ok) || ++from_eigen)

#include <eigencoder/training/trainer.hpp>

#include <eigencoder/losses/binary_crossentropy.hpp>
#include <eigencoder/optimizers/adadelta.hpp>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "catch.hpp"
#include "support/matrices.hpp"
#include "training/small.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

void* operator new(std::size_t size) {
  ++from_new;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc{};
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  ++from_new;
  const auto to = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(to, (size + to - 1) / to * to)) return memory;
  throw std::bad_alloc{};
}
// Inlined, GCC 12 would take them for a mismatch of new and free.
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace {

/// What was taken from the system so far.
struct Taken {
  long by_new = from_new, by_eigen = from_eigen;
#ifdef __GLIBC__
  std::size_t in_use = mallinfo2().uordblks;
#endif
  bool operator==(const Taken&) const = default;
};

/// Calls f while Eigen counts what it takes; whether nothing was taken by anyone.
template <class F>
bool takes_nothing(const F& f) {
  const Taken before;
  Eigen::internal::set_is_malloc_allowed(false);
  f();
  Eigen::internal::set_is_malloc_allowed(true);
  return Taken{} == before;
}

const std::array<Index, 40> many = [] {
  std::array<Index, 40> which{};
  for (std::size_t i = 0; i < which.size(); ++i) which[i] = static_cast<Index>(3 * i);
  return which;
}();
const std::span few = std::span(many).first(7);

/// After a step of 40 samples, further steps of 40 and of 7 take nothing.
template <class Model>
void expect_steps_without_memory(Model model, int threads) {
  using Scalar = typename Model::Scalar;
  const Index features = model.input_shape().size();
  const Eigen::MatrixX<Scalar> inputs = scattered<Scalar>(features, 120).cwiseAbs();
  const Eigen::MatrixX<Scalar> targets = scattered<Scalar>(features, 120, 1).cwiseAbs();
  const Dataset<Scalar> data{inputs, targets};
  Trainer trainer{model, Adadelta{}, BinaryCrossentropy{}, {.threads = threads}};
  CHECK(!takes_nothing([&] { trainer.step(data, many); }));
  CHECK(takes_nothing([&] {
    trainer.step(data, many);
    trainer.step(data, few);
    trainer.step(data, many);
  }));
}

}  // namespace

TEST_CASE("What C++ and Eigen take is counted") {
  CHECK(takes_nothing([] {}));
  CHECK(!takes_nothing([] { std::vector<int>(100); }));
  CHECK(!takes_nothing([] { Eigen::VectorXd::Zero(100).eval(); }));
  CHECK(!takes_nothing(
      [] { ::operator delete (::operator new (64, std::align_val_t{64}), std::align_val_t{64}); }));
}

TEST_CASE("After the first step no step takes memory from the system") {
  for (const int threads : {1, 2}) {
    INFO(threads << " threads");
    expect_steps_without_memory(autoencoder<float, 784, 32, Sigmoid>(), threads);
    expect_steps_without_memory(dynamic_autoencoder<double, Sigmoid>(300, 40), threads);
  }
}

TEST_CASE("Within an epoch, a fit takes no memory from its second batch on") {
  SmallRun<> run;
  const Eigen::MatrixXd data = scattered(2, 50);
  std::array<Taken, 14> taken;
  const auto note = [&](const Progress& p) {
    taken[static_cast<std::size_t>(7 * p.epoch + p.batch - 8)] = {};
  };
  const FitOptions<double> options{
      .epochs = 2, .batch_size = 8, .callbacks = {{.batch_end = note}}};
  Eigen::internal::set_is_malloc_allowed(false);
  run.trainer.fit(data, options);
  Eigen::internal::set_is_malloc_allowed(true);
  for (std::size_t i = 2; i < 14; ++i) {
    INFO("batch " << i);
    CHECK((taken[i] == taken[i - 1] || i == 7));
  }
}
