#include "tests/unit/cat/memory/word_units.h"

#include <algorithm>
#include <utility>

namespace interlinear::cat::samples {

namespace {

std::string wordOf(std::size_t rank)
{
    std::string word = "w";
    for (; rank > 0; rank /= 26)
        word += static_cast<char>('a' + rank % 26);
    return word;
}

int ceilingOf(const Words &a, const Words &b)
{
    const std::size_t larger = std::max(a.size(), b.size());
    return larger == 0 ? 0 : 1000 - static_cast<int>((1000 * editsBetween(a, b) + larger - 1) / larger);
}

}  // namespace

Words words(Random &random, std::size_t vocabulary, std::size_t longest)
{
    Words result;
    for (std::size_t count = below(random, longest + 1); count > 0; --count)
        result.push_back(wordOf(below(random, 1 + below(random, vocabulary))));
    return result;
}

Words edited(Words words, Random &random)
{
    for (std::size_t edits = below(random, 5); edits > 0 && !words.empty(); --edits)
        words[below(random, words.size())] = wordOf(below(random, 30));
    return words;
}

std::vector<std::string_view> views(const Words &words)
{
    return {words.begin(), words.end()};
}

std::string joined(const Words &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::size_t editsBetween(const Words &a, const Words &b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 1; j <= b.size(); ++j)
            row[j] = std::min({std::exchange(diagonal, row[j]) + (a[i - 1] == b[j - 1] ? 0 : 1), row[j] + 1, row[j - 1] + 1});
    }
    return row[b.size()];
}

void WordUnits::add(Words source, Words target, Random &random)
{
    rows.push_back((rows.empty() ? 0 : rows.back()) + 1 + (below(random, 5) == 0 ? static_cast<std::int64_t>(below(random, 1000)) : 0));
    sources.push_back(std::move(source));
    targets.push_back(std::move(target));
}

void WordUnits::addSome(std::size_t count, Random &random)
{
    for (; count > 0; --count) {
        const bool near = !sources.empty() && below(random, 2) == 0;
        add(near ? edited(sources[below(random, sources.size())], random) : words(random, 30, 25), words(random, 30, 10), random);
    }
}

Words WordUnits::query(Random &random) const
{
    return !sources.empty() && below(random, 3) != 0 ? edited(sources[below(random, sources.size())], random) : words(random, 40, 25);
}

Ceilings WordUnits::similarTo(const Words &query, int threshold) const
{
    Ceilings answer;
    for (std::size_t unit = 0; unit < rows.size() && !query.empty(); ++unit) {
        if (const int ceiling = ceilingOf(query, sources[unit]); ceiling >= threshold)
            answer[rows[unit]] = ceiling;
    }
    return answer;
}

std::vector<std::int64_t> WordUnits::rowsWithEach(Side side, const std::vector<Words> &groups) const
{
    std::vector<std::int64_t> result;
    for (std::size_t unit = rows.size(); unit > 0; --unit) {
        const Words &text = (side == Side::Source ? sources : targets)[unit - 1];
        if (std::all_of(groups.begin(), groups.end(), [&](const Words &group) { return std::find_first_of(text.begin(), text.end(), group.begin(), group.end()) != text.end(); }))
            result.push_back(rows[unit - 1]);
    }
    return result;
}

std::vector<std::int64_t> WordUnits::rowsWithSequence(const std::vector<Words> &groups) const
{
    std::vector<std::int64_t> result;
    for (std::size_t unit = rows.size(); unit > 0; --unit) {
        const auto isOneOf = [](const std::string &word, const Words &group) { return std::find(group.begin(), group.end(), word) != group.end(); };
        const Words &text = sources[unit - 1];
        if (std::search(text.begin(), text.end(), groups.begin(), groups.end(), isOneOf) != text.end() || groups.empty())
            result.push_back(rows[unit - 1]);
    }
    return result;
}

int threshold(Random &random)
{
    return below(random, 30) == 0 ? 1 : 300 + static_cast<int>(below(random, 701));
}

Ceilings asCeilings(const std::vector<Candidate> &candidates)
{
    Ceilings answer;
    for (const Candidate &candidate : candidates)
        answer[candidate.row] = candidate.ceilingPerMille;
    return answer.size() == candidates.size() ? answer : Ceilings{{-1, -1}};
}

}  // namespace interlinear::cat::samples
