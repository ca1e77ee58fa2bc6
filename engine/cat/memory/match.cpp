#include "engine/cat/memory/match.h"

#include "engine/core/utf8.h"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace interlinear::cat {

namespace {

bool sameNeighbour(const std::optional<std::string> &a, const std::optional<std::string> &b)
{
    return a && b && trimmed(*a) == trimmed(*b);
}

}  // namespace

Match matchOf(Unit unit, const Query &query, const TokenList &queryTokens)
{
    Comparison comparison = compare(tokenise(unit.source), queryTokens);
    addContext(comparison, sameNeighbour(unit.previous, query.previous), sameNeighbour(unit.next, query.next));
    return {std::move(unit), comparison.perMille, std::move(comparison.parts), std::move(comparison.differences)};
}

bool ranksBefore(const Match &a, const Match &b)
{
    return std::tuple(-a.perMille, -a.unit.changedMs, std::string_view(a.unit.id)) < std::tuple(-b.perMille, -b.unit.changedMs, std::string_view(b.unit.id));
}

void insertMatch(std::vector<Match> &answer, Match match, std::size_t limit)
{
    const auto sameTexts = [&](const Match &other) { return other.unit.source == match.unit.source && other.unit.target == match.unit.target; };
    const auto twin = std::find_if(answer.begin(), answer.end(), sameTexts);
    if (twin != answer.end()) {
        if (!ranksBefore(match, *twin))
            return;
        answer.erase(twin);
    }
    answer.insert(std::upper_bound(answer.begin(), answer.end(), match, ranksBefore), std::move(match));
    if (answer.size() > limit)
        answer.pop_back();
}

}  // namespace interlinear::cat
