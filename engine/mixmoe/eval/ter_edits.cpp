#include "engine/mixmoe/eval/ter_edits.h"

#include <algorithm>
#include <compare>
#include <optional>
#include <vector>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t longestShift = 10;
constexpr std::ptrdiff_t farthestMatch = 50;
constexpr std::size_t mostCandidates = 1000;   // tried for one sentence

using Words = std::vector<WordId>;

/// Which words are wrong on either side, and which word of the hypothesis each word of the reference stands at.
struct Alignment {
    std::vector<std::ptrdiff_t> wordAt;                         // [reference word]; -1: before the first
    std::vector<int> hypothesisErrors{0}, referenceErrors{0};   // [word]: errors before it

    explicit Alignment(const std::vector<Edit> &edits);

    static bool anyError(const std::vector<int> &errorsBefore, std::size_t start, std::size_t length)
    {
        return errorsBefore[start + length] > errorsBefore[start];
    }
};

Alignment::Alignment(const std::vector<Edit> &edits)
{
    const auto add = [](std::vector<int> &errors, int error) { errors.push_back(errors.back() + error); };
    std::ptrdiff_t word = -1;
    for (const Edit edit : edits) {
        const int error = edit == Edit::Keep ? 0 : 1;
        if (edit != Edit::TakeFromReference) {
            ++word;
            add(hypothesisErrors, error);
        }
        if (edit != Edit::DropFromHypothesis) {
            wordAt.push_back(word);
            add(referenceErrors, error);
        }
    }
}

/// Words that both sides have, at different places perhaps.
struct Match {
    std::size_t inHypothesis, inReference, length;
};

/// All matches in the order in which they are tried; a long one comes after its own beginnings.
template <typename Visit>
void forEachMatch(const Words &hypothesis, std::span<const WordId> reference, Visit visit)
{
    for (std::size_t h = 0; h < hypothesis.size(); ++h) {
        for (std::size_t r = 0; r < reference.size(); ++r) {
            if (std::abs(static_cast<std::ptrdiff_t>(r) - static_cast<std::ptrdiff_t>(h)) > farthestMatch)
                continue;
            const std::size_t longest = std::min({hypothesis.size() - h, reference.size() - r, longestShift});
            for (std::size_t length = 1; length <= longest && hypothesis[h + length - 1] == reference[r + length - 1]; ++length) {
                if (!visit(Match{h, r, length}))
                    return;
            }
        }
    }
}

/// Puts the words before the target. A target just behind them counts from their start, as Tercom has it.
void shift(Words &words, std::size_t start, std::size_t length, std::size_t target)
{
    const auto at = [&](std::size_t index) { return words.begin() + static_cast<std::ptrdiff_t>(std::min(index, words.size())); };
    if (target < start)
        std::rotate(at(target), at(start), at(start + length));
    else
        std::rotate(at(start), at(start + length), at(target > start + length ? target : length + target));
}

/// Ranked by what it gains, then the longest, the earliest, the one with the earliest target.
struct Shift {
    int gain;
    std::size_t length, start, target;

    bool betterThan(const Shift &other) const
    {
        if (gain != other.gain)
            return gain > other.gain;
        if (length != other.length)
            return length > other.length;
        return start != other.start ? start < other.start : target < other.target;
    }
};

/// Finds the best shift of a hypothesis, and counts the candidates it tried, over all rounds.
class ShiftSearch {
public:
    ShiftSearch(BeamEditDistance &distance, std::span<const WordId> reference) : m_distance(distance), m_reference(reference) {}

    /// The distance's base is the hypothesis.
    std::optional<Shift> best(const Words &hypothesis);
    bool exhausted() const { return m_candidates >= mostCandidates; }

private:
    void tryTargets(const Words &hypothesis, const Alignment &alignment, const Match &match);
    void tryShift(const Words &hypothesis, const Match &match, std::size_t target);

    BeamEditDistance &m_distance;
    std::span<const WordId> m_reference;
    std::size_t m_candidates = 0;
    std::optional<Shift> m_best;
    Words m_shifted;
};

std::optional<Shift> ShiftSearch::best(const Words &hypothesis)
{
    m_best.reset();
    const Alignment alignment(m_distance.baseEdits());
    forEachMatch(hypothesis, m_reference, [&](const Match &match) {
        const std::ptrdiff_t aligned = alignment.wordAt[match.inReference] - static_cast<std::ptrdiff_t>(match.inHypothesis);
        const bool withinItself = aligned >= 0 && aligned < static_cast<std::ptrdiff_t>(match.length);
        if (!withinItself && Alignment::anyError(alignment.hypothesisErrors, match.inHypothesis, match.length)
            && Alignment::anyError(alignment.referenceErrors, match.inReference, match.length))
            tryTargets(hypothesis, alignment, match);
        return !exhausted();
    });
    return m_best;
}

void ShiftSearch::tryTargets(const Words &hypothesis, const Alignment &alignment, const Match &match)
{
    std::optional<std::size_t> previous;
    for (std::size_t i = 0; i <= match.length; ++i) {
        const std::size_t behind = match.inReference + i;   // one more than the reference word after whose place the words go
        const std::size_t target = behind == 0 ? 0 : static_cast<std::size_t>(alignment.wordAt[behind - 1] + 1);
        if (target == previous)
            continue;
        previous = target;
        tryShift(hypothesis, match, target);
    }
}

void ShiftSearch::tryShift(const Words &hypothesis, const Match &match, std::size_t target)
{
    ++m_candidates;
    m_shifted = hypothesis;
    shift(m_shifted, match.inHypothesis, match.length, target);
    const int gain = m_distance.ofBase() - m_distance.ofVariant(m_shifted, std::min(match.inHypothesis, target));
    const Shift candidate{gain, match.length, match.inHypothesis, target};
    if (!m_best || candidate.betterThan(*m_best))
        m_best = candidate;
}

}  // namespace

std::size_t editsWithShifts(std::span<const WordId> hypothesis, std::span<const WordId> reference)
{
    if (reference.empty())
        return hypothesis.size();
    BeamEditDistance distance(reference);
    ShiftSearch search(distance, reference);
    Words words(hypothesis.begin(), hypothesis.end());
    std::size_t shifts = 0;
    for (;;) {
        distance.setBase(words);
        const std::optional<Shift> best = search.best(words);
        if (search.exhausted() || !best || best->gain <= 0)
            return shifts + static_cast<std::size_t>(distance.ofBase());
        ++shifts;
        shift(words, best->start, best->length, best->target);
    }
}

}  // namespace interlinear::mixmoe
