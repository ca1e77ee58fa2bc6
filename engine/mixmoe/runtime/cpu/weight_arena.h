// One stretch of memory for all packed weights of a model, on large pages where the system has them.
//
//   WeightArena arena(megabytes);
//   std::byte *matrix = arena.take(bytes);   // on a cache line, zeroed
#pragma once

#include <cstddef>

namespace interlinear::mixmoe {

class WeightArena {
public:
    /// bytes: at least what is taken, each rounded up to a cache line. Throws std::bad_alloc.
    explicit WeightArena(std::size_t bytes);
    ~WeightArena();
    WeightArena(const WeightArena &) = delete;
    WeightArena &operator=(const WeightArena &) = delete;

    /// Throws std::bad_alloc when the arena is used up.
    std::byte *take(std::size_t bytes);

private:
    std::byte *m_memory = nullptr;
    std::size_t m_size = 0, m_taken = 0;
};

}  // namespace interlinear::mixmoe
