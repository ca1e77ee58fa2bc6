#include "engine/mixmoe/eval/chrf.h"

#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/code_points.h"
#include "engine/mixmoe/eval/sentence_statistics.h"

#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t characterOrder = 6;
constexpr std::size_t wordOrder = 2;
constexpr double betaSquared = 4;

bool isPunctuation(char32_t c)
{
    return std::u32string_view(U"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~").find(c) != std::u32string_view::npos;
}

/// Words with one punctuation mark split off: the last character if it is one, else the first.
std::vector<std::u32string> chrfWords(std::u32string_view line)
{
    std::vector<std::u32string> words;
    for (const std::u32string &word : splitWords(line)) {
        std::size_t cut = 0;
        if (word.size() > 1 && isPunctuation(word.back()))
            cut = word.size() - 1;
        else if (word.size() > 1 && isPunctuation(word.front()))
            cut = 1;
        if (cut > 0)
            words.push_back(word.substr(0, cut));
        words.push_back(word.substr(cut));
    }
    return words;
}

/// As published: n-grams of a hypothesis count only where its reference has n-grams of that order.
NgramOverlap counted(NgramOverlap overlap)
{
    if (overlap.reference == 0)
        overlap.hypothesis = 0;
    return overlap;
}

}  // namespace

ChrfStatistics &ChrfStatistics::operator+=(const ChrfStatistics &other)
{
    for (std::size_t order = 0; order < overlaps.size(); ++order)
        overlaps[order] += other.overlaps[order];
    return *this;
}

double ChrfStatistics::score() const
{
    double precision = 0, recall = 0;
    for (const NgramOverlap &overlap : overlaps) {
        if (overlap.hypothesis == 0 || overlap.reference == 0)
            continue;
        precision += static_cast<double>(overlap.matched) / static_cast<double>(overlap.hypothesis);
        recall += static_cast<double>(overlap.matched) / static_cast<double>(overlap.reference);
    }
    const auto orders = static_cast<double>(
        std::count_if(overlaps.begin(), overlaps.end(), [](const NgramOverlap &overlap) { return overlap.hypothesis > 0 && overlap.reference > 0; }));
    if (orders == 0 || precision + recall == 0)
        return 0;
    precision /= orders;
    recall /= orders;
    return 100 * (1 + betaSquared) * precision * recall / (betaSquared * precision + recall);
}

ChrfStatistics chrfStatistics(std::string_view hypothesis, std::string_view reference, ChrfVariant variant)
{
    const std::u32string ours = codePoints(hypothesis);
    const std::u32string theirs = codePoints(reference);
    const std::u32string ourCharacters = withoutWhiteSpace(ours);
    const std::u32string theirCharacters = withoutWhiteSpace(theirs);
    ChrfStatistics statistics;
    for (std::size_t n = 1; n <= characterOrder; ++n)
        statistics.overlaps[n - 1] = counted(ngramOverlap<char32_t>(ourCharacters, theirCharacters, n));
    if (variant == ChrfVariant::Characters)
        return statistics;
    const std::vector<std::u32string> ourWords = chrfWords(ours);
    const std::vector<std::u32string> theirWords = chrfWords(theirs);
    for (std::size_t n = 1; n <= wordOrder; ++n)
        statistics.overlaps[characterOrder + n - 1] = counted(ngramOverlap<std::u32string>(ourWords, theirWords, n));
    return statistics;
}

std::string chrfSignature(ChrfVariant variant)
{
    const std::size_t words = variant == ChrfVariant::CharactersAndWords ? wordOrder : 0;
    return "nrefs:1|case:mixed|eff:yes|nc:" + std::to_string(characterOrder) + "|nw:" + std::to_string(words) + "|space:no|version:"
           + std::string(sacrebleuVersion);
}

Result<ChrfScore> corpusChrf(std::span<const std::string> hypotheses, std::span<const std::string> references, ChrfVariant variant)
{
    const auto ofSentence = [variant](auto hypothesis, auto reference) { return chrfStatistics(hypothesis, reference, variant); };
    const auto sentences = sentenceStatistics(hypotheses, references, ofSentence);
    if (!sentences)
        return std::unexpected(sentences.error());
    return ChrfScore{summed<ChrfStatistics>(*sentences).score(), chrfSignature(variant)};
}

}  // namespace interlinear::mixmoe
