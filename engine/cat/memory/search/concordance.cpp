#include "engine/cat/memory/search/concordance.h"

#include "engine/cat/memory/scoring/tokens.h"
#include "engine/cat/memory/scoring/verbatim.h"
#include "engine/cat/memory/search/word_runs.h"
#include "engine/cat/memory/unit_rows.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace interlinear::cat {

namespace {

/// Of the texts in which something was found.
std::size_t shortestText(const ConcordanceHit &hit)
{
    const std::size_t source = hit.unit.source.text.size();
    const std::size_t target = hit.unit.target.text.size();
    if (hit.inSource.empty() || hit.inTarget.empty())
        return hit.inSource.empty() ? target : source;
    return std::min(source, target);
}

/// A text in which a line end stands for each tag that reads as a space.
class SpacedText {
public:
    explicit SpacedText(const TaggedText &tagged) : m_text(tagged.text)
    {
        for (const InlineTag &tag : tagged.tags) {
            if (readingOf(tag) != TagReading::Space)
                continue;
            m_text.insert(tag.offset + m_inserted.size(), 1, '\n');
            m_inserted.push_back(tag.offset + m_inserted.size());
        }
    }

    const std::string &text() const { return m_text; }
    ByteSpan original(ByteSpan span) const { return {original(span.begin), original(span.end)}; }

private:
    std::size_t original(std::size_t at) const
    {
        return at - static_cast<std::size_t>(std::lower_bound(m_inserted.begin(), m_inserted.end(), at) - m_inserted.begin());
    }

    std::string m_text;
    std::vector<std::size_t> m_inserted;   // places of the line ends, rising
};

bool comesBefore(const ConcordanceHit &a, const ConcordanceHit &b)
{
    return std::tuple(!a.wholeWord, shortestText(a)) < std::tuple(!b.wholeWord, shortestText(b));
}

std::unexpected<Error> stopped(const Memory &memory)
{
    return fail(ErrorCode::Cancelled, memory.path().string(), "searching was stopped");
}

/// Looks at the units that an index of words names.
class IndexedSearch {
public:
    static Result<IndexedSearch> create(Memory &memory, const ConcordanceQuery &query, std::size_t most, std::stop_token stop)
    {
        Result<ConcordanceMatcher> matcher = ConcordanceMatcher::create(query);
        if (!matcher)
            return std::unexpected(matcher.error());
        const Result<MemoryIndex *> index = memory.index();
        if (!index)
            return std::unexpected(index.error());
        Result<Statement> textOfRow = memory.database().prepare("SELECT source, source_tags, target, target_tags FROM unit WHERE row = ?");
        if (!textOfRow)
            return std::unexpected(textOfRow.error());
        Result<Statement> unitOfRow = memory.database().prepare(std::string("SELECT ") + unitColumns + " FROM unit WHERE row = ?");
        if (!unitOfRow)
            return std::unexpected(unitOfRow.error());
        Result<Statement> instant = memory.database().prepare("SELECT row FROM unit");
        if (!instant)
            return std::unexpected(instant.error());
        if (const Result<bool> begun = instant->start(); !begun)
            return std::unexpected(begun.error());
        return IndexedSearch(memory, **index, std::move(*matcher), std::move(*instant), std::move(*textOfRow), std::move(*unitOfRow), query.pattern, most, std::move(stop));
    }

    /// The newest hits on that side.
    Result<void> run(Side side, const std::vector<WordRun> &runs)
    {
        std::vector<WantedWords> wanted;
        for (const WordRun &run : runs)
            wanted.push_back({.words = wordsOf(side, run), .behindPrevious = run.behindPrevious});
        Result<void> done;
        std::size_t hits = 0;
        m_index.visitRows(side, wanted, [&](std::int64_t row) {
            const Result<bool> hit = look(side, row);
            if (!hit)
                done = std::unexpected(hit.error());
            hits += hit && *hit ? 1 : 0;
            return done && hits < m_most;
        });
        return m_stop.stop_requested() ? stopped(m_memory) : done;
    }

