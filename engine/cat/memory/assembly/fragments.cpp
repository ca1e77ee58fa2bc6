#include "engine/cat/memory/assembly/fragments.h"

#include "engine/cat/memory/assembly/word_statistics.h"
#include "engine/cat/memory/scoring/tokens.h"

#include <algorithm>
#include <map>
#include <span>

namespace interlinear::cat {

namespace {

constexpr std::size_t mostUnitsRead = 50;   // for one stretch
constexpr std::size_t mostUnitsAligned = 8;
constexpr double costOfAWord = 0.02;        // a target word that says nothing
constexpr double costOfAMark = 0.1;
constexpr double leastAssociation = 0.1;
constexpr int leastConfidence = 400;

/// Tokens without tags and the End.
using Words = std::vector<Token>;

/// Numbers of tokens.
using Stretch = Span<struct TokenUnit>;

Words wordsOf(const TaggedText &text)
{
    Words words = tokenise(text).tokens;
    std::erase_if(words, [](const Token &token) { return token.kind == TokenKind::Tag || token.kind == TokenKind::End; });
    return words;
}

ByteSpan bytesOf(const Words &words, Stretch stretch)
{
    return {words[stretch.begin].span.begin, words[stretch.end - 1].span.end};
}

struct ReadUnit {
    Unit unit;
    Words source;
    Words target;
};

/// A unit with the stretch in its source.
struct Occurrence {
    const ReadUnit *in;
    Stretch at;
};

std::optional<Stretch> findIn(const Words &text, const Words &query, Stretch stretch)
{
    const auto found = std::search(text.begin(), text.end(), query.begin() + static_cast<std::ptrdiff_t>(stretch.begin),
                                   query.begin() + static_cast<std::ptrdiff_t>(stretch.end), [](const Token &a, const Token &b) { return a.key == b.key; });
    if (found == text.end())
        return std::nullopt;
    const auto begin = static_cast<std::size_t>(found - text.begin());
    return Stretch{begin, begin + stretch.length()};
}

class Assembly {
public:
    Assembly(const UnitWords &words, const TaggedText &query) : m_words(words), m_statistics(words), m_query(wordsOf(query)) {}

    Result<std::vector<Fragment>> make(std::size_t limit)
    {
        if (auto found = findLongest(); !found)
            return std::unexpected(found.error());
        std::vector<Stretch> chosen;
        choose({0, m_query.size()}, chosen);
        std::ranges::stable_sort(chosen, std::ranges::greater(), &Stretch::length);
        std::vector<Fragment> fragments;
        for (const Stretch stretch : chosen) {
            if (fragments.size() == limit)
                break;
            const Result<std::optional<Fragment>> fragment = fragmentOf(stretch);
            if (!fragment)
                return std::unexpected(fragment.error());
            if (*fragment)
                fragments.push_back(**fragment);
        }
        std::ranges::sort(fragments, {}, [](const Fragment &fragment) { return fragment.inQuery.begin; });
        return fragments;
    }

private:
    /// m_longest[i]: how far the stretch that begins there goes in some source. It never goes less far than the one before it.
    Result<void> findLongest()
    {
        m_longest.resize(m_query.size());
        std::size_t end = 0;
        for (std::size_t begin = 0; begin < m_query.size(); ++begin) {
            end = std::max(end, begin);
            while (end < m_query.size()) {
                const Result<std::vector<Occurrence>> longer = occurrences({begin, end + 1}, 1);
                if (!longer)
                    return std::unexpected(longer.error());
                if (longer->empty())
                    break;
                ++end;
            }
            m_longest[begin] = end;
        }
        return {};
    }

