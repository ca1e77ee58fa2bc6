#include "engine/mixmoe/runtime/cpu/weight_arena.h"

#include "engine/mixmoe/runtime/kernels/aligned_floats.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <new>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace interlinear::mixmoe {

WeightArena::WeightArena(std::size_t bytes) : m_memory(nullptr), m_size(std::max<std::size_t>(bytes, 1))
{
    void *memory = mmap(nullptr, m_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        throw std::bad_alloc();
    m_memory = static_cast<std::byte *>(memory);
#if defined(MADV_HUGEPAGE)
    madvise(m_memory, m_size, MADV_HUGEPAGE);   // a wish: without it the weights are read a little slower
#endif
}

Result<WeightArena> WeightArena::map(const std::filesystem::path &file, std::size_t offset, std::size_t bytes)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return failFromErrno(errno, false, file.string());
    struct stat status {};
    const bool whole = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && static_cast<std::size_t>(status.st_size) == offset + bytes;
    void *memory = whole && bytes > 0 ? mmap(nullptr, bytes, PROT_READ, MAP_SHARED, descriptor, static_cast<off_t>(offset)) : MAP_FAILED;
    ::close(descriptor);
    if (!whole)
        return fail(ErrorCode::Damaged, file.string(), "has %1 bytes; %2 were expected", status.st_size, offset + bytes);
    if (memory == MAP_FAILED)
        return fail(ErrorCode::Unreadable, file.string(), "cannot be mapped into memory");
    return WeightArena(static_cast<std::byte *>(memory), bytes);
}

WeightArena::WeightArena(WeightArena &&other) noexcept : m_memory(std::exchange(other.m_memory, nullptr)), m_size(other.m_size), m_taken(other.m_taken)
{
}

WeightArena::~WeightArena()
{
    if (m_memory)
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