    std::vector<ConcordanceHit> newest()
    {
        std::vector<ConcordanceHit> hits;
        for (auto hit = m_hits.rbegin(); hit != m_hits.rend() && hits.size() < m_most; ++hit)
            hits.push_back(std::move(hit->second));
        return hits;
    }

private:
    IndexedSearch(const Memory &memory, const MemoryIndex &index, ConcordanceMatcher matcher, Statement instant, Statement textOfRow, Statement unitOfRow,
                  const PatternText &pattern, std::size_t most, std::stop_token stop)
        : m_memory(memory),
          m_index(index),
          m_matcher(std::move(matcher)),
          m_instant(std::move(instant)),
          m_textOfRow(std::move(textOfRow)),
          m_unitOfRow(std::move(unitOfRow)),
          m_counting(pattern.counting),
          m_intoPlaceholders(looksIntoPlaceholders(pattern)),
          m_most(most),
          m_stop(std::move(stop))
    {
    }

    /// Those that may hold the run. The key that all placeholders share stands for any letters; those of numbers and of addresses stand for none: addresses have
    /// their words beside it.
    WordGroup wordsOf(Side side, const WordRun &run) const
    {
        WordGroup words;
        const bool asWritten = m_counting.diacritics;
        m_index.forEachWord(side, asWritten ? std::string_view(run.letters) : std::string_view(), [&](WordId number, std::string_view word) {
            if (!word.starts_with('\x01') && run.isIn(word, m_counting))
                words.push_back(number);
            return !m_stop.stop_requested();
        });
        if (const WordId placeholder = m_index.find(side, placeholderKey); m_intoPlaceholders && placeholder != unknownWord)
            words.push_back(placeholder);
        std::ranges::sort(words);
        return words;
    }

    /// Whether the text of that side is worth a closer look; most are not.
    Result<bool> mayHold(Side side, std::int64_t row)
    {
        const int column = side == Side::Source ? 0 : 2;
        const Result<bool> there = m_textOfRow.start(row);
        if (!there || !*there)
            return there;
        if (m_textOfRow.optionalText(column + 1))
            return true;
        return m_matcher.isIn(m_textOfRow.text(column));
    }

    Result<bool> look(Side side, std::int64_t row)
    {
        if (m_stop.stop_requested())
            return stopped(m_memory);
        if (m_hits.contains(row))
            return true;
        const Result<bool> may = mayHold(side, row);
        m_textOfRow.reset();
        if (!may || !*may)
            return may;
        const Result<bool> there = m_unitOfRow.start(row);
        if (!there || !*there)
            return there;
        const Result<Unit> unit = readUnit(m_unitOfRow, 0, m_memory.path().string());
        m_unitOfRow.reset();
        if (!unit)
            return std::unexpected(unit.error());
        Result<std::optional<ConcordanceHit>> hit = m_matcher.match(*unit);
        if (!hit)
            return std::unexpected(hit.error());
        if (*hit)
            m_hits.emplace(row, std::move(**hit));
        return hit->has_value();
    }

    const Memory &m_memory;
    const MemoryIndex &m_index;
    ConcordanceMatcher m_matcher;
    Statement m_instant;   // has rows left as long as the search goes on: what is read is of one instant, and no other statement needs a lock of the file
    Statement m_textOfRow, m_unitOfRow;
    TextDifferences m_counting;
    bool m_intoPlaceholders;
    std::size_t m_most;
    std::stop_token m_stop;
    std::map<std::int64_t, ConcordanceHit> m_hits;   // by row
};

}  // namespace

ConcordanceMatcher::ConcordanceMatcher(ConcordanceQuery query, TextPattern pattern)
    : m_query(std::move(query)), m_pattern(std::move(pattern)), m_intoPlaceholders(looksIntoPlaceholders(m_query.pattern))
{
}

/// As long as the text, but without what the pattern does not look into.
std::string ConcordanceMatcher::readable(std::string text) const
{
    if (m_intoPlaceholders)
        return text;
    for (const Verbatim &verbatim : verbatimStretches(text)) {
        if (verbatim.kind == VerbatimKind::Placeholder)
            std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(verbatim.span.begin), verbatim.span.length(), '\x01');
    }
    return text;
}