    /// The newest units that hold the stretch, at most that many.
    Result<std::vector<Occurrence>> occurrences(Stretch stretch, std::size_t most)
    {
        std::vector<std::string> keys;
        for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
            if (m_query[i].content)
                keys.push_back(m_query[i].key);
        }
        std::vector<Occurrence> found;
        const UnitWords::Entries entries = m_statistics.withAll(keys);
        for (std::size_t i = entries.size(); i > 0 && entries.size() - i < mostUnitsRead && found.size() < most; --i) {
            const Result<const ReadUnit *> read = unitAt(entries[i - 1]);
            if (!read)
                return std::unexpected(read.error());
            const std::optional<Stretch> at = *read ? findIn((*read)->source, m_query, stretch) : std::nullopt;
            if (at)
                found.push_back({*read, *at});
        }
        return found;
    }

    Result<const ReadUnit *> unitAt(std::int64_t entry)
    {
        auto place = m_units.find(entry);
        if (place == m_units.end()) {
            Result<std::optional<Unit>> unit = m_words.unit(entry);
            if (!unit)
                return std::unexpected(unit.error());
            std::optional<ReadUnit> read;
            if (*unit)
                read = ReadUnit{**unit, wordsOf((*unit)->source), wordsOf((*unit)->target)};
            place = m_units.emplace(entry, std::move(read)).first;
        }
        return place->second ? &*place->second : nullptr;
    }

    /// A stretch begins and ends with a word.
    Stretch trimmed(Stretch stretch) const
    {
        while (!stretch.empty() && !m_query[stretch.begin].content)
            ++stretch.begin;
        while (!stretch.empty() && !m_query[stretch.end - 1].content)
            --stretch.end;
        return stretch;
    }

    /// The longest stretch in the part of the query, then those on either side of it.
    void choose(Stretch part, std::vector<Stretch> &chosen)
    {
        Stretch best;
        for (std::size_t begin = part.begin; begin < part.end; ++begin) {
            const Stretch stretch = trimmed({begin, std::min(m_longest[begin], part.end)});
            if (stretch.length() > best.length())
                best = stretch;
        }
        if (best.empty())
            return;
        chosen.push_back(best);
        choose({part.begin, best.begin}, chosen);
        choose({best.end, part.end}, chosen);
    }

    Result<std::optional<Fragment>> fragmentOf(Stretch stretch)
    {
        const Result<std::vector<Occurrence>> found = occurrences(stretch, mostUnitsRead);
        if (!found)
            return std::unexpected(found.error());
        std::optional<Fragment> best = wholeUnit(stretch, *found);
        if (best)
            return best;
        for (std::size_t i = 0; i < std::min(mostUnitsAligned, found->size()) && hasTwoWords(stretch); ++i) {
            std::optional<Fragment> aligned = align(stretch, (*found)[i], *found);
            if (aligned && aligned->confidencePerMille >= leastConfidence && (!best || aligned->confidencePerMille > best->confidencePerMille))
                best = std::move(aligned);
        }
        return best;
    }

    bool hasTwoWords(Stretch stretch)
    {
        int words = 0;
        for (std::size_t i = stretch.begin; i < stretch.end; ++i)
            words += m_query[i].content && !m_statistics.isFunctionWord(m_query[i].key) ? 1 : 0;
        return words >= 2;
    }

    /// From the first word to the last.
    static std::size_t contentLength(const Words &words)
    {
        const auto first = std::ranges::find(words, true, &Token::content);
        const auto last = std::find_if(words.rbegin(), words.rend(), [](const Token &token) { return token.content; });
        return first == words.end() ? 0 : static_cast<std::size_t>(last.base() - first);
    }

    /// Of the units that are the stretch and no more, the newest with the target that most of them have.
    std::optional<Fragment> wholeUnit(Stretch stretch, const std::vector<Occurrence> &found) const
    {
        std::vector<Occurrence> whole;
        std::ranges::copy_if(found, std::back_inserter(whole), [](const Occurrence &each) {
            return each.at.length() == contentLength(each.in->source) && contentLength(each.in->target) > 0;
        });
        const auto howMany = [&](const Occurrence &of) { return std::ranges::count(whole, of.in->unit.target.text, [](const Occurrence &each) { return each.in->unit.target.text; }); };
        const auto best = std::ranges::max_element(whole, {}, howMany);
        if (best == whole.end())
            return std::nullopt;
        const Words &target = best->in->target;
        const auto begin = static_cast<std::size_t>(std::ranges::find(target, true, &Token::content) - target.begin());
        const auto share = perMille * howMany(*best) / static_cast<std::ptrdiff_t>(whole.size());
        return fragment(stretch, *best, {begin, begin + contentLength(target)}, found.size(), static_cast<int>(share));
    }

