// SPDX-License-Identifier: MIT
#include <eigencoder/autodiff/sides.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "catch.hpp"
#include "support/errors.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

struct alignas(64) Memory {
  std::array<std::byte, 1024> bytes{};
};

}  // namespace

TEST_CASE(
    "the pieces of one side follow each other from the front, those of the other from the back") {
  Memory memory;
  FixedSides sides(memory.bytes);
  std::byte* const first = memory.bytes.data();
  CHECK(sides.capacity() == 1024);
  CHECK(sides.allocate<std::byte>(0, 1) == first);
  CHECK(sides.allocate<std::byte>(0, 65) == first + 64);
  CHECK(sides.allocate<std::byte>(1, 64) == first + 960);
  CHECK(sides.allocate<std::byte>(1, 100) == first + 832);
  CHECK(sides.allocate<double>(0, 80) == reinterpret_cast<double*>(first + 192));
  CHECK(sides.most() == 1024);
}

TEST_CASE("a side is given back to a mark, and the other may use what it had") {
  Memory memory;
  FixedSides sides(memory.bytes);
  sides.allocate<std::byte>(0, 64);
  const FixedSides::Mark mark = sides.mark(0);
  std::byte* const second = sides.allocate<std::byte>(0, 900);
  sides.release(0, mark);
  CHECK(sides.allocate<std::byte>(1, 900) == second);
  CHECK(sides.most() == 1024);
}

TEST_CASE("a side knows its own pieces") {
  Memory memory;
  FixedSides sides(memory.bytes);
  std::byte* const front = sides.allocate<std::byte>(0, 100);
  std::byte* const back = sides.allocate<std::byte>(1, 100);
  CHECK(sides.owns(0, front + 99));
  CHECK_FALSE(sides.owns(1, front + 99));
  CHECK(sides.owns(1, back));
  CHECK(sides.owns(1, memory.bytes.data() + 1023));
  CHECK_FALSE(sides.owns(0, back));
  CHECK_FALSE(sides.owns(0, nullptr));
  CHECK_FALSE(sides.owns(1, memory.bytes.data() + 1024));
}

TEST_CASE("of memory that begins or ends elsewhere the multiples of 64 bytes are used") {
  Memory memory;
  const std::span<std::byte> all = memory.bytes;
  for (const std::size_t offset : {1u, 63u}) {
    FixedSides sides(all.subspan(offset, 960));
    CHECK(sides.capacity() == 896);
    CHECK(sides.allocate<std::byte>(0, 1) == memory.bytes.data() + 64);
    CHECK(sides.allocate<std::byte>(1, 1) == memory.bytes.data() + 896);
  }
  CHECK(FixedSides(all.first(63)).capacity() == 0);
  CHECK(FixedSides(all.subspan(1, 30)).capacity() == 0);
  CHECK(FixedSides({}).capacity() == 0);
}

TEST_CASE("too little memory is refused in words, before anything changes") {
  Memory memory;
  FixedSides sides(memory.bytes);
  sides.allocate<float>(0, 100);
  const auto refused = [&](std::size_t count) {
    return message<ValueError>([&] { sides.allocate<float>(1, count); });
  };
  CHECK(refused(145) ==
        "Workspace: got 576 bytes left of 1024, expected room for 145 times 4 more; see "
        "ModelView::workspace_bytes");
  CHECK(refused(SIZE_MAX / 2) != "nothing was thrown");
  CHECK(refused(144) == "nothing was thrown");
  CHECK(refused(1) != "nothing was thrown");
  CHECK(sides.mark(1) == 576);
}

TEST_CASE("growing sides are two arenas") {
  GrowingSides sides;
  const auto* piece = sides.allocate<float>(0, 10);
  CHECK(sides.owns(0, piece));
  CHECK_FALSE(sides.owns(1, piece));
  sides.allocate<float>(1, 10);
  sides.consolidate();
  CHECK(sides.capacity() == 128);
}
