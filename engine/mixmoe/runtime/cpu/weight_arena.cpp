#include "engine/mixmoe/runtime/cpu/weight_arena.h"

#include "engine/mixmoe/runtime/kernels/aligned_floats.h"

#include <algorithm>
#include <new>
#include <sys/mman.h>

namespace interlinear::mixmoe {

WeightArena::WeightArena(std::size_t bytes) : m_size(std::max<std::size_t>(bytes, 1))
{
    void *memory = mmap(nullptr, m_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        throw std::bad_alloc();
    m_memory = static_cast<std::byte *>(memory);
#if defined(MADV_HUGEPAGE)
    madvise(m_memory, m_size, MADV_HUGEPAGE);   // a wish: without it the weights are read a little slower
#endif
}

WeightArena::~WeightArena()
{
    munmap(m_memory, m_size);
}

std::byte *WeightArena::take(std::size_t bytes)
{
    std::byte *taken = m_memory + m_taken;
    m_taken += toCacheLine(bytes);
    if (m_taken > m_size)
        throw std::bad_alloc();
    return taken;
}

}  // namespace interlinear::mixmoe
