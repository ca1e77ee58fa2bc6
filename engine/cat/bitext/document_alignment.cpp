#include "engine/cat/bitext/document_alignment.h"

#include "engine/cat/bitext/band.h"
#include "engine/cat/bitext/bead_scores.h"
#include "engine/cat/bitext/translation_lexicon.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace interlinear::cat {

namespace {

constexpr double impossible = -std::numeric_limits<double>::infinity();
constexpr std::size_t mostCells = std::size_t(1) << 26;   // one byte each
constexpr std::size_t cellsOfSecondPass = std::size_t(1) << 20;   // 40 bytes each
constexpr std::size_t leastMargin = 25;
constexpr int lexiconRounds = 6;
constexpr double lexiconShare = 0.9;
constexpr double likeWordsTranslate = 0.3;   // where the lexicon does not know better

/// The straight way: as many characters of one side as of the other, in share of the whole.
Path proportionalPath(const AlignmentSide &source, const AlignmentSide &target)
{
    const double ratio = target.characters() / source.characters();
    Path path{{0, 0}};
    double passed = 0, reached = 0;
    std::size_t j = 0;
    for (std::size_t i = 0; i < source.segments.size(); ++i) {
        passed += source.segments[i].characters * ratio;
        for (; j < target.segments.size() && reached + target.segments[j].characters / 2 <= passed; ++j)
            reached += target.segments[j].characters;
        path.emplace_back(i + 1, j);
    }
    path.emplace_back(source.segments.size(), target.segments.size());
    return path;
}

/// The path that goes back from the end over the beads of each cell.
Path pathOver(const Band &band, const std::vector<std::uint8_t> &best, std::size_t rows, std::size_t columns)
{
    Path path{{rows, columns}};
    for (auto [i, j] = path.back(); i > 0 || j > 0;) {
        const Bead &bead = beads[best[band.cell(i, j)]];
        i -= bead.source;
        j -= bead.target;
        path.emplace_back(i, j);
    }
    std::reverse(path.begin(), path.end());
    return path;
}

/// Calls with each bead that ends in the cell and begins in the band.
template <typename Visit>
void eachBead(const Band &band, std::size_t i, std::size_t j, Visit visit)
{
    for (std::size_t b = 0; b < beads.size(); ++b) {
        if (beads[b].fits(i, j) && band.contains(i - beads[b].source, j - beads[b].target))
            visit(b, i - beads[b].source, j - beads[b].target);
    }
}

/// The best path in the band (Viterbi).
Path bestPath(const Band &band, BeadScores &scores, std::size_t rows, std::size_t columns)
{
    std::vector<std::uint8_t> best(band.cells());
    std::array<std::vector<double>, 3> sums;   // of the last rows
    for (std::size_t i = 0; i <= rows; ++i) {
        std::vector<double> &row = sums[i % 3];
        row.assign(band.end(i) - band.first(i), impossible);
        for (std::size_t j = band.first(i); j < band.end(i); ++j) {
            double &sum = row[j - band.first(i)];
            if (i == 0 && j == 0)
                sum = 0;
            eachBead(band, i, j, [&](std::size_t b, std::size_t fromI, std::size_t fromJ) {
                const double reached = sums[fromI % 3][fromJ - band.first(fromI)];
                const double score = reached == impossible ? impossible : reached + scores.of(beads[b], i, j);
                if (score > sum) {
                    sum = score;
                    best[band.cell(i, j)] = static_cast<std::uint8_t>(b);
                }
            });
        }
    }
    return pathOver(band, best, rows, columns);
}

Path firstPass(const AlignmentSide &source, const AlignmentSide &target, BeadScores &scores)
{
    const Path straight = proportionalPath(source, target);
    const auto [rows, columns] = straight.back();
    auto margin = static_cast<std::size_t>(30 + 2 * std::sqrt(static_cast<double>(rows + columns)));
    while (true) {
        const Band band = Band::around(straight, margin);
        Path path = bestPath(band, scores, rows, columns);
        if (!band.isTight(path) || 2 * band.cells() > mostCells)
            return path;
        margin *= 2;
    }
}

/// What the first pass paired, and the examples as far as their words occur in the documents.
std::vector<WordPair> lexiconPairs(const AlignmentSide &source, const AlignmentSide &target, const Path &path, const Vocabulary &vocabulary,
                                   const AlignmentSettings &settings)
{
    std::vector<WordPair> pairs;
    for (std::size_t step = 1; step < path.size(); ++step) {
        WordPair pair;
        for (std::size_t s = path[step - 1].first; s < path[step].first; ++s)
            pair.source.insert(pair.source.end(), source.segments[s].words.begin(), source.segments[s].words.end());
        for (std::size_t t = path[step - 1].second; t < path[step].second; ++t)
            pair.target.insert(pair.target.end(), target.segments[t].words.begin(), target.segments[t].words.end());
        pairs.push_back(std::move(pair));
    }
    for (const TranslationExample &example : settings.examples)
        pairs.push_back({vocabulary.knownWordsOf({example.source, {}}), vocabulary.knownWordsOf({example.target, {}})});
    std::erase_if(pairs, [](const WordPair &pair) { return pair.source.empty() || pair.target.empty(); });
    return pairs;
}

WordEvidence lexiconEvidence(const TranslationLexicon &lexicon, const AlignmentSide &target, std::size_t vocabularySize)
{
    WordEvidence evidence;
    evidence.lexicon = &lexicon;
    evidence.likeWordsTranslate = likeWordsTranslate;
    evidence.frequency = frequencies(target, evidence.counted, vocabularySize);
    evidence.share = lexiconShare;
    return evidence;
}

double logSum(double a, double b)
{
    const double larger = std::max(a, b);
    return larger == impossible ? impossible : larger + std::log1p(std::exp(std::min(a, b) - larger));
}

/// Scores of all beads in a band, and how probable each is among all paths.
class Posterior {
public:
    Posterior(const Band &band, BeadScores &scores, std::size_t rows, std::size_t columns) : m_band(band), m_scores(band.cells()), m_forward(band.cells(), impossible)
    {
        for (std::size_t i = 0; i <= rows; ++i) {
            for (std::size_t j = band.first(i); j < band.end(i); ++j)
                goForward(scores, i, j);
        }
        m_backward.assign(band.cells(), impossible);
        m_backward[band.cell(rows, columns)] = 0;
        for (std::size_t i = rows + 1; i-- > 0;) {
            for (std::size_t j = band.end(i); j-- > band.first(i);)
                goBackward(i, j);
        }
    }

