#include "engine/cat/bitext/bead_scores.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace interlinear::cat {

namespace {

constexpr double varianceOfCharacter = 6.8;   // Gale and Church 1993, section 3.2
constexpr double leastVariance = 0.02;        // of log lengths: long segments do not fit to the letter
// Natural logarithms of odds.
constexpr ParagraphOdds looseParagraphs{0.7, -1.5, -1.5};
constexpr ParagraphOdds keptParagraphs{1.5, -3, -3};   // both documents have as many
constexpr double kindsDiffer = -2;
constexpr double likenessShare = 0.2;

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

std::size_t AlignmentSide::paragraphs() const
{
    return static_cast<std::size_t>(std::count_if(segments.begin(), segments.end(), [](const Entry &segment) { return segment.endsParagraph; }));
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
    evidence.counted = &SegmentWord::likeness;
    evidence.frequency = frequencies(target, evidence.counted, vocabularySize);
    evidence.share = likenessShare;
    return evidence;
}

BeadScores::BeadScores(const AlignmentSide &source, const AlignmentSide &target, WordEvidence evidence)
    : m_source(source),
      m_target(target),
      m_evidence(std::move(evidence)),
      m_logRatio(std::log(target.characters() / source.characters())),
      m_paragraphs(source.paragraphs() == target.paragraphs() ? keptParagraphs : looseParagraphs)
{
    const auto count = static_cast<double>(target.segments.size());
    for (const AlignmentSide::Entry &segment : target.segments)
        m_meanLogLength += std::log(segment.characters) / count;
    m_variance = leastVariance;
    for (const AlignmentSide::Entry &segment : target.segments)
        m_variance += std::pow(std::log(segment.characters) - m_meanLogLength, 2) / count;
    for (Translations &translations : m_translations)
        translations.sums.resize(m_evidence.frequency.size());
}

double BeadScores::of(const Bead &bead, std::size_t i, std::size_t j)
{
    const double score = std::log(bead.prior) + structureScore(bead, i, j);
    if (bead.source == 0 || bead.target == 0)
        return score;
    return score + lengthScore(bead, i, j) + wordScore(bead, i, j);
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
    double score = sourceEnds && targetEnds ? m_paragraphs.together : sourceEnds != targetEnds ? m_paragraphs.alone : 0;
    if (bead.source == 2 && m_source.segments[i - 2].endsParagraph)
        score += m_paragraphs.inside;
    if (bead.target == 2 && m_target.segments[j - 2].endsParagraph)
        score += m_paragraphs.inside;
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
    std::array<const Translations *, 2> translated{};
    std::size_t sourceWords = 1;   // the empty word
    double remainder = 1;
    for (std::size_t s = firstSource; s < endSource; ++s) {
        sourceWords += m_source.segments[s].words.size();
        translated[s - firstSource] = &translations(s);
        remainder += translated[s - firstSource]->remainder;
    }
    const double mean = m_evidence.share / static_cast<double>(sourceWords);
    const double byChance = 1 - m_evidence.share + mean * remainder;
    const double unexplained = std::log(byChance);
    double score = 0;
    for (const SegmentWord &word : m_target.segments[target].words) {
        float sum = 0;
        for (std::size_t s = 0; s < endSource - firstSource; ++s)
            sum += translated[s]->sums[word.word] + (word.likeness != word.word ? translated[s]->sums[word.likeness] : 0);
        score += sum == 0 ? unexplained : std::log(byChance + mean * static_cast<double>(sum) / m_evidence.frequency[word.*m_evidence.counted]);
    }
    return score;
}

const BeadScores::Translations &BeadScores::translations(std::size_t source)
{
    Translations &translations = m_translations[source % 2];
    if (translations.of == source + 1)
        return translations;
    for (const WordId word : translations.touched)
        translations.sums[word] = 0;
    translations.touched.clear();
    translations.of = source + 1;
    translations.remainder = 0;
    const auto add = [&](WordId word, float probability) {
        translations.sums[word] += probability;
        translations.touched.push_back(word);
    };
    for (const SegmentWord &word : m_source.segments[source].words) {
        if (word.likeness != noLikeness)
            add(word.likeness, static_cast<float>(m_evidence.likeWordsTranslate));
        if (m_evidence.lexicon) {
            translations.remainder += m_evidence.lexicon->remainder(word.word);
            for (const auto &[translation, probability] : m_evidence.lexicon->translationsOf(word.word))
                add(translation, probability);
        }
    }
    return translations;
}

}  // namespace interlinear::cat
