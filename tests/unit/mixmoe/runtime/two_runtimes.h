// Two runtimes that read the same, step by step, as a search has them read; and how their outputs are compared.
//
//   TwoRuntimes both(*card, *reference, seed);
//   both.shuffle();
//   const auto [outputs, expected] = both.step();
//   QVERIFY(sameRoutes(outputs[0], expected[0]));
#pragma once

#include "tests/unit/mixmoe/runtime/random_steps.h"

#include <utility>

namespace interlinear::tests {

inline bool sameRoutes(const SequenceOutput &a, const SequenceOutput &b)
{
    return std::ranges::equal(a.routing, b.routing, [](const TokenRouting &x, const TokenRouting &y) { return x.choices == y.choices; });
}

inline float largestDifference(const std::vector<float> &a, const std::vector<float> &b)
{
    float largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = a[i] == b[i] ? largest : std::max(largest, std::abs(a[i] - b[i]));   // infinities are equal
    return largest;
}

/// Sequences that do all that a search does, the same on two runtimes.
class TwoRuntimes {
public:
    TwoRuntimes(Runtime &first, Runtime &second, unsigned seed) : m_first(first), m_second(second), m_random(seed)
    {
        for (int i = 0; i < 4; ++i)
            m_sequences.push_back({must(first.openSequence()), must(second.openSequence())});
    }
    ~TwoRuntimes()
    {
        for (const auto &[a, b] : m_sequences) {
            m_first.closeSequence(a);
            m_second.closeSequence(b);
        }
    }

    void shuffle()
    {
        for (auto &[a, b] : m_sequences) {
            if (const int length = m_first.length(a); length > 100 || (length > 0 && any(4) == 0)) {
                const int kept = static_cast<int>(any(static_cast<unsigned>(std::min(length, 40))));
                m_first.truncate(a, kept);
                m_second.truncate(b, kept);
            } else if (any(4) == 0) {   // a beam that another one replaces
                const auto &[fromA, fromB] = m_sequences[any(4)];
                const std::pair fork{must(m_first.forkSequence(fromA)), must(m_second.forkSequence(fromB))};
                m_first.closeSequence(a);
                m_second.closeSequence(b);
                std::tie(a, b) = fork;
            }
        }
    }

    std::pair<std::vector<SequenceOutput>, std::vector<SequenceOutput>> step()
    {
        std::vector<SequenceInput> a, b;
        const unsigned seed = any(1000);
        for (std::size_t i = 0; i < m_sequences.size(); ++i) {
            if (i > 0 && any(3) == 0)
                continue;
            const unsigned count = any(3) == 0 ? 1 + any(20) : 1;
            a.push_back({.tokens = someTokens(count, seed + static_cast<unsigned>(i), m_first.config().vocabSize), .promptTokens = any(count + 1), .wantGiven = any(3) == 0, .selection = selection()});
            if (a.back().selection.topK > 0 && any(3) == 0)
                a.back().triedTokens = any(count + 1 - static_cast<unsigned>(std::max<std::size_t>(1, a.back().promptTokens)));
            for (unsigned bound = any(static_cast<unsigned>(a.back().triedTokens) + 1); bound > 0; --bound)
                a.back().firstSelections.push_back({.banned = {4, 20 + static_cast<TokenId>(bound)}, .allowed = any(2) == 0 ? m_allowed : nullptr});
            b.push_back(a.back());
            a.back().sequence = m_sequences[i].first;
            b.back().sequence = m_sequences[i].second;
        }
        StepOptions options{.capture = static_cast<CaptureLevel>(any(3)), .wantAttention = any(2) == 0};
        if (any(3) == 0)
            options.interventions = {{.kind = static_cast<Intervention::Kind>(any(3)), .group = static_cast<ExpertGroup>(any(2)), .expert = static_cast<int>(any(4)),
                                      .scope = static_cast<Intervention::Scope>(any(3)), .factor = 0.5F}};
        if (any(5) == 0)
            options.interventions.push_back({.kind = Intervention::Kind::Band, .group = static_cast<ExpertGroup>(any(2)), .factor = 0.25F, .firstBin = 1, .lastBin = 6});
        if (any(9) == 0)
            options.interventions.push_back({.kind = Intervention::Kind::Mask, .group = ExpertGroup::Translation});
        return {must(m_first.step(a, options)), must(m_second.step(b, options))};
    }

private:
    unsigned any(unsigned below) { return static_cast<unsigned>(m_random() % below); }

    Selection selection()
    {
        Selection selection{.topK = static_cast<int>(any(5)), .wantLogits = any(4) == 0};
        if (any(2) == 0) {
            selection.banned = {3, 9, 9, -1, 100000};
            selection.scored = {3, 4, 5};
            selection.biases = {{5, 2.0F}, {-7, 1.0F}, {5, -1.0F}, {8, 0.5F}};
        }
        if (any(3) == 0)
            selection.allowed = any(2) == 0 ? m_allowed : std::make_shared<const TokenSet>(std::vector<TokenId>{5, 4, 8, 30});
        return selection;
    }

    Runtime &m_first, &m_second;
    std::mt19937 m_random;
    std::vector<std::pair<SequenceId, SequenceId>> m_sequences;
    std::shared_ptr<const TokenSet> m_allowed = std::make_shared<const TokenSet>(std::vector<TokenId>{3, 4, 9, 12, 13, 14, 20, 21, 22});
};

inline bool candidatesAgree(const std::vector<Candidate> &a, const std::vector<Candidate> &b)
{
    return std::ranges::equal(a, b, [](const Candidate &x, const Candidate &y) { return std::abs(x.logProbability - y.logProbability) < 2e-3F; });
}

}  // namespace interlinear::tests
