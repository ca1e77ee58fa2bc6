#include "engine/cat/memory/index/index_build.h"

#include "engine/cat/memory/index/unit_texts.h"
#include "engine/cat/memory/scoring/content_words.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>
#include <vector>

namespace interlinear::cat {

namespace {

std::uint64_t hashOf(std::string_view bytes)
{
    return XXH3_64bits(bytes.data(), bytes.size());
}

/// The words of some units, numbered among themselves.
struct WordCounts {
    WordTable words;
    std::vector<std::uint32_t> counts;   // [word]

    WordId add(std::string_view key)
    {
        const WordId word = words.add(key);
        if (word == counts.size())
            counts.push_back(0);
        ++counts[word];
        return word;
    }
};

/// Gives the words their numbers in the whole index, new ones by falling frequency.
std::vector<WordId> numberIn(WordTable &all, const WordCounts &some)
{
    std::vector<WordId> order(some.words.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](WordId a, WordId b) { return some.counts[a] > some.counts[b]; });
    std::vector<WordId> numbers(order.size());
    for (const WordId word : order)
        numbers[word] = all.add(some.words[word]);
    return numbers;
}

/// One step of many threads' work that happens in the order of the batches.
class Turnstile {
public:
    /// Waits until all batches before have passed. False when it is given up.
    bool enter(std::size_t batch)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_next == batch || m_givenUp; });
        return !m_givenUp;
    }
    void leave()
    {
        const std::lock_guard lock(m_mutex);
        ++m_next;
        m_changed.notify_all();
    }
    void giveUp()
    {
        const std::lock_guard lock(m_mutex);
        m_givenUp = true;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::size_t m_next = 0;
    bool m_givenUp = false;
};

/// Copied chunks keep the units that were removed; after many it is better to read all again.
Result<bool> isWorthCopying(const IndexFile &older, const Database &database)
{
    const Result<std::int64_t> units = database.integer("SELECT count(*) FROM unit");
    if (!units)
        return std::unexpected(units.error());
    const std::uint64_t indexed = older.origin().unitCount;
    return static_cast<std::uint64_t>(*units) >= indexed - indexed / 8;
}

class IndexBuild {
public:
    IndexBuild(Statement rows, const IndexFile *older, IndexFileWriter &writer, const std::stop_token &stop) : m_rows(std::move(rows)), m_writer(writer), m_stop(stop)
    {
        for (const Side side : {Side::Source, Side::Target}) {
            if (older)
                words(side) = WordTable(older->words(side));
        }
    }

    Result<void> start(std::int64_t afterRow)
    {
        const Result<bool> row = m_rows.start(afterRow);
        if (!row)
            return std::unexpected(row.error());
        m_more = *row;
        return {};
    }

    /// Batch after batch, in as many threads as call it.
    void work()
    {
        while (const std::optional<Batch> batch = read()) {
            Chunk chunk = cut(*batch);
            if (!m_numbering.enter(batch->number))
                return;
            const std::array numbers{numberIn(words(Side::Source), chunk.words[0]), numberIn(words(Side::Target), chunk.words[1])};
            m_numbering.leave();
            chunk.builder.renumber(numbers[0], numbers[1]);
            const std::string bytes = chunk.builder.build();
            if (!m_writing.enter(batch->number))
                return;
            if (auto written = m_writer.append(bytes); !written)
                return giveUp(written.error());
            m_writing.leave();
        }
    }

    WordTable &words(Side side) { return m_words[static_cast<std::size_t>(side)]; }
    const std::optional<Error> &problem() const { return m_problem; }
    std::uint64_t unitCount() const { return m_unitCount; }
    std::int64_t lastRow() const { return m_lastRow; }

private:
    struct Batch {
        std::size_t number = 0;
        std::vector<UnitTexts> units;
    };
    struct Chunk {
        ChunkBuilder builder;
        std::array<WordCounts, sideCount> words;
    };

    std::optional<Batch> read()
    {
        const std::lock_guard lock(m_reading);
        Batch batch;
        batch.number = m_batches;
        while (m_more && batch.units.size() < ChunkBuilder::mostUnits) {
            batch.units.push_back(readUnitTexts(m_rows));
            const Result<bool> more = m_stop.stop_requested() ? Result<bool>(fail(ErrorCode::Cancelled, "", "")) : m_rows.next();
            if (!more) {
                giveUp(more.error());
                return std::nullopt;
            }
            m_more = *more;
        }
        if (batch.units.empty())
            return std::nullopt;
        m_lastRow = batch.units.back().row;
        m_unitCount += batch.units.size();
        ++m_batches;
        return batch;
    }

    static Chunk cut(const Batch &batch)
    {
        Chunk chunk;
        std::vector<WordId> source, besideSource, target;
        ContentWords words;
        for (const UnitTexts &unit : batch.units) {
            for (std::vector<WordId> *ids : {&source, &besideSource, &target})
                ids->clear();
            words.cut(unit.source);
            number(source, chunk.words[0], words.words());
            number(besideSource, chunk.words[0], words.wordsOfAddresses());
            words.cut(unit.target);
            number(target, chunk.words[1], words.words());
            number(target, chunk.words[1], words.wordsOfAddresses());
            chunk.builder.add(unit.row, {source, besideSource, target, unit.sourceHash});
        }
        return chunk;
    }