    Fragment fragment(Stretch stretch, const Occurrence &occurrence, Stretch inTarget, std::size_t units, int confidence) const
    {
        return {.inQuery = bytesOf(m_query, stretch),
                .unit = occurrence.in->unit,
                .inSource = bytesOf(occurrence.in->source, occurrence.at),
                .inTarget = bytesOf(occurrence.in->target, inTarget),
                .units = units,
                .confidencePerMille = confidence};
    }

    std::optional<Fragment> align(Stretch stretch, const Occurrence &occurrence, const std::vector<Occurrence> &all)
    {
        const std::optional<Stretch> inTarget = likeliest(occurrence);
        if (!inTarget)
            return std::nullopt;
        const double firmness = firmnessOf(occurrence, *inTarget);
        const auto same = std::ranges::count_if(all, [&](const Occurrence &other) { return findIn(other.in->target, occurrence.in->target, *inTarget).has_value(); });
        const double agreement = all.size() > 1 ? static_cast<double>(same - 1) / static_cast<double>(all.size() - 1) : firmness;
        return fragment(stretch, occurrence, *inTarget, all.size(), static_cast<int>(perMille * (firmness + agreement) / 2));
    }

    /// What the target word says for the stretch: positive, when it goes with a word of it better than with any other.
    double voiceOf(const Token &word, const Occurrence &occurrence)
    {
        if (!word.content)
            return -costOfAMark;
        const Words &source = occurrence.in->source;
        const std::span stretch = std::span(source).subspan(occurrence.at.begin, occurrence.at.length());
        double inside = 0, outside = 0;
        for (const Token &each : source) {
            if (!each.content)
                continue;
            double &best = std::ranges::find(stretch, each.key, &Token::key) != stretch.end() ? inside : outside;
            best = std::max(best, m_statistics.association(each.key, word.key));
        }
        return (inside < leastAssociation ? std::min(0.0, inside - outside) : inside - outside) - costOfAWord;
    }

    std::optional<Stretch> likeliest(const Occurrence &occurrence)
    {
        std::optional<Stretch> best;
        double bestSum = 0, sum = 0;
        std::size_t begin = 0;
        for (std::size_t i = 0; i < occurrence.in->target.size(); ++i) {
            if (sum <= 0) {
                sum = 0;
                begin = i;
            }
            sum += voiceOf(occurrence.in->target[i], occurrence);
            if (sum > bestSum) {
                bestSum = sum;
                best = Stretch{begin, i + 1};
            }
        }
        return best;
    }

    /// The mean of the best associations of the stretch's own words within the target stretch.
    double firmnessOf(const Occurrence &occurrence, Stretch inTarget)
    {
        double sum = 0;
        int count = 0;
        for (std::size_t i = occurrence.at.begin; i < occurrence.at.end; ++i) {
            const Token &word = occurrence.in->source[i];
            if (!word.content || m_statistics.isFunctionWord(word.key))
                continue;
            double best = 0;
            for (std::size_t j = inTarget.begin; j < inTarget.end; ++j)
                best = occurrence.in->target[j].content ? std::max(best, m_statistics.association(word.key, occurrence.in->target[j].key)) : best;
            sum += best;
            ++count;
        }
        return count ? sum / count : 0;
    }

    static constexpr int perMille = 1000;

    const UnitWords &m_words;
    WordStatistics m_statistics;
    Words m_query;
    std::vector<std::size_t> m_longest;
    std::map<std::int64_t, std::optional<ReadUnit>> m_units;
};

}  // namespace

Result<std::vector<Fragment>> fragments(const UnitWords &words, const TaggedText &query, std::size_t limit)
{
    return Assembly(words, query).make(limit);
}

}  // namespace interlinear::cat
