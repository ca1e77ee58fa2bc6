#include "engine/mixmoe/eval/error_profile.h"

#include "engine/core/markup.h"
#include "engine/mixmoe/eval/bleu.h"
#include "engine/mixmoe/eval/chrf.h"
#include "engine/mixmoe/eval/code_points.h"
#include "engine/mixmoe/eval/language_guesser.h"
#include "engine/mixmoe/eval/line_faults.h"
#include "engine/mixmoe/eval/parallel_lines.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace interlinear::mixmoe {

namespace {

constexpr std::string_view faultNames[] = {"empty", "copied_source", "wrong_language", "repetition", "too_long", "too_short", "lost_tags", "lost_placeholders"};
constexpr std::size_t charactersForLanguage = 10;
constexpr double clearLeaning = 0.3;   // nats a trigram

constexpr std::array<LengthBucket, 5> emptyBuckets{{{1, 5}, {6, 10}, {11, 20}, {21, 40}, {41, 0}}};

struct Line {
    std::string_view source, hypothesis, reference;
};

bool isWrongLanguage(const LanguageGuesser &sourceOrReference, const Line &line)
{
    return withoutWhiteSpace(codePoints(line.hypothesis)).size() >= charactersForLanguage && sourceOrReference.leaning(line.hypothesis) > clearLeaning
           && sourceOrReference.leaning(line.reference) < clearLeaning;
}

template <typename Find>
bool lost(Find find, const Line &line)
{
    const auto wanted = find(line.source);
    return find(line.reference) == wanted && find(line.hypothesis) != wanted;
}

bool hasFault(LineFault fault, const Line &line, const LanguageGuesser &guesser)
{
    switch (fault) {
    case LineFault::Empty:
        return isBlank(line.hypothesis) && !isBlank(line.reference);
    case LineFault::CopiedSource:
        return isCopied(line.source, line.hypothesis, line.reference);
    case LineFault::WrongLanguage:
        return isWrongLanguage(guesser, line);
    case LineFault::Repetition:
        return isRepetitive(line.hypothesis, line.reference);
    case LineFault::TooLong:
        return lengthFault(line.hypothesis, line.reference) > 0;
    case LineFault::TooShort:
        return lengthFault(line.hypothesis, line.reference) < 0;
    case LineFault::LostTags:
        return lost(tagsOf, line);
    case LineFault::LostPlaceholders:
        return lost(placeholdersOf, line);
    }
    std::unreachable();
}

std::size_t bucketOf(std::string_view source)
{
    const std::size_t words = plainWords(source).size();
    const auto fits = [words](const LengthBucket &bucket) { return bucket.most == 0 || words <= bucket.most; };
    const auto *found = std::find_if(emptyBuckets.begin(), emptyBuckets.end(), fits);
    return static_cast<std::size_t>(found - emptyBuckets.begin());
}

}  // namespace

std::string_view nameOf(LineFault fault)
{
    return faultNames[static_cast<std::size_t>(fault)];
}

Result<ErrorProfile> profileErrors(std::span<const std::string> sources, std::span<const std::string> hypotheses, std::span<const std::string> references,
                                   const LineTokenizer &tokenizer)
{
    if (auto parallel = checkParallel(hypotheses, references); !parallel)
        return std::unexpected(parallel.error());
    if (sources.size() != hypotheses.size())
        return fail(ErrorCode::InvalidArgument, "", "there are %1 sources, but %2 translations; line by line they must match", sources.size(),
                    hypotheses.size());

    ErrorProfile profile{.lines = sources.size(), .buckets = emptyBuckets, .faults = {}};
    for (std::size_t fault = 0; fault < std::size(faultNames); ++fault)
        profile.faults.push_back({static_cast<LineFault>(fault), {}});
    const LanguageGuesser guesser(sources, references);
    std::array<BleuStatistics, emptyBuckets.size()> bleu;
    std::array<ChrfStatistics, emptyBuckets.size()> chrf;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const Line line{sources[i], hypotheses[i], references[i]};
        for (FaultyLines &faulty : profile.faults) {
            if (hasFault(faulty.fault, line, guesser))
                faulty.lines.push_back(i);
        }
        const std::size_t bucket = bucketOf(line.source);
        ++profile.buckets[bucket].lines;
        bleu[bucket] += bleuStatistics(line.hypothesis, line.reference, tokenizer);
        chrf[bucket] += chrfStatistics(line.hypothesis, line.reference, ChrfVariant::Characters);
    }
    for (std::size_t bucket = 0; bucket < profile.buckets.size(); ++bucket) {
        profile.buckets[bucket].bleu = bleu[bucket].score();
        profile.buckets[bucket].chrf = chrf[bucket].score();
    }
    return profile;
}

}  // namespace interlinear::mixmoe