    template <typename Keys>
    static void number(std::vector<WordId> &ids, WordCounts &counts, const Keys &keys)
    {
        for (const std::string_view key : keys)
            ids.push_back(counts.add(key));
    }

    void giveUp(const Error &problem)
    {
        {
            const std::lock_guard lock(m_problemMutex);
            m_problem = problem;
        }
        m_numbering.giveUp();
        m_writing.giveUp();
    }

    std::mutex m_reading;   // for those up to m_lastRow
    Statement m_rows;
    bool m_more = false;
    std::size_t m_batches = 0;
    std::uint64_t m_unitCount = 0;
    std::int64_t m_lastRow = 0;

    Turnstile m_numbering;
    std::array<WordTable, sideCount> m_words;
    Turnstile m_writing;
    IndexFileWriter &m_writer;
    const std::stop_token &m_stop;
    std::mutex m_problemMutex;
    std::optional<Error> m_problem;
};

/// The unit of that row, or of the next one before it that is there.
Result<IndexedUnit> unitUpTo(Statement &query, std::int64_t row)
{
    const Result<bool> found = query.start(row);
    if (!found)
        return std::unexpected(found.error());
    return *found ? IndexedUnit{query.integer(0), hashOf(query.text(1))} : IndexedUnit();
}

/// Half of them in steps that double from the last row back, half of them evenly over all rows.
Result<void> takeSamples(IndexOrigin &origin, const Database &database)
{
    Result<Statement> query = database.prepare("SELECT row, id FROM unit WHERE row <= ? ORDER BY row DESC LIMIT 1");
    if (!query)
        return std::unexpected(query.error());
    const std::size_t half = origin.samples.size() / 2;
    for (std::size_t i = 0; i < origin.samples.size(); ++i) {
        const std::int64_t row = i < half ? origin.lastRow + 1 - (std::int64_t(1) << i) : origin.lastRow / static_cast<std::int64_t>(half) * static_cast<std::int64_t>(i - half);
        const Result<IndexedUnit> unit = unitUpTo(*query, row);
        if (!unit)
            return std::unexpected(unit.error());
        origin.samples[i] = *unit;
    }
    return {};
}

/// Whether each sample that is still there is the unit that it was, and any is.
Result<bool> holdsSamples(const IndexOrigin &origin, const Database &database)
{
    Result<Statement> query = database.prepare("SELECT row, id FROM unit WHERE row = ?");
    if (!query)
        return std::unexpected(query.error());
    bool any = origin.unitCount == 0;
    for (const IndexedUnit &sample : origin.samples) {
        if (sample.row == 0)
            continue;
        const Result<IndexedUnit> unit = unitUpTo(*query, sample.row);
        if (!unit)
            return std::unexpected(unit.error());
        if (unit->row != 0 && unit->id != sample.id)
            return false;
        any = any || unit->row != 0;
    }
    return any;
}

}  // namespace

Result<std::uint64_t> memoryIdentity(const Database &database)
{
    Result<Statement> uuid = database.prepare("SELECT uuid FROM memory");
    if (!uuid)
        return std::unexpected(uuid.error());
    if (const Result<bool> row = uuid->start(); !row)
        return std::unexpected(row.error());
    return hashOf(uuid->text(0));
}

Result<bool> isIndexOf(const IndexFile &file, const Database &database)
{
    const Result<std::uint64_t> identity = memoryIdentity(database);
    if (!identity)
        return std::unexpected(identity.error());
    if (file.origin().memory != *identity)
        return false;
    const Result<std::int64_t> newest = database.integer("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'unit'), 0)");
    if (!newest)
        return std::unexpected(newest.error());
    if (*newest < file.origin().lastRow)
        return false;
    return holdsSamples(file.origin(), database);
}

Result<void> buildIndex(const Database &database, const IndexFile *older, const IndexFileWriter::Sink &sink, std::size_t threads, const std::stop_token &stop)
{
    const Result<std::uint64_t> identity = memoryIdentity(database);
    if (!identity)
        return std::unexpected(identity.error());
    Result<Statement> rows = database.prepare(unitTextsSql);
    if (!rows)
        return std::unexpected(rows.error());
    const Result<bool> copying = older ? isWorthCopying(*older, database) : true;
    if (!copying)
        return std::unexpected(copying.error());
    if (!*copying)
        older = nullptr;
    IndexFileWriter writer(sink);
    IndexOrigin origin{.memory = *identity};
    if (older) {
        for (const IndexChunk &chunk : older->chunks()) {
            if (chunk.size() < ChunkBuilder::mostUnits)
                break;
            if (auto written = writer.append(chunk.bytes()); !written)
                return written;
            origin.unitCount += chunk.size();
            origin.lastRow = chunk.lastRow();
        }
    }
    IndexBuild build(std::move(*rows), older, writer, stop);
    if (auto started = build.start(origin.lastRow); !started)
        return started;
    {
        std::vector<std::jthread> workers;
        for (std::size_t i = 1; i < threads; ++i)
            workers.emplace_back([&build] { build.work(); });
        build.work();
    }
    if (build.problem())
        return std::unexpected(*build.problem());
    origin.unitCount += build.unitCount();
    if (build.unitCount() > 0)
        origin.lastRow = build.lastRow();
    if (auto taken = takeSamples(origin, database); !taken)
        return taken;
    return writer.finish(build.words(Side::Source).view(), build.words(Side::Target).view(), origin);
}

}  // namespace interlinear::cat
