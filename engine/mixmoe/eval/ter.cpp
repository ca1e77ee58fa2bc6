#include "engine/mixmoe/eval/ter.h"

#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/code_points.h"
#include "engine/mixmoe/eval/sentence_statistics.h"
#include "engine/mixmoe/eval/ter_edits.h"

#include <unordered_map>
#include <vector>

namespace interlinear::mixmoe {

namespace {

/// Numbers words in the order in which they are first seen.
class WordNumbers {
public:
    std::vector<WordId> of(std::string_view line)
    {
        std::vector<WordId> numbers;
        for (std::u32string &word : splitWords(lowercased(line)))
            numbers.push_back(m_numbers.try_emplace(std::move(word), static_cast<WordId>(m_numbers.size())).first->second);
        return numbers;
    }

private:
    std::unordered_map<std::u32string, WordId> m_numbers;
};

}  // namespace

TerStatistics &TerStatistics::operator+=(const TerStatistics &other)
{
    edits += other.edits;
    referenceWords += other.referenceWords;
    return *this;
}

double TerStatistics::score() const
{
    if (referenceWords == 0)
        return edits > 0 ? 100 : 0;
    return 100 * (static_cast<double>(edits) / static_cast<double>(referenceWords));
}

TerStatistics terStatistics(std::string_view hypothesis, std::string_view reference)
{
    WordNumbers numbers;
    const std::vector<WordId> ours = numbers.of(hypothesis);
    const std::vector<WordId> theirs = numbers.of(reference);
    return {editsWithShifts(ours, theirs), theirs.size()};
}

std::string terSignature()
{
    return "nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:" + std::string(sacrebleuVersion);
}

Result<TerScore> corpusTer(std::span<const std::string> hypotheses, std::span<const std::string> references)
{
    const auto sentences = sentenceStatistics(hypotheses, references, terStatistics);
    if (!sentences)
        return std::unexpected(sentences.error());
    const TerStatistics statistics = summed<TerStatistics>(*sentences);
    return TerScore{statistics.score(), statistics, terSignature()};
}

}  // namespace interlinear::mixmoe
