// What of a request decides the text, beside source, languages and interventions: plain values that a capture keeps.
//
//   SearchSettings greedy;
//   SearchSettings drawn{.sampling = Sampling{.temperature = 0.8F, .seed = 7}};
//   SearchSettings beam{.beamSize = 4, .lengthPenalty = 0.6F};
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace interlinear::mixmoe {

/// Drawing a token instead of taking the best one; decode/sampling.h says how.
struct Sampling {
    float temperature = 1.0F;    ///< above 0; below 1 favours the likely
    int topK = 64;               ///< at least 1
    float topP = 1.0F;           ///< above 0, at most 1
    std::uint64_t seed = 0;

    bool operator==(const Sampling &) const = default;
};

/// As in TranslateRequest.
struct SearchSettings {
    std::string forcedPrefix{};
    int beamSize = 1;
    float lengthPenalty = 1.0F;
    int maxNewTokens = 0;
    std::optional<Sampling> sampling{};

    bool operator==(const SearchSettings &) const = default;
};

}  // namespace interlinear::mixmoe
