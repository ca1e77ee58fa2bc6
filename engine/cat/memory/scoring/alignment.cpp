#include "engine/cat/memory/scoring/alignment.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <unordered_map>

namespace interlinear::cat {

namespace {

using Cost = std::uint64_t;
constexpr Cost wordCost = Cost(1) << 32;          // above the sum of all other costs of any text that fits in memory
constexpr Cost impossible = Cost(1) << 62;
constexpr std::size_t largestTable = 4'000'000;   // cells; a larger problem is cut in two (Hirschberg 1975)

struct Item {
    std::uint32_t key;
    std::uint32_t form;
    std::uint32_t space;
    TokenKind kind;
    bool content;

    bool operator==(const Item &) const = default;
};

using Items = std::span<const Item>;

class Interner {
public:
    std::vector<Item> items(const TokenList &list)
    {
        std::vector<Item> result;
        result.reserve(list.tokens.size());
        for (const Token &token : list.tokens)
            result.push_back({number(token.key), number(token.form), number(token.space), token.kind, token.content});
        return result;
    }

private:
    std::uint32_t number(std::string_view text) { return m_numbers.try_emplace(text, static_cast<std::uint32_t>(m_numbers.size())).first->second; }

    std::unordered_map<std::string_view, std::uint32_t> m_numbers;
};

Cost aloneCost(const Item &item)
{
    if (item.content)
        return wordCost;
    return static_cast<Cost>(item.kind == TokenKind::Tag ? cost::tag : cost::punctuation);
}

Cost formCost(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Number:
    case TokenKind::Verbatim:
        return cost::number;
    case TokenKind::Tag:
        return cost::tagChanged;
    default:
        return cost::letterCase;
    }
}

bool matches(const Item &a, const Item &b)
{
    return a.key == b.key && a.content == b.content;
}

Cost pairCost(const Item &a, const Item &b)
{
    if (matches(a, b))
        return (a.form == b.form ? 0 : formCost(a.kind)) + static_cast<Cost>(a.space == b.space ? 0 : cost::spacing);
    if (a.content && b.content)
        return wordCost;
    if (!a.content && !b.content && (a.kind == TokenKind::Tag) == (b.kind == TokenKind::Tag))
        return aloneCost(a);
    return impossible;
}

/// The cost of aligning all of `match` with each beginning of `query`.
template <typename MatchRange, typename QueryRange>
std::vector<Cost> lastRow(const MatchRange &match, const QueryRange &query)
{
    std::vector<Cost> row{0};
    for (const Item &item : query)
        row.push_back(row.back() + aloneCost(item));
    for (const Item &item : match) {
        Cost diagonal = row[0];
        row[0] += aloneCost(item);
        std::size_t column = 1;
        for (const Item &other : query) {
            const Cost paired = diagonal + pairCost(item, other);
            diagonal = row[column];
            row[column] = std::min({paired, row[column] + aloneCost(item), row[column - 1] + aloneCost(other)});
            ++column;
        }
    }
    return row;
}

class Aligner {
public:
    void align(Items match, Items query, std::size_t matchBegin, std::size_t queryBegin)
    {
        while (!match.empty() && !query.empty() && match.front() == query.front()) {
            add(StepKind::Match, matchBegin++, queryBegin++);
            match = match.subspan(1);
            query = query.subspan(1);
        }
        std::size_t sameEnd = 0;
        while (sameEnd < std::min(match.size(), query.size()) && match[match.size() - 1 - sameEnd] == query[query.size() - 1 - sameEnd])
            ++sameEnd;
        match = match.first(match.size() - sameEnd);
        query = query.first(query.size() - sameEnd);

        if (match.size() > 1 && query.size() > 1 && match.size() * query.size() > largestTable)
            alignHalves(match, query, matchBegin, queryBegin);
        else
            alignByTable(match, query, matchBegin, queryBegin);
        for (std::size_t i = 0; i < sameEnd; ++i)
            add(StepKind::Match, matchBegin + match.size() + i, queryBegin + query.size() + i);
    }

