#include "engine/cat/memory/index/memory_index.h"

#include "engine/cat/memory/index/index_build.h"
#include "engine/cat/memory/index/index_file.h"
#include "engine/cat/memory/index/recent_units.h"
#include "engine/cat/memory/index/unit_texts.h"
#include "engine/cat/memory/scoring/content_words.h"
#include "engine/cat/memory/scoring/tokens.h"
#include "engine/core/cache_folder.h"
#include "engine/core/files.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <optional>
#include <thread>
#include <utility>

namespace interlinear::cat {

namespace {

constexpr std::int64_t rowsToKeepInMemory = 8192;   // fewer are read again at each opening, in a few hundredths of a second
constexpr std::int64_t rowsToBuildAtOnce = 32768;   // so many new rows are indexed faster by all threads
constexpr std::size_t mostThreads = 8;

std::size_t threadCount()
{
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, mostThreads);
}

/// Where the index of a memory may be, best first.
std::vector<std::filesystem::path> placesOf(const std::filesystem::path &memory)
{
    std::vector<std::filesystem::path> places{memory.string() + "-index"};
    if (const std::filesystem::path cache = userCacheFolder(); !cache.empty()) {
        std::error_code ignored;
        const std::string path = std::filesystem::weakly_canonical(memory, ignored).string();
        std::array<char, 17> hash{};
        std::snprintf(hash.data(), hash.size(), "%016llx", static_cast<unsigned long long>(XXH3_64bits(path.data(), path.size())));
        places.push_back(cache / "memory-index" / hash.data());
    }
    return places;
}

/// What a writer left that was killed; one that still writes is younger.
void removeLeftovers(const std::filesystem::path &place)
{
    const std::string beginning = place.filename().string() + ".";
    std::error_code ignored;
    const auto dayAgo = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
    for (const std::filesystem::directory_entry &entry : std::filesystem::directory_iterator(place.parent_path().empty() ? "." : place.parent_path(), ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(beginning) && name.ends_with(".part") && entry.last_write_time(ignored) < dayAgo)
            std::filesystem::remove(entry.path(), ignored);
    }
}

/// Builds an index in the first place that takes it; in memory when none does.
Result<std::shared_ptr<const IndexFile>> build(const Database &database, const std::filesystem::path &memory, const IndexFile *older, const std::stop_token &stop)
{
    for (const std::filesystem::path &place : placesOf(memory)) {
        std::error_code ignored;
        if (place.parent_path() != memory.parent_path())
            std::filesystem::create_directories(place.parent_path(), ignored);
        removeLeftovers(place);
        Result<FileWriter> file = FileWriter::open(place);
        if (!file)
            continue;
        const Result<void> built = buildIndex(database, older, [&](std::string_view bytes) { return file->write(bytes); }, threadCount(), stop);
        if (!built && (built.error().code == ErrorCode::DiskFull || built.error().code == ErrorCode::Unwritable))
            continue;
        if (!built)
            return std::unexpected(built.error());
        if (!file->commit())
            continue;
        if (std::shared_ptr<const IndexFile> opened = IndexFile::open(place))
            return opened;
    }
    std::string bytes;
    const auto keep = [&bytes](std::string_view more) {
        bytes += more;
        return Result<void>();
    };
    if (auto built = buildIndex(database, older, keep, threadCount(), stop); !built)
        return std::unexpected(built.error());
    return IndexFile::fromBytes(std::move(bytes));
}

}  // namespace

struct MemoryIndex::State {
    std::filesystem::path memory;
    Connect connect;
    bool opened = false;
    std::shared_ptr<const IndexFile> file;   // of most units; may be null
    RecentUnits recent;                      // the units behind it
    std::int64_t lastRow = 0;                // of all of them
    std::optional<Statement> newRows;
    std::size_t enough = 0;                  // recent units for a new file

    std::shared_ptr<const IndexFile> made;   // by the worker, for finishWork()
    std::atomic<bool> working = false;
    std::jthread worker;                     // last: it uses what is above

    std::size_t rowsForNewFile() const { return std::max<std::size_t>(rowsToKeepInMemory, file ? file->origin().unitCount / 64 : 0); }

    void use(std::shared_ptr<const IndexFile> newFile)
    {
        recent = newFile ? RecentUnits(newFile->words(Side::Source), newFile->words(Side::Target)) : RecentUnits();
        file = std::move(newFile);
        lastRow = file ? file->origin().lastRow : 0;
        enough = rowsForNewFile();
    }

    void takeWork()
    {
        if (!worker.joinable() || working)
            return;
        worker.join();
        if (made)
            use(std::exchange(made, nullptr));
    }

    /// In the background: makes a file with every unit, from the one that is there when that is sound.
    void startWork(bool checkFirst)
    {
        working = true;
        worker = std::jthread([this, checkFirst, older = file](const std::stop_token &stop) {
            const bool sound = !older || older->isSound(stop);
            if (!stop.stop_requested() && !(checkFirst && sound)) {
                if (const Result<Database> database = connect()) {
                    if (auto built = build(*database, memory, sound ? older.get() : nullptr, stop))
                        made = std::move(*built);
                }
            }
            working = false;
            working.notify_all();
        });
    }

    Result<void> open(const Database &database)
    {
        for (const std::filesystem::path &place : placesOf(memory)) {
            std::shared_ptr<const IndexFile> found = IndexFile::open(place);
            const Result<bool> fits = found ? isIndexOf(*found, database) : false;
            if (!fits)
                return std::unexpected(fits.error());
            if (!*fits)
                continue;
            use(std::move(found));
            startWork(true);
            break;
        }
        opened = true;
        enough = rowsForNewFile();
        Result<Statement> last = database.prepare("SELECT max(row) FROM unit");
        if (!last)
            return std::unexpected(last.error());
        if (const Result<bool> row = last->start(); !row)
            return std::unexpected(row.error());
        if (last->integer(0) - lastRow < rowsToBuildAtOnce)
            return {};
        last->reset();
        Result<std::shared_ptr<const IndexFile>> built = build(database, memory, file.get(), {});
        if (!built)
            return std::unexpected(built.error());
        use(std::move(*built));
        return {};
    }

