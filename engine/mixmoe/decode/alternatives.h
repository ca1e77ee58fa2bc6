// What else the model might write at a place of a finished target: the most probable words there, each with the translation that goes on with it.
//
//   AlternativesRequest request{.request = {.source = {"The house is green."}, .from = "en", .to = "de"}, .target = "Das Haus ist grün.", .offset = 4};
//   Result<Alternatives> found = alternatives(runtime, model, request, stop);
//   found->words[0].text;  found->words[0].probability;      // "Haus", 0.87
//   found->words[1].translation->target.text;                // "Das Gebäude ist grün."
//
// A word's probability is that of the model writing it behind the target up to the offset and then something that ends it: a space, a mark or the end. It is summed over the
// tokenisations that the search meets. Marks before a word belong to it, marks alone are a word too. Inside a word the rest of it is what is looked for, and it may be empty:
// the word ends there.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/decode/translation.h"
#include "engine/mixmoe/runtime/runtime.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace interlinear::mixmoe {

struct AlternativesRequest {
    TranslateRequest request{};       ///< source, languages, terms, interventions, and how the translations are to be searched; what it has as typed text, draft, sampling and shortlist is not used
    std::string target{};             ///< text of the finished target, without tags
    std::size_t offset = 0;           ///< bytes into it: where a character begins, or its end
    int count = 6;                    ///< words wanted, 1 to 64
    int longest = 16;                 ///< tokens of a word, 1 to 64; a longer one is cut there
    bool withTranslations = true;
};

struct Alternative {
    std::string text;                         ///< what would stand at the offset; begins with a space where the offset stands before one
    double probability = 0;                   ///< 0 to 1
    bool whole = true;                        ///< false: cut at the longest length
    std::optional<Translation> translation;   ///< begins with the target up to the offset and this text; nothing where none was wanted
};

struct Alternatives {
    std::size_t offset = 0;                   ///< as in the request
    std::vector<Alternative> words;           ///< all different, by falling probability; fewer than wanted where the model sees no more, or terms forbid them
    double elapsedMs = 0;
};

/// The 32 most probable unfinished words are followed at a time; words below 0.00001 are not offered. Deterministic, as translate() is. Errors: those of translate(), where the typed text is the target up to the
/// offset; OutOfRange for an offset behind the target or inside a character, or for counts out of range. A blank source has none. Called on the thread that owns the runtime.
Result<Alternatives> alternatives(Runtime &runtime, const Model &model, const AlternativesRequest &request, std::stop_token stop);

}  // namespace interlinear::mixmoe