Result<ConcordanceMatcher> ConcordanceMatcher::create(ConcordanceQuery query)
{
    Result<TextPattern> pattern = TextPattern::compile(query.pattern);
    if (!pattern)
        return std::unexpected(pattern.error());
    return ConcordanceMatcher(std::move(query), std::move(*pattern));
}

Result<std::vector<ByteSpan>> ConcordanceMatcher::placesIn(const TaggedText &tagged, bool &wholeWord)
{
    const SpacedText spaced(tagged);
    const std::string text = readable(spaced.text());
    const Result<std::vector<Occurrence>> found = m_pattern.find(text);
    if (!found)
        return std::unexpected(found.error());
    std::vector<ByteSpan> places;
    for (const Occurrence &occurrence : *found) {
        const ByteSpan place = spaced.original(occurrence.span);
        if (place.empty())
            continue;
        places.push_back(place);
        wholeWord = wholeWord || (isWordEdge(text, occurrence.span.begin) && isWordEdge(text, occurrence.span.end));
    }
    return places;
}

Result<bool> ConcordanceMatcher::isIn(const std::string &text)
{
    const Result<std::vector<Occurrence>> found = m_pattern.find(readable(text));
    if (!found)
        return std::unexpected(found.error());
    return !found->empty();
}

Result<std::optional<ConcordanceHit>> ConcordanceMatcher::match(const Unit &unit)
{
    if (!passes(m_query.filter, unit))
        return std::nullopt;
    ConcordanceHit hit;
    Result<std::vector<ByteSpan>> inSource, inTarget;
    if (m_query.side != SearchedSide::Target)
        inSource = placesIn(unit.source, hit.wholeWord);
    if (m_query.side != SearchedSide::Source)
        inTarget = placesIn(unit.target, hit.wholeWord);
    if (!inSource || !inTarget)
        return std::unexpected(!inSource ? inSource.error() : inTarget.error());
    if (inSource->empty() && inTarget->empty())
        return std::nullopt;
    hit.unit = unit;
    hit.inSource = std::move(*inSource);
    hit.inTarget = std::move(*inTarget);
    return hit;
}

Result<std::vector<ConcordanceHit>> newestHitsByScan(const Memory &memory, const ConcordanceQuery &query, std::size_t most, std::stop_token stop)
{
    Result<ConcordanceMatcher> matcher = ConcordanceMatcher::create(query);
    if (!matcher)
        return std::unexpected(matcher.error());
    std::vector<ConcordanceHit> hits;
    const auto visit = [&](const Unit &unit) -> Result<bool> {
        if (stop.stop_requested())
            return stopped(memory);
        Result<std::optional<ConcordanceHit>> hit = matcher->match(unit);
        if (!hit)
            return std::unexpected(hit.error());
        if (*hit)
            hits.push_back(std::move(**hit));
        return hits.size() < most;
    };
    if (auto visited = memory.forEachUnitNewestFirst(visit); !visited)
        return std::unexpected(visited.error());
    return hits;
}

Result<std::vector<ConcordanceHit>> newestHits(Memory &memory, const ConcordanceQuery &query, std::size_t most, std::stop_token stop)
{
    const std::vector<WordRun> runs = wordRuns(query.pattern);
    if (runs.empty())
        return newestHitsByScan(memory, query, most, stop);
    Result<IndexedSearch> search = IndexedSearch::create(memory, query, most, stop);
    if (!search)
        return std::unexpected(search.error());
    for (const auto &[side, otherSide] : {std::pair(Side::Source, SearchedSide::Target), std::pair(Side::Target, SearchedSide::Source)}) {
        if (query.side == otherSide)
            continue;
        if (auto done = search->run(side, runs); !done)
            return std::unexpected(done.error());
    }
    return search->newest();
}

Result<std::vector<ConcordanceHit>> concordance(Memory &memory, const ConcordanceQuery &query, std::size_t limit, std::stop_token stop)
{
    Result<std::vector<ConcordanceHit>> hits = newestHits(memory, query, limit * rankedForEachHit, stop);
    if (!hits)
        return hits;
    std::stable_sort(hits->begin(), hits->end(), comesBefore);
    hits->resize(std::min(hits->size(), limit));
    return hits;
}

}  // namespace interlinear::cat