    std::vector<AlignedStep> takeSteps() { return std::move(m_steps); }

private:
    void add(StepKind kind, std::size_t match, std::size_t query) { m_steps.push_back({kind, match, query}); }

    void alignHalves(Items match, Items query, std::size_t matchBegin, std::size_t queryBegin)
    {
        const std::size_t middle = match.size() / 2;
        const std::vector<Cost> ahead = lastRow(match.first(middle), query);
        const std::vector<Item> restBackwards(match.rbegin(), match.rend() - static_cast<std::ptrdiff_t>(middle));
        const std::vector<Item> queryBackwards(query.rbegin(), query.rend());
        const std::vector<Cost> behind = lastRow(restBackwards, queryBackwards);
        std::size_t best = 0;
        for (std::size_t column = 1; column <= query.size(); ++column) {
            if (ahead[column] + behind[query.size() - column] < ahead[best] + behind[query.size() - best])
                best = column;
        }
        align(match.first(middle), query.first(best), matchBegin, queryBegin);
        align(match.subspan(middle), query.subspan(best), matchBegin + middle, queryBegin + best);
    }

    void alignByTable(Items match, Items query, std::size_t matchBegin, std::size_t queryBegin)
    {
        const std::size_t width = query.size() + 1;
        std::vector<StepKind> table((match.size() + 1) * width, StepKind::Insert);
        std::vector<Cost> row{0};
        for (const Item &item : query)
            row.push_back(row.back() + aloneCost(item));
        for (std::size_t i = 1; i <= match.size(); ++i) {
            const Item &item = match[i - 1];
            Cost diagonal = row[0];
            row[0] += aloneCost(item);
            table[i * width] = StepKind::Remove;
            for (std::size_t j = 1; j <= query.size(); ++j) {
                const Item &other = query[j - 1];
                const Cost paired = diagonal + pairCost(item, other);
                const Cost removed = row[j] + aloneCost(item);
                const Cost inserted = row[j - 1] + aloneCost(other);
                diagonal = row[j];
                row[j] = std::min({paired, removed, inserted});
                if (row[j] == paired)
                    table[i * width + j] = matches(item, other) ? StepKind::Match : StepKind::Replace;
                else
                    table[i * width + j] = row[j] == removed ? StepKind::Remove : StepKind::Insert;
            }
        }
        follow(table, match.size(), query.size(), matchBegin, queryBegin);
    }

    /// Walks the table from its last cell and adds the steps in order.
    void follow(const std::vector<StepKind> &table, std::size_t matchSize, std::size_t querySize, std::size_t matchBegin, std::size_t queryBegin)
    {
        const std::size_t width = querySize + 1;
        const auto firstStep = static_cast<std::ptrdiff_t>(m_steps.size());
        std::size_t i = matchSize;
        std::size_t j = querySize;
        while (i > 0 || j > 0) {
            const StepKind kind = table[i * width + j];
            i -= kind == StepKind::Insert ? 0 : 1;
            j -= kind == StepKind::Remove ? 0 : 1;
            add(kind, matchBegin + i, queryBegin + j);
        }
        std::reverse(m_steps.begin() + firstStep, m_steps.end());
    }

    std::vector<AlignedStep> m_steps;
};

}  // namespace

std::vector<AlignedStep> align(const TokenList &match, const TokenList &query)
{
    Interner interner;
    const std::vector<Item> matchItems = interner.items(match);
    const std::vector<Item> queryItems = interner.items(query);
    // The End tokens are partners whatever the rest does.
    const std::size_t matchSize = matchItems.size() - 1;
    const std::size_t querySize = queryItems.size() - 1;
    Aligner aligner;
    aligner.align(Items(matchItems).first(matchSize), Items(queryItems).first(querySize), 0, 0);
    std::vector<AlignedStep> steps = aligner.takeSteps();
    steps.push_back({StepKind::Match, matchSize, querySize});
    return steps;
}

}  // namespace interlinear::cat
