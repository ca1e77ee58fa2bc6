// Every text of a tiny vocabulary: the oracle of searches.
//
//   std::vector<ScoredText> ranked = EveryText(*model, *runtime, 3, 1.0F).ranked(prompt.tokens);
//   ranked.front().tokens;   // what a beam that is wide enough must find
#pragma once

#include "engine/mixmoe/runtime/runtime.h"
#include "tests/support/must.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

namespace interlinear::tests {

struct ScoredText {
    std::vector<mixmoe::TokenId> tokens;
    float score = -1e30F;   ///< sum of log-probabilities, the end token's among them, / (tokens + 1)^length penalty
};

/// Those of at most so many tokens that end, without the control tokens 1 to 4, scored by the runtime itself.
class EveryText {
public:
    EveryText(const mixmoe::Model &model, mixmoe::Runtime &runtime, std::size_t longest, float lengthPenalty)
        : m_model(model), m_runtime(runtime), m_longest(longest), m_penalty(lengthPenalty)
    {
    }

    /// Best first.
    std::vector<ScoredText> ranked(std::vector<mixmoe::TokenId> prompt)
    {
        m_prompt = std::move(prompt);
        m_all.clear();
        follow({}, 0.0F);
        std::ranges::stable_sort(m_all, std::ranges::greater(), &ScoredText::score);
        return m_all;
    }

private:
    void follow(const std::vector<mixmoe::TokenId> &tokens, float score)
    {
        std::vector<mixmoe::TokenId> text = m_prompt;
        text.insert(text.end(), tokens.begin(), tokens.end());
        const mixmoe::SequenceId sequence = must(m_runtime.openSequence());
        const auto output = must(m_runtime.step({{.sequence = sequence, .tokens = text, .selection = {.topK = 100, .banned = {1, 2, 3, 4}}}}, {})).front();
        m_runtime.closeSequence(sequence);
        for (const mixmoe::Candidate &candidate : output.candidates) {
            const float sum = score + candidate.logProbability;
            if (candidate.token == m_model.tokenizer->endToken()) {
                m_all.push_back({tokens, sum / std::pow(static_cast<float>(tokens.size() + 1), m_penalty)});
            } else if (tokens.size() < m_longest) {
                std::vector<mixmoe::TokenId> next = tokens;
                next.push_back(candidate.token);
                follow(next, sum);
            }
        }
    }

    const mixmoe::Model &m_model;
    mixmoe::Runtime &m_runtime;
    std::size_t m_longest;
    float m_penalty;
    std::vector<mixmoe::TokenId> m_prompt;
    std::vector<ScoredText> m_all;
};

}  // namespace interlinear::tests
