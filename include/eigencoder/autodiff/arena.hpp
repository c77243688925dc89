// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

namespace eigencoder {

/// Where every piece of memory begins: at a multiple of so many bytes.
inline constexpr std::size_t piece_alignment = 64;

/// How many bytes a piece of `count` objects takes.
template <class T>
constexpr std::size_t piece_bytes(std::size_t count) {
  return (count * sizeof(T) + piece_alignment - 1) / piece_alignment * piece_alignment;
}

/// Memory handed out piece by piece and taken back all at once.
///
/// Blocks are kept when the arena is cleared, so a step that asks for what the last one asked for
/// takes no memory from the system.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// Uninitialised room for `count` objects, valid until `clear`.
  template <class T>
  T* allocate(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>,
                  "eigencoder: Arena: what lies in the arena is never destroyed");
    return static_cast<T*>(allocate_bytes(piece_bytes<T>(count)));
  }

  /// How far the arena has been handed out.
  struct Mark {
    std::size_t block = 0, used = 0, before = 0;  ///< before: bytes in use in earlier blocks
  };
  Mark mark() const { return at_; }

  /// Takes back the pieces handed out since a mark; whatever points to them dangles from now on.
  void release(const Mark& mark) { at_ = mark; }

  /// Takes all pieces back.
  void clear() { release({}); }

  /// Whether a pointer is to a piece, or to where one was.
  bool owns(const void* pointer) const {
    const auto* byte = static_cast<const std::byte*>(pointer);
    const auto holds = [byte](const Block& block) {
      return std::less_equal{}(block.memory.get(), byte) &&
             std::less{}(byte, block.memory.get() + block.size);
    };
    return std::any_of(blocks_.begin(), blocks_.end(), holds);
  }

  /// Clears, and keeps one block of the bytes that were in use at most, instead of several.
  void consolidate() {
    clear();
    if (capacity() == most_) return;
    blocks_.clear();
    if (most_ > 0) add_block(most_);
  }

  /// Bytes taken from the system.
  std::size_t capacity() const {
    std::size_t sum = 0;
    for (const Block& block : blocks_) sum += block.size;
    return sum;
  }

 private:
  static constexpr std::size_t smallest_block = std::size_t{1} << 16;

  struct Release {
    void operator()(std::byte* memory) const {
      ::operator delete (memory, std::align_val_t{piece_alignment});
    }
  };
  struct Block {
    std::unique_ptr<std::byte, Release> memory;
    std::size_t size;
  };

  void* allocate_bytes(std::size_t size) {
    while (at_.block < blocks_.size() && at_.used + size > blocks_[at_.block].size) {
      ++at_.block;
      at_.before += at_.used;
      at_.used = 0;
    }
    if (at_.block == blocks_.size())
      add_block(piece_bytes<std::byte>(std::max({size, smallest_block, capacity() / 2})));
    std::byte* piece = blocks_[at_.block].memory.get() + at_.used;
    at_.used += size;
    most_ = std::max(most_, at_.before + at_.used);
    return piece;
  }

  void add_block(std::size_t room) {
    void* memory = ::operator new (room, std::align_val_t{piece_alignment});
    blocks_.push_back({std::unique_ptr<std::byte, Release>(static_cast<std::byte*>(memory)), room});
  }

  std::vector<Block> blocks_;
  Mark at_;
  std::size_t most_ = 0;
};

}  // namespace eigencoder
