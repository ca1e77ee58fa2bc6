#include "tests/bench/allocations.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> counted = 0;

void *counting(std::size_t bytes, std::size_t alignment)
{
    counted.fetch_add(1, std::memory_order_relaxed);
    if (void *memory = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment))
        return memory;
    throw std::bad_alloc();
}

}  // namespace

void *operator new(std::size_t bytes)
{
    return counting(bytes, alignof(std::max_align_t));
}

void *operator new(std::size_t bytes, std::align_val_t alignment)
{
    return counting(bytes, static_cast<std::size_t>(alignment));
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::align_val_t) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::size_t, std::align_val_t) noexcept
{
    std::free(memory);
}

namespace interlinear::bench {

std::size_t allocationsSoFar()
{
    return counted.load(std::memory_order_relaxed);
}

}  // namespace interlinear::bench
