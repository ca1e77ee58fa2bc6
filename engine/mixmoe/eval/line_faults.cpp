#include "engine/mixmoe/eval/line_faults.h"

#include "engine/mixmoe/eval/code_points.h"
#include "engine/mixmoe/eval/ngrams.h"

#include <algorithm>
#include <set>

namespace interlinear::mixmoe {

namespace {

using Words = std::vector<std::u32string>;

constexpr std::size_t longestLoop = 4;          // words
constexpr std::size_t repeatsOfALoop = 3;
constexpr std::size_t wordsForRatio = 12;
constexpr std::size_t leastDifference = 10;     // characters

bool isWordByItself(char32_t c)
{
    return (c >= 0x3041 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
}

/// How much of the words stands in the source, 0 to 1.
double shareWithin(const Words &words, const Words &source)
{
    return words.empty() ? 0 : static_cast<double>(ngramOverlap<std::u32string>(words, source, 1).matched) / static_cast<double>(words.size());
}

/// How often the words from begin on come in a row, taken size at a time.
std::size_t repeats(const Words &words, std::size_t begin, std::size_t size)
{
    const auto at = [&](std::size_t index) { return words.begin() + static_cast<std::ptrdiff_t>(index); };
    std::size_t count = 1;
    while (begin + (count + 1) * size <= words.size() && std::equal(at(begin), at(begin + size), at(begin + count * size)))
        ++count;
    return count;
}

std::size_t mostRepeats(const Words &words)
{
    std::size_t most = 0;
    for (std::size_t size = 1; size <= longestLoop; ++size) {
        for (std::size_t begin = 0; begin + size <= words.size(); ++begin)
            most = std::max(most, repeats(words, begin, size));
    }
    return most;
}

double shareOfDifferent(const Words &words)
{
    return words.empty() ? 1 : static_cast<double>(std::set(words.begin(), words.end()).size()) / static_cast<double>(words.size());
}

}  // namespace

std::vector<std::u32string> plainWords(std::string_view line)
{
    std::u32string spaced;
    for (const char32_t c : lowercased(line)) {
        if (isWordByItself(c))
            spaced.append({U' ', c, U' '});
        else
            spaced += c;
    }
    return splitWords(spaced);
}

bool isCopied(std::string_view source, std::string_view hypothesis, std::string_view reference)
{
    const Words theirs = plainWords(source);
    const Words ours = plainWords(hypothesis);
    return 2 * ours.size() >= theirs.size() && shareWithin(ours, theirs) >= 0.8 && shareWithin(plainWords(reference), theirs) < 0.5;
}

bool isRepetitive(std::string_view hypothesis, std::string_view reference)
{
    const Words ours = plainWords(hypothesis);
    const Words theirs = plainWords(reference);
    const std::size_t most = mostRepeats(ours);
    if (most >= repeatsOfALoop && most > mostRepeats(theirs))
        return true;
    return ours.size() >= wordsForRatio && shareOfDifferent(ours) < shareOfDifferent(theirs) / 2;
}

int lengthFault(std::string_view hypothesis, std::string_view reference)
{
    const std::size_t ours = withoutWhiteSpace(codePoints(hypothesis)).size();
    const std::size_t theirs = withoutWhiteSpace(codePoints(reference)).size();
    if (ours > 2 * theirs && ours >= theirs + leastDifference)
        return 1;
    return ours > 0 && 2 * ours < theirs && ours + leastDifference <= theirs ? -1 : 0;
}

bool isBlank(std::string_view line)
{
    return withoutWhiteSpace(codePoints(line)).empty();
}

}  // namespace interlinear::mixmoe
