// What of a request decides the text, beside source, languages and interventions: plain values that a capture keeps.
//
//   SearchSettings greedy;
//   SearchSettings drawn{.sampling = Sampling{.temperature = 0.8F, .seed = 7}};
//   SearchSettings beam{.beamSize = 4, .lengthPenalty = 0.6F};
#pragma once

#include "engine/core/tagged_text.h"
#include "engine/mixmoe/probe/term_constraint.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

/// Drawing a token instead of taking the best one; decode/sampling.h says how.
struct Sampling {
    float temperature = 1.0F;    ///< above 0; below 1 favours the likely
    int topK = 64;               ///< at least 1
    float topP = 1.0F;           ///< above 0, at most 1
    std::uint64_t seed = 0;

    bool operator==(const Sampling &) const = default;
};

/// A segment and what it became.
struct SegmentBefore {
    TaggedText source{}, target{};

    bool operator==(const SegmentBefore &) const = default;
};

/// As in TranslateRequest.
struct SearchSettings {
    std::optional<SegmentBefore> before{};
    std::string forcedPrefix{};
    bool prefixEndsWord = false;
    std::vector<TermConstraint> terms{};
    int beamSize = 1;
    float lengthPenalty = 1.0F;
    int maxNewTokens = 0;
    std::optional<Sampling> sampling{};
    std::string shortlist{};         ///< fingerprint of the one that was used; empty: the whole vocabulary

    bool operator==(const SearchSettings &) const = default;
};

}  // namespace interlinear::mixmoe
