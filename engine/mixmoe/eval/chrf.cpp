#include "engine/mixmoe/eval/chrf.h"

#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/code_points.h"
#include "engine/mixmoe/eval/ngrams.h"
#include "engine/mixmoe/eval/parallel_lines.h"

#include <string_view>
#include <vector>

namespace interlinear::mixmoe {

namespace {

constexpr std::size_t characterOrder = 6;
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

double fScore(std::span<const NgramOverlap> overlaps)
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

/// As published: n-grams of a hypothesis count only where its reference has n-grams of that order.
NgramOverlap counted(NgramOverlap overlap)
{
    if (overlap.reference == 0)
        overlap.hypothesis = 0;
    return overlap;
}

}  // namespace

Result<ChrfScore> corpusChrf(std::span<const std::string> hypotheses, std::span<const std::string> references, ChrfVariant variant)
{
    if (auto parallel = checkParallel(hypotheses, references); !parallel)
        return std::unexpected(parallel.error());

    const std::size_t wordOrder = variant == ChrfVariant::CharactersAndWords ? 2 : 0;
    std::vector<NgramOverlap> overlaps(characterOrder + wordOrder);
    for (std::size_t line = 0; line < hypotheses.size(); ++line) {
        const std::u32string hypothesis = codePoints(hypotheses[line]);
        const std::u32string reference = codePoints(references[line]);
        const std::u32string hypothesisCharacters = withoutWhiteSpace(hypothesis);
        const std::u32string referenceCharacters = withoutWhiteSpace(reference);
        for (std::size_t n = 1; n <= characterOrder; ++n)
            overlaps[n - 1] += counted(ngramOverlap<char32_t>(hypothesisCharacters, referenceCharacters, n));
        if (wordOrder == 0)
            continue;
        const std::vector<std::u32string> hypothesisWords = chrfWords(hypothesis);
        const std::vector<std::u32string> referenceWords = chrfWords(reference);
        for (std::size_t n = 1; n <= wordOrder; ++n)
            overlaps[characterOrder + n - 1] += counted(ngramOverlap<std::u32string>(hypothesisWords, referenceWords, n));
    }
    return ChrfScore{fScore(overlaps), "nrefs:1|case:mixed|eff:yes|nc:" + std::to_string(characterOrder) + "|nw:" + std::to_string(wordOrder)
                                           + "|space:no|version:" + std::string(sacrebleuVersion)};
}

}  // namespace interlinear::mixmoe