    double of(std::size_t bead, std::size_t i, std::size_t j) const
    {
        const std::size_t from = m_band.cell(i - beads[bead].source, j - beads[bead].target);
        const std::size_t to = m_band.cell(i, j);
        return std::exp(std::min(0.0, m_forward[from] + static_cast<double>(m_scores[to][bead]) + m_backward[to] - m_backward[m_band.cell(0, 0)]));
    }

private:
    void goForward(BeadScores &scores, std::size_t i, std::size_t j)
    {
        const std::size_t cell = m_band.cell(i, j);
        if (i == 0 && j == 0)
            m_forward[cell] = 0;
        eachBead(m_band, i, j, [&](std::size_t b, std::size_t fromI, std::size_t fromJ) {
            m_scores[cell][b] = static_cast<float>(scores.of(beads[b], i, j));
            m_forward[cell] = logSum(m_forward[cell], m_forward[m_band.cell(fromI, fromJ)] + static_cast<double>(m_scores[cell][b]));
        });
    }

    void goBackward(std::size_t i, std::size_t j)
    {
        const std::size_t cell = m_band.cell(i, j);
        eachBead(m_band, i, j, [&](std::size_t b, std::size_t fromI, std::size_t fromJ) {
            double &from = m_backward[m_band.cell(fromI, fromJ)];
            from = logSum(from, m_backward[cell] + static_cast<double>(m_scores[cell][b]));
        });
    }

    const Band &m_band;
    std::vector<std::array<float, beads.size()>> m_scores;   // [cell]
    std::vector<double> m_forward, m_backward;               // [cell]
};

std::size_t beadOf(std::size_t source, std::size_t target)
{
    const auto found = std::find_if(beads.begin(), beads.end(), [&](const Bead &bead) { return bead.source == source && bead.target == target; });
    return static_cast<std::size_t>(found - beads.begin());
}

std::vector<AlignedPair> withoutPartner(std::size_t source, std::size_t target)
{
    std::vector<AlignedPair> pairs;
    for (std::size_t i = 0; i < source; ++i)
        pairs.push_back({{i, i + 1}, {0, 0}, 1});
    for (std::size_t j = 0; j < target; ++j)
        pairs.push_back({{0, 0}, {j, j + 1}, 1});
    return pairs;
}

}  // namespace

std::vector<AlignedPair> alignDocuments(std::span<const Segment> source, std::span<const Segment> target, const AlignmentSettings &settings)
{
    if (source.empty() || target.empty())
        return withoutPartner(source.size(), target.size());
    Vocabulary vocabulary;
    const AlignmentSide sourceSide(source, vocabulary), targetSide(target, vocabulary);
    BeadScores likeness(sourceSide, targetSide, likeWords(targetSide, vocabulary.size()));
    const Path first = firstPass(sourceSide, targetSide, likeness);

    const TranslationLexicon lexicon(lexiconPairs(sourceSide, targetSide, first, vocabulary, settings), lexiconRounds);
    BeadScores scores(sourceSide, targetSide, lexiconEvidence(lexicon, targetSide, vocabulary.size()));
    const Band band = Band::around(first, std::max(leastMargin, cellsOfSecondPass / 2 / source.size()));
    const Path path = bestPath(band, scores, source.size(), target.size());
    const Posterior posterior(band, scores, source.size(), target.size());
    std::vector<AlignedPair> pairs;
    for (std::size_t step = 1; step < path.size(); ++step) {
        const auto &[fromI, fromJ] = path[step - 1];
        const auto &[i, j] = path[step];
        pairs.push_back({{fromI, i}, {fromJ, j}, posterior.of(beadOf(i - fromI, j - fromJ), i, j)});
    }
    return pairs;
}

}  // namespace interlinear::cat
