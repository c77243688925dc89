// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

namespace eigencoder {

/// Memory handed out piece by piece and taken back all at once.
///
/// Blocks are kept when the arena is cleared, so a step that asks for what the last one asked for
/// takes no memory from the system. Every piece starts at a multiple of 64 bytes.
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
    return static_cast<T*>(allocate_bytes(count * sizeof(T)));
  }

  /// Takes all pieces back; whatever points to them dangles from now on.
  void clear() {
    block_ = 0;
    used_ = 0;
  }

  /// Bytes taken from the system so far.
  std::size_t capacity() const {
    std::size_t sum = 0;
    for (const Block& block : blocks_) sum += block.size;
    return sum;
  }

 private:
  static constexpr std::size_t alignment = 64;
  static constexpr std::size_t smallest_block = std::size_t{1} << 16;

  struct Release {
    void operator()(std::byte* memory) const {
      ::operator delete (memory, std::align_val_t{alignment});
    }
  };
  struct Block {
    std::unique_ptr<std::byte, Release> memory;
    std::size_t size;
  };

  static constexpr std::size_t round_up(std::size_t bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
  }

  void* allocate_bytes(std::size_t bytes) {
    const std::size_t size = round_up(bytes);
    while (block_ < blocks_.size() && used_ + size > blocks_[block_].size) {
      ++block_;
      used_ = 0;
    }
    if (block_ == blocks_.size()) add_block(size);
    std::byte* piece = blocks_[block_].memory.get() + used_;
    used_ += size;
    return piece;
  }

  void add_block(std::size_t size) {
    const std::size_t room = round_up(std::max({size, smallest_block, capacity() / 2}));
    void* memory = ::operator new (room, std::align_val_t{alignment});
    blocks_.push_back({std::unique_ptr<std::byte, Release>(static_cast<std::byte*>(memory)), room});
  }

  std::vector<Block> blocks_;
  std::size_t block_ = 0;
  std::size_t used_ = 0;
};

}  // namespace eigencoder
