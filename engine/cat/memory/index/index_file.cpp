#include "engine/cat/memory/index/index_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cstring>

namespace interlinear::cat {

namespace {

constexpr std::uint64_t magic = 0x3158444954494C49;   // "ILITIDX1"
constexpr std::uint32_t formatVersion = 3;
constexpr std::uint32_t tokensVersion = 3;            // rises when tokenise() cuts or folds otherwise
constexpr std::size_t alignment = 64;
constexpr std::size_t vocabularySections = 3 * sideCount;

struct Footer {
    std::uint64_t magicNumber = magic;
    std::uint32_t format = formatVersion;
    std::uint32_t tokens = tokensVersion;
    IndexOrigin origin;
    std::uint64_t tableOffset = 0;
    std::uint64_t sectionCount = 0;
    std::uint64_t fileSize = 0;
    std::uint64_t tableChecksum = 0;
    std::uint64_t checksum = 0;   // of what stands before it
};

std::uint64_t checksumOf(std::string_view bytes)
{
    return XXH3_64bits(bytes.data(), bytes.size());
}

std::uint64_t checksumOf(const Footer &footer)
{
    return XXH3_64bits(&footer, offsetof(Footer, checksum));
}

template <typename Value>
std::span<const Value> numbers(std::string_view bytes)
{
    return {reinterpret_cast<const Value *>(bytes.data()), bytes.size() / sizeof(Value)};
}

template <typename Value>
std::string_view bytesOf(std::span<const Value> values)
{
    return {reinterpret_cast<const char *>(values.data()), values.size_bytes()};
}

}  // namespace

std::shared_ptr<const IndexFile> IndexFile::open(const std::filesystem::path &path)
{
    const std::shared_ptr<IndexFile> file(new IndexFile);
    file->m_fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (file->m_fd < 0 || ::fstat(file->m_fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size < static_cast<off_t>(sizeof(Footer)))
        return nullptr;
    const auto size = static_cast<std::size_t>(status.st_size);
    void *bytes = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file->m_fd, 0);
    if (bytes == MAP_FAILED)
        return nullptr;
    file->m_bytes = {static_cast<const char *>(bytes), size};
    return file->read() ? file : nullptr;
}

std::shared_ptr<const IndexFile> IndexFile::fromBytes(std::string bytes)
{
    const std::shared_ptr<IndexFile> file(new IndexFile);
    file->m_ownBytes = std::move(bytes);
    file->m_bytes = file->m_ownBytes;
    return file->read() ? file : nullptr;
}

IndexFile::~IndexFile()
{
    if (m_fd < 0)
        return;
    if (!m_bytes.empty())
        ::munmap(const_cast<char *>(m_bytes.data()), m_bytes.size());
    ::close(m_fd);
}

bool IndexFile::read()
{
    Footer footer;
    if (m_bytes.size() < sizeof footer)
        return false;
    std::memcpy(&footer, m_bytes.data() + m_bytes.size() - sizeof footer, sizeof footer);
    if (footer.magicNumber != magic || footer.format != formatVersion || footer.tokens != tokensVersion || footer.fileSize != m_bytes.size()
        || footer.checksum != checksumOf(footer) || footer.tableOffset > m_bytes.size() || footer.sectionCount > m_bytes.size() / sizeof(Section)
        || footer.sectionCount < vocabularySections || footer.sectionCount * sizeof(Section) > m_bytes.size() - footer.tableOffset)
        return false;
    const std::string_view table = m_bytes.substr(footer.tableOffset, footer.sectionCount * sizeof(Section));
    if (checksumOf(table) != footer.tableChecksum)
        return false;
    m_origin = footer.origin;
    m_sections.resize(footer.sectionCount);
    std::memcpy(m_sections.data(), table.data(), table.size());
    const auto inFile = [this](const Section &section) {
        return section.offset % alignment == 0 && section.offset <= m_bytes.size() && section.size <= m_bytes.size() - section.offset;
    };
    if (!std::all_of(m_sections.begin(), m_sections.end(), inFile))
        return false;
    const auto bytesAt = [this](std::size_t section) { return m_bytes.substr(m_sections[section].offset, m_sections[section].size); };
    const std::size_t chunkCount = m_sections.size() - vocabularySections;
    for (std::size_t i = 0; i < chunkCount; ++i) {
        const std::optional<IndexChunk> chunk = IndexChunk::view(bytesAt(i));
        if (!chunk)
            return false;
        m_chunks.push_back(*chunk);
    }
    for (std::size_t side = 0; side < sideCount; ++side) {
        const std::size_t first = chunkCount + 3 * side;
        m_words[side] = {bytesAt(first), numbers<std::uint32_t>(bytesAt(first + 1)), numbers<WordId>(bytesAt(first + 2))};
    }
    return true;
}

bool IndexFile::isSound(const std::stop_token &stop) const
{
    return std::all_of(m_sections.begin(), m_sections.end(), [&](const Section &section) { return stop.stop_requested() || isWhole(section); });
}

bool IndexFile::isWhole(const Section &section) const
{
    if (m_fd < 0)
        return true;
    constexpr std::size_t pieceSize = std::size_t(1) << 20;
    std::string piece(pieceSize, '\0');
    const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), XXH3_freeState);
    if (!state || XXH3_64bits_reset(state.get()) != XXH_OK)
        return true;
    for (std::uint64_t at = 0; at < section.size;) {
        const ssize_t got = ::pread(m_fd, piece.data(), std::min<std::uint64_t>(pieceSize, section.size - at), static_cast<off_t>(section.offset + at));
        if (got <= 0)
            return false;
        XXH3_64bits_update(state.get(), piece.data(), static_cast<std::size_t>(got));
        at += static_cast<std::uint64_t>(got);
    }
    return XXH3_64bits_digest(state.get()) == section.checksum;
}

Result<void> IndexFileWriter::append(std::string_view chunk)
{
    return writeSection(chunk);
}

Result<void> IndexFileWriter::write(std::string_view bytes)
{
    m_written += bytes.size();
    return m_sink(bytes);
}

Result<void> IndexFileWriter::writeSection(std::string_view bytes)
{
    const std::string gap((alignment - m_written % alignment) % alignment, '\0');
    if (auto written = write(gap); !written)
        return written;
    m_sections.push_back({m_written, bytes.size(), checksumOf(bytes)});
    return write(bytes);
}

Result<void> IndexFileWriter::finish(const WordsView &source, const WordsView &target, const IndexOrigin &origin)
{
    for (const WordsView *words : {&source, &target}) {
        for (const std::string_view bytes : {words->pool, bytesOf(words->starts), bytesOf(words->slots)}) {
            if (auto written = writeSection(bytes); !written)
                return written;
        }
    }
    Footer footer;
    footer.origin = origin;
    footer.tableOffset = m_written;
    footer.sectionCount = m_sections.size();
    const std::string_view table = bytesOf(std::span<const IndexFile::Section>(m_sections));
    footer.tableChecksum = checksumOf(table);
    footer.fileSize = m_written + table.size() + sizeof footer;
    footer.checksum = checksumOf(footer);
    if (auto written = write(table); !written)
        return written;
    return write({reinterpret_cast<const char *>(&footer), sizeof footer});
}

}  // namespace interlinear::cat
