// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <type_traits>

#include <eigencoder/autodiff/arena.hpp>
#include <eigencoder/core/error.hpp>

namespace eigencoder {

/// The two sides of a `Workspace` in memory from the system, as much as is asked for.
class GrowingSides {
 public:
  using Mark = Arena::Mark;

  template <class T>
  T* allocate(std::size_t side, std::size_t count) {
    return sides_[side].template allocate<T>(count);
  }
  Mark mark(std::size_t side) const { return sides_[side].mark(); }
  void release(std::size_t side, const Mark& mark) { sides_[side].release(mark); }
  bool owns(std::size_t side, const void* pointer) const { return sides_[side].owns(pointer); }

  /// Clears, and keeps one block a side of the bytes that were in use at most.
  void consolidate() {
    for (Arena& side : sides_) side.consolidate();
  }
  /// Bytes taken from the system.
  std::size_t capacity() const { return sides_[0].capacity() + sides_[1].capacity(); }

 private:
  std::array<Arena, 2> sides_;
};

/// The two sides of a `Workspace` in memory of the caller's: the pieces of one are handed out from
/// the front on, those of the other from the back, until they meet. It never takes any other.
class FixedSides {
 public:
  using Mark = std::size_t;  ///< bytes in use

  /// @param memory  must outlive this; what lies before the first multiple of 64 bytes, and after
  ///                the last, stays unused
  explicit FixedSides(std::span<std::byte> memory) {
    const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
    const std::size_t unused = (piece_alignment - address % piece_alignment) % piece_alignment;
    const std::size_t usable = memory.size() - std::min(unused, memory.size());
    first_ = memory.data() + (memory.size() - usable);
    size_ = usable / piece_alignment * piece_alignment;
  }

  /// Uninitialised room for `count` objects.
  /// @throws ValueError if there is none
  template <class T>
  T* allocate(std::size_t side, std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>,
                  "eigencoder: Workspace: what lies in a workspace is never destroyed");
    const std::size_t left = size_ - used_[0] - used_[1];
    if (count > left / sizeof(T) || piece_bytes<T>(count) > left) {
      fail<ValueError>(
          "Workspace", {left, " bytes left of ", size_},
          {"room for ", count, " times ", sizeof(T), " more; see ModelView::workspace_bytes"});
    }
    used_[side] += piece_bytes<T>(count);
    most_ = std::max(most_, used_[0] + used_[1]);
    std::byte* piece =
        side == 0 ? first_ + used_[0] - piece_bytes<T>(count) : first_ + size_ - used_[1];
    return reinterpret_cast<T*>(piece);
  }
  Mark mark(std::size_t side) const { return used_[side]; }
  void release(std::size_t side, Mark mark) { used_[side] = mark; }

  /// Whether a pointer is to a piece of that side.
  bool owns(std::size_t side, const void* pointer) const {
    const auto* byte = static_cast<const std::byte*>(pointer);
    const std::byte* begin = side == 0 ? first_ : first_ + (size_ - used_[1]);
    return std::less_equal{}(begin, byte) && std::less{}(byte, begin + used_[side]);
  }

  /// Bytes that can be handed out.
  std::size_t capacity() const { return size_; }
  /// Bytes that were ever in use at once.
  std::size_t most() const { return most_; }

 private:
  std::byte* first_;
  std::size_t size_, most_ = 0;
  std::array<std::size_t, 2> used_{};
};

}  // namespace eigencoder
