// One stretch of memory for all packed weights of a model: fresh, on large pages where the system has them, or a part of a file.
//
//   WeightArena arena(megabytes);
//   std::byte *matrix = arena.take(bytes);                              // on a cache line, zeroed
//   Result<WeightArena> kept = WeightArena::map(path, offset, bytes);   // the same takes give what lies in the file
#pragma once

#include "engine/core/result.h"

#include <cstddef>
#include <filesystem>
#include <span>

namespace interlinear::mixmoe {

class WeightArena {
public:
    /// bytes: at least what is taken, each rounded up to a cache line. Throws std::bad_alloc.
    explicit WeightArena(std::size_t bytes);
    /// Bytes of a file from this offset, a multiple of 4096, to its end; only to be read. The file must not shrink while it is mapped: it is replaced, never written over.
    /// NotFound, Unreadable, or Damaged when the file is not as long as that.
    static Result<WeightArena> map(const std::filesystem::path &file, std::size_t offset, std::size_t bytes);
    ~WeightArena();
    WeightArena(WeightArena &&other) noexcept;
    WeightArena &operator=(WeightArena &&) = delete;

    /// Throws std::bad_alloc when the arena is used up.
    std::byte *take(std::size_t bytes);
    /// What was taken is free to be taken again.
    void rewind() { m_taken = 0; }
    /// All of it, taken or not.
    std::span<const std::byte> contents() const { return {m_memory, m_size}; }

private:
    WeightArena(std::byte *memory, std::size_t bytes) : m_memory(memory), m_size(bytes) {}

    std::byte *m_memory;
    std::size_t m_size, m_taken = 0;
};

}  // namespace interlinear::mixmoe
