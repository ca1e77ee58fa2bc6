// The file of a word index: vocabularies and chunks, mapped and read where they lie.
//
//   IndexFileWriter writer([&](std::string_view bytes) { return file->write(bytes); });
//   writer.append(chunk); …
//   writer.finish(sourceWords, targetWords, {.memory = identity, .lastRow = row});
//   const std::shared_ptr<const IndexFile> index = IndexFile::open(path);      // null: make it anew
//
// A file is never changed, only replaced by another one under its name, so what is mapped stays as it is. Whoever cuts the file short in place while it is mapped kills
// the process, as with any mapped file.
#pragma once

#include "engine/cat/memory/index/index_chunk.h"
#include "engine/cat/memory/index/vocabulary.h"
#include "engine/core/result.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace interlinear::cat {

/// A unit that an index was made from.
struct IndexedUnit {
    std::int64_t row = 0;    ///< 0: none
    std::uint64_t id = 0;    ///< hash of it
};

/// What an index is of.
struct IndexOrigin {
    std::uint64_t memory = 0;         ///< which memory
    std::int64_t lastRow = 0;         ///< it has the rows up to this one
    std::uint64_t unitCount = 0;
    std::array<IndexedUnit, 32> samples = {};   ///< some of its units, the more of them the later they came: two memories that were one differ at their ends
};

class IndexFile {
public:
    /// Null when there is none, or one of another version, or one whose end is damaged.
    static std::shared_ptr<const IndexFile> open(const std::filesystem::path &path);
    /// The same for bytes that are no file.
    static std::shared_ptr<const IndexFile> fromBytes(std::string bytes);
    ~IndexFile();
    IndexFile(const IndexFile &) = delete;
    IndexFile &operator=(const IndexFile &) = delete;

    const IndexOrigin &origin() const { return m_origin; }
    const std::vector<IndexChunk> &chunks() const { return m_chunks; }   ///< rows rise
    const WordsView &words(Side side) const { return m_words[static_cast<std::size_t>(side)]; }

    /// Whether every byte is what was written. Reads the file without mapping it in; true when it was asked to stop.
    bool isSound(const std::stop_token &stop) const;

private:
    struct Section {
        std::uint64_t offset;
        std::uint64_t size;
        std::uint64_t checksum;
    };
    friend class IndexFileWriter;
    IndexFile() = default;
    bool read();
    bool isWhole(const Section &section) const;

    std::string m_ownBytes;
    int m_fd = -1;
    std::string_view m_bytes;
    IndexOrigin m_origin;
    std::vector<Section> m_sections;
    std::vector<IndexChunk> m_chunks;
    std::array<WordsView, sideCount> m_words;
};

class IndexFileWriter {
public:
    using Sink = std::function<Result<void>(std::string_view bytes)>;
    explicit IndexFileWriter(Sink sink) : m_sink(std::move(sink)) {}

    /// The bytes of a chunk, in the order of rows.
    Result<void> append(std::string_view chunk);
    Result<void> finish(const WordsView &source, const WordsView &target, const IndexOrigin &origin);

private:
    Result<void> write(std::string_view bytes);
    Result<void> writeSection(std::string_view bytes);

    Sink m_sink;
    std::uint64_t m_written = 0;
    std::vector<IndexFile::Section> m_sections;
};

}  // namespace interlinear::cat
