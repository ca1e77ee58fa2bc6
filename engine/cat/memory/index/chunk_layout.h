// How the bytes of an index chunk are cut: a header, then sections of numbers, each from a multiple of eight on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace interlinear::cat {

enum class ChunkSection {
    Lengths,
    Runs,
    Slices,
    Ordinals,
    SourceStarts,
    Sources,
    SourceSamples,
    SourceDirectory,
    SourcePostings,
    TargetSamples,
    TargetDirectory,
    TargetPostings,
    HashStarts,
    Hashes
};
constexpr std::size_t chunkSectionCount = 14;

constexpr std::size_t unitsPerSourceStart = 8;
constexpr std::size_t wordsPerSample = 32;

/// Units by the hash of their source: its first bits say which bucket, the next ones stand beside the unit there.
constexpr unsigned hashBucketBits = 12;
constexpr std::size_t hashBuckets = std::size_t(1) << hashBucketBits;

inline std::size_t bucketOfHash(std::uint32_t hash)
{
    return hash >> (32 - hashBucketBits);
}

inline std::uint16_t hashInBucket(std::uint32_t hash)
{
    return static_cast<std::uint16_t>(hash >> (16 - hashBucketBits));
}

struct ChunkHeader {
    std::uint32_t unitCount = 0;
    std::uint32_t unused = 0;
    struct Extent {
        std::uint32_t offset = 0;
        std::uint32_t size = 0;
    };
    std::array<Extent, chunkSectionCount> sections{};
};

class ChunkLayout {
public:
    ChunkLayout() : m_bytes(sizeof(ChunkHeader), '\0') {}

    ChunkHeader &header() { return m_header; }

    void append(ChunkSection section, std::string_view bytes)
    {
        m_bytes.resize((m_bytes.size() + 7) / 8 * 8);
        m_header.sections[static_cast<std::size_t>(section)] = {static_cast<std::uint32_t>(m_bytes.size()), static_cast<std::uint32_t>(bytes.size())};
        m_bytes += bytes;
    }

    std::string finish() &&
    {
        m_bytes.resize((m_bytes.size() + 7) / 8 * 8);
        std::memcpy(m_bytes.data(), &m_header, sizeof m_header);
        return std::move(m_bytes);
    }

private:
    ChunkHeader m_header;
    std::string m_bytes;
};

}  // namespace interlinear::cat