    Result<void> readNewRows(const Database &database)
    {
        if (!newRows) {
            Result<Statement> prepared = database.prepare(unitTextsSql);
            if (!prepared)
                return std::unexpected(prepared.error());
            newRows = std::move(*prepared);
        }
        ContentWords source, target;
        Result<bool> row = newRows->start(lastRow);
        for (; row && *row; row = newRows->next()) {
            const UnitTexts unit = readUnitTexts(*newRows);
            source.cut(unit.source);
            target.cut(unit.target);
            UnitKeys keys{source.words(), {source.wordsOfAddresses().begin(), source.wordsOfAddresses().end()}, target.words(), unit.sourceHash};
            keys.target.insert(keys.target.end(), target.wordsOfAddresses().begin(), target.wordsOfAddresses().end());
            recent.add(unit.row, keys);
            lastRow = unit.row;
        }
        newRows->reset();
        if (!row)
            return std::unexpected(row.error());
        return {};
    }
};

MemoryIndex::MemoryIndex(std::filesystem::path memory, Connect connect) : m_state(std::make_unique<State>())
{
    m_state->memory = std::move(memory);
    m_state->connect = std::move(connect);
}

MemoryIndex::~MemoryIndex() = default;
MemoryIndex::MemoryIndex(MemoryIndex &&) noexcept = default;
MemoryIndex &MemoryIndex::operator=(MemoryIndex &&) noexcept = default;

Result<void> MemoryIndex::follow(const Database &database)
{
    State &state = *m_state;
    state.takeWork();
    if (!state.opened) {
        if (auto opened = state.open(database); !opened)
            return opened;
    }
    if (auto read = state.readNewRows(database); !read)
        return read;
    if (state.recent.size() < state.enough || state.worker.joinable())
        return {};
    state.startWork(false);
    state.enough = state.recent.size() + state.rowsForNewFile();   // when it fails, it is not tried again at once
    return {};
}

void MemoryIndex::finishWork()
{
    m_state->working.wait(true);
    m_state->takeWork();
}

std::vector<Candidate> MemoryIndex::candidates(const std::vector<std::string_view> &keys, int thresholdPerMille, const std::stop_token &stop) const
{
    if (keys.empty())
        return {};
    std::vector<WordId> words;
    words.reserve(keys.size());
    for (const std::string_view key : keys)
        words.push_back(m_state->recent.words(Side::Source).find(key));
    const FuzzyQuery query(words, thresholdPerMille);
    std::vector<Candidate> result;
    if (m_state->file) {
        for (const IndexChunk &chunk : m_state->file->chunks()) {
            if (!stop.stop_requested())
                chunk.findSimilar(query, result);
        }
    }
    if (!stop.stop_requested())
        m_state->recent.findSimilar(query, result);
    std::sort(result.begin(), result.end(), [](const Candidate &a, const Candidate &b) { return std::pair(a.ceilingPerMille, a.row) > std::pair(b.ceilingPerMille, b.row); });
    return result;
}

std::vector<std::int64_t> MemoryIndex::rowsOfHash(std::int64_t sourceHash) const
{
    const auto hash = static_cast<std::uint32_t>(sourceHash);
    std::vector<std::int64_t> rows;
    const auto keep = [&rows](std::int64_t row) { rows.push_back(row); };
    if (m_state->file) {
        for (const IndexChunk &chunk : m_state->file->chunks())
            chunk.prefetchHash(hash);
        for (const IndexChunk &chunk : m_state->file->chunks())
            chunk.visitRowsOfHash(hash, keep);
    }
    m_state->recent.visitRowsOfHash(hash, keep);
    return rows;
}

WordId MemoryIndex::find(Side side, std::string_view word) const
{
    return m_state->recent.words(side).find(word);
}

void MemoryIndex::forEachWord(Side side, std::string_view letters, const std::function<bool(WordId number, std::string_view word)> &visit) const
{
    const GrowingVocabulary &words = m_state->recent.words(side);
    words.forEachHolding(letters, [&](WordId word) { return visit(word, words[word]); });
}

void MemoryIndex::visitRows(Side side, const std::vector<WantedWords> &wanted, const RowVisitor &visit) const
{
    const GrowingVocabulary &vocabulary = m_state->recent.words(side);
    WordFilter filter{.groups = {}, .sequences = WordSequences(vocabulary.size(), vocabulary.find(addressKey))};
    std::size_t begin = 0;   // of the groups that follow one another
    const auto endSequence = [&] {
        filter.sequences.add(std::span(filter.groups).subspan(begin));
        begin = filter.groups.size();
    };
    for (const WantedWords &each : wanted) {
        if (!each.behindPrevious)
            endSequence();
        std::ranges::sort(filter.groups.emplace_back(each.words));
    }
    endSequence();
    std::ranges::stable_sort(filter.groups, {}, [](const WordGroup &group) { return std::pair(group.size(), group.empty() ? 0 : group.front()); });
    if (!m_state->recent.visitRows(side, filter, visit) || !m_state->file)
        return;
    const std::vector<IndexChunk> &chunks = m_state->file->chunks();
    (void)std::all_of(chunks.rbegin(), chunks.rend(), [&](const IndexChunk &chunk) { return chunk.visitRows(side, filter, visit); });
}

}  // namespace interlinear::cat
