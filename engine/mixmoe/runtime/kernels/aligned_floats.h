// Floats that begin on a cache line, as the kernels expect them.
//
//   AlignedFloats row(64, 0.0F);   // row.data() is a multiple of 64
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace interlinear::mixmoe {

inline constexpr std::size_t cacheLine = 64;

constexpr std::size_t toCacheLine(std::size_t bytes)
{
    return (bytes + cacheLine - 1) / cacheLine * cacheLine;
}

template <typename T>
struct CacheLineAllocator {
    using value_type = T;

    CacheLineAllocator() = default;
    template <typename U>
    CacheLineAllocator(const CacheLineAllocator<U> &)
    {
    }

    T *allocate(std::size_t count) { return static_cast<T *>(::operator new(count * sizeof(T), std::align_val_t(cacheLine))); }
    void deallocate(T *memory, std::size_t) { ::operator delete(memory, std::align_val_t(cacheLine)); }

    bool operator==(const CacheLineAllocator &) const = default;
};

using AlignedFloats = std::vector<float, CacheLineAllocator<float>>;

}  // namespace interlinear::mixmoe
