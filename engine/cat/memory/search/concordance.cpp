#include "engine/cat/memory/search/concordance.h"

#include <algorithm>
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

bool comesBefore(const ConcordanceHit &a, const ConcordanceHit &b)
{
    return std::tuple(!a.wholeWord, shortestText(a)) < std::tuple(!b.wholeWord, shortestText(b));
}

}  // namespace

Result<ConcordanceMatcher> ConcordanceMatcher::create(ConcordanceQuery query)
{
    Result<TextPattern> pattern = TextPattern::compile(query.pattern);
    if (!pattern)
        return std::unexpected(pattern.error());
    return ConcordanceMatcher(std::move(query), std::move(*pattern));
}

Result<std::vector<ByteSpan>> ConcordanceMatcher::placesIn(const std::string &text, bool &wholeWord)
{
    const Result<std::vector<Occurrence>> found = m_pattern.find(text);
    if (!found)
        return std::unexpected(found.error());
    std::vector<ByteSpan> places;
    for (const Occurrence &occurrence : *found) {
        places.push_back(occurrence.span);
        wholeWord = wholeWord || (isWordEdge(text, occurrence.span.begin) && isWordEdge(text, occurrence.span.end));
    }
    return places;
}

Result<std::optional<ConcordanceHit>> ConcordanceMatcher::match(const Unit &unit)
{
    if (!passes(m_query.filter, unit))
        return std::nullopt;
    ConcordanceHit hit;
    Result<std::vector<ByteSpan>> inSource, inTarget;
    if (m_query.side != SearchedSide::Target)
        inSource = placesIn(unit.source.text, hit.wholeWord);
    if (m_query.side != SearchedSide::Source)
        inTarget = placesIn(unit.target.text, hit.wholeWord);
    if (!inSource || !inTarget)
        return std::unexpected(!inSource ? inSource.error() : inTarget.error());
    if (inSource->empty() && inTarget->empty())
        return std::nullopt;
    hit.unit = unit;
    hit.inSource = std::move(*inSource);
    hit.inTarget = std::move(*inTarget);
    return hit;
}

Result<std::vector<ConcordanceHit>> concordance(const Memory &memory, const ConcordanceQuery &query, std::size_t limit, std::stop_token stop)
{
    Result<ConcordanceMatcher> matcher = ConcordanceMatcher::create(query);
    if (!matcher)
        return std::unexpected(matcher.error());
    std::vector<ConcordanceHit> hits;
    const auto visit = [&](const Unit &unit) -> Result<bool> {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, memory.path().string(), "searching was stopped");
        Result<std::optional<ConcordanceHit>> hit = matcher->match(unit);
        if (!hit)
            return std::unexpected(hit.error());
        if (*hit)
            hits.push_back(std::move(**hit));
        return hits.size() < limit * rankedForEachHit;
    };
    if (auto visited = memory.forEachUnitNewestFirst(visit); !visited)
        return std::unexpected(visited.error());
    std::stable_sort(hits.begin(), hits.end(), comesBefore);
    hits.resize(std::min(hits.size(), limit));
    return hits;
}

}  // namespace interlinear::cat
