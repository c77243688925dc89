// SPDX-License-Identifier: MIT
#include <eigencoder/autodiff/arena.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "catch.hpp"

using namespace eigencoder;

namespace {

/// Where pieces of these sizes lie.
std::vector<char*> pieces(Arena& arena, const std::vector<std::size_t>& sizes) {
  std::vector<char*> result;
  for (const std::size_t size : sizes) result.push_back(arena.allocate<char>(size));
  return result;
}

}  // namespace

TEST_CASE("every piece starts at a multiple of 64 bytes") {
  Arena arena;
  for (const char* piece : pieces(arena, {1, 63, 64, 65, 70000, 3, 200000, 1}))
    CHECK(reinterpret_cast<std::uintptr_t>(piece) % 64 == 0);
}

TEST_CASE("pieces do not overlap") {
  Arena arena;
  const std::vector<std::size_t> sizes{1, 100, 65000, 65536, 64, 1000000, 7};
  const std::vector<char*> all = pieces(arena, sizes);
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      CHECK((all[i] + sizes[i] <= all[j] || all[j] + sizes[j] <= all[i]));
}

TEST_CASE("an arena takes nothing until it is asked, and then a block") {
  Arena arena;
  CHECK(arena.capacity() == 0);
  arena.allocate<double>(1);
  CHECK(arena.capacity() == 65536);
  arena.allocate<double>(100000);
  CHECK(arena.capacity() == 865536);
}

TEST_CASE("a cleared arena hands out the same pieces again and takes no memory") {
  Arena arena;
  const std::vector<std::size_t> sizes{100, 65000, 70000, 5, 300000, 2};
  const std::vector<char*> first = pieces(arena, sizes);
  const std::size_t capacity = arena.capacity();
  arena.clear();
  CHECK(pieces(arena, sizes) == first);
  CHECK(arena.capacity() == capacity);
}

TEST_CASE("smaller pieces fit where larger ones were") {
  Arena arena;
  pieces(arena, {60000, 50000, 300000, 1000});
  const std::size_t capacity = arena.capacity();
  arena.clear();
  pieces(arena, {60000, 40000, 200000, 500});
  CHECK(arena.capacity() == capacity);
}

TEST_CASE("pieces handed out since a mark are given back, in whichever block they lie") {
  Arena arena;
  pieces(arena, {100, 40000});
  const Arena::Mark mark = arena.mark();
  const std::vector<std::size_t> sizes{20000, 30000, 200000};
  const std::vector<char*> first = pieces(arena, sizes);
  const std::size_t capacity = arena.capacity();
  arena.release(mark);
  CHECK(pieces(arena, sizes) == first);
  CHECK(arena.capacity() == capacity);
}

TEST_CASE("an arena knows its own pieces") {
  Arena arena, other;
  const std::vector<char*> all = pieces(arena, {100, 70000});
  CHECK(arena.owns(all[0]));
  CHECK(arena.owns(all[1] + 69999));
  CHECK_FALSE(other.owns(all[0]));
  CHECK_FALSE(arena.owns(&arena));
  CHECK_FALSE(arena.owns(nullptr));
}

TEST_CASE("a consolidated arena has one block of what was in use at most") {
  Arena arena;
  const Arena::Mark mark = arena.mark();
  pieces(arena, {64, 70000});  // 70,016 with what fills it up
  arena.release(mark);
  pieces(arena, {128, 640});
  arena.consolidate();
  CHECK(arena.capacity() == 70080);
  const std::vector<char*> all = pieces(arena, {64, 70000});
  CHECK(all[1] == all[0] + 64);
  CHECK(arena.capacity() == 70080);
  Arena unused;
  unused.consolidate();
  CHECK(unused.capacity() == 0);
}

TEST_CASE("room for nothing is given, from a new arena too") {
  Arena arena;
  CHECK(arena.allocate<double>(0) != nullptr);
}
