#include "engine/cat/bitext/bead_scores.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace interlinear::cat {

namespace {

constexpr double varianceOfCharacter = 6.8;   // Gale and Church 1993, section 3.2
constexpr double leastVariance = 0.02;        // of log lengths: long segments do not fit to the letter
// Natural logarithms of odds.
constexpr double paragraphsEndTogether = 0.7;
constexpr double paragraphEndsAlone = -1.5;
constexpr double paragraphInside = -1.5;
constexpr double kindsDiffer = -2;
constexpr double likenessShare = 0.3;

double logNormal(double distance, double variance)
{
    return -0.5 * (distance * distance / variance + std::log(2 * std::numbers::pi * variance));
}

double codePoints(const std::string &text)
{
    return static_cast<double>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

AlignmentSide::AlignmentSide(std::span<const Segment> document, Vocabulary &vocabulary)
{
    segments.reserve(document.size());
    for (std::size_t i = 0; i < document.size(); ++i) {
        const Segment &segment = document[i];
        const bool last = i + 1 == document.size() || document[i + 1].paragraph != segment.paragraph;
        segments.push_back({std::max(1.0, codePoints(segment.source.text)), vocabulary.wordsOf(segment.source), last, segment.kind});
    }
}

double AlignmentSide::characters() const
{
    double sum = 0;
    for (const Entry &segment : segments)
        sum += segment.characters;
    return sum;
}

std::vector<double> frequencies(const AlignmentSide &side, WordId SegmentWord::*counted, std::size_t vocabularySize)
{
    std::vector<double> frequency(vocabularySize, 1);
    auto total = static_cast<double>(vocabularySize);
    for (const AlignmentSide::Entry &segment : side.segments) {
        for (const SegmentWord &word : segment.words) {
            frequency[word.*counted] += 1;
            total += 1;
        }
    }
    for (double &share : frequency)
        share /= total;
    return frequency;
}

WordEvidence likeWords(const AlignmentSide &target, std::size_t vocabularySize)
{
    WordEvidence evidence;
    evidence.translation = [](const SegmentWord &a, const SegmentWord &b) { return a.likeness != noLikeness && a.likeness == b.likeness ? 1.0 : 0.0; };
    evidence.counted = &SegmentWord::likeness;
    evidence.frequency = frequencies(target, evidence.counted, vocabularySize);
    evidence.share = likenessShare;
    return evidence;
}

BeadScores::BeadScores(const AlignmentSide &source, const AlignmentSide &target, WordEvidence evidence)
    : m_source(source), m_target(target), m_evidence(std::move(evidence)), m_logRatio(std::log(target.characters() / source.characters()))
{
    const auto count = static_cast<double>(target.segments.size());
    for (const AlignmentSide::Entry &segment : target.segments)
        m_meanLogLength += std::log(segment.characters) / count;
    m_variance = leastVariance;
    for (const AlignmentSide::Entry &segment : target.segments)
        m_variance += std::pow(std::log(segment.characters) - m_meanLogLength, 2) / count;
    for (Row &row : m_rows) {
        row.explanations.resize(target.segments.size());
        row.of.resize(target.segments.size());
    }
}

double BeadScores::of(const Bead &bead, std::size_t i, std::size_t j)
{
    const double score = std::log(bead.prior) + structureScore(bead, i, j);
    if (bead.source == 0 || bead.target == 0)
        return score;
    return score + lengthScore(bead, i, j) + m_evidence.weight * wordScore(bead, i, j);
}

double BeadScores::lengthScore(const Bead &bead, std::size_t i, std::size_t j) const
{
    double source = 0, target = 0, score = 0;
    for (std::size_t s = i - bead.source; s < i; ++s)
        source += m_source.segments[s].characters;
    for (std::size_t t = j - bead.target; t < j; ++t) {
        const double length = m_target.segments[t].characters;
        target += length;
        score += std::log(length) - logNormal(std::log(length) - m_meanLogLength, m_variance);
    }
    // Of two target segments every division of their sum is as likely.
    return score - static_cast<double>(bead.target) * std::log(target) + logNormal(std::log(target / source) - m_logRatio, varianceOfCharacter / source + leastVariance);
}

double BeadScores::structureScore(const Bead &bead, std::size_t i, std::size_t j) const
{
    const bool sourceEnds = i == 0 || m_source.segments[i - 1].endsParagraph;
    const bool targetEnds = j == 0 || m_target.segments[j - 1].endsParagraph;
    double score = sourceEnds && targetEnds ? paragraphsEndTogether : sourceEnds != targetEnds ? paragraphEndsAlone : 0;
    if (bead.source == 2 && m_source.segments[i - 2].endsParagraph)
        score += paragraphInside;
    if (bead.target == 2 && m_target.segments[j - 2].endsParagraph)
        score += paragraphInside;
    if (bead.source > 0 && bead.target > 0 && m_source.segments[i - 1].kind != m_target.segments[j - 1].kind)
        score += kindsDiffer;
    return score;
}

double BeadScores::wordScore(const Bead &bead, std::size_t i, std::size_t j)
{
    double score = 0;
    for (std::size_t t = j - bead.target; t < j; ++t)
        score += wordScore(i - bead.source, i, t);
    return score;
}

double BeadScores::wordScore(std::size_t firstSource, std::size_t endSource, std::size_t target)
{
    const SegmentWords &words = m_target.segments[target].words;
    m_sums.assign(words.size(), 0);
    std::size_t sourceWords = 1;
    for (std::size_t s = firstSource; s < endSource; ++s) {
        sourceWords += m_source.segments[s].words.size();
        for (const auto &[word, sum] : explanation(s, target))
            m_sums[word] += sum;
    }
    const double share = m_evidence.share;
    const double unexplained = std::log(1 - share);
    double score = 0;
    for (std::size_t k = 0; k < words.size(); ++k)
        score += m_sums[k] == 0 ? unexplained : std::log(1 - share + share * m_sums[k] / (static_cast<double>(sourceWords) * m_evidence.frequency[words[k].*m_evidence.counted]));
    return score;
}

const BeadScores::Explanation &BeadScores::explanation(std::size_t source, std::size_t target)
{
    Row &row = m_rows[source % 2];
    Explanation &explanation = row.explanations[target];
    if (row.of[target] == source + 1)
        return explanation;
    row.of[target] = source + 1;
    explanation.clear();
    const SegmentWords &words = m_target.segments[target].words;
    for (std::uint32_t k = 0; k < words.size(); ++k) {
        double sum = 0;
        for (const SegmentWord &word : m_source.segments[source].words)
            sum += m_evidence.translation(word, words[k]);
        if (sum > 0)
            explanation.push_back({k, sum});
    }
    return explanation;
}

}  // namespace interlinear::cat
