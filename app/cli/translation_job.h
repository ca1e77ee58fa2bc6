// Many segments through the engine at once, with progress on stderr.
//
//   TranslationJob job{.from = "en", .to = "de", .input = "lines.txt", .unit = "line"};
//   Result<std::vector<Translation>> translations = run(job, {{.text = {"Good morning."}}}, engine);
//   std::ranges::any_of(*translations, wasCut);
#pragma once

#include "app/cli/engine_options.h"
#include "app/cli/term_list.h"
#include "engine/core/tagged_text.h"
#include "engine/mixmoe/decode/translation.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace interlinear::cli {

struct TranslationJob {
    std::string from, to;
    int beamSize = 1;
    int nBest = 1;                                               ///< texts for each source, at most as many as beams
    std::optional<mixmoe::Sampling> sampling{};                  ///< each source draws with a seed of its own: this one and its place
    std::string prefix{};                                        ///< each unit's translation begins with it, as if it had been typed
    TermList terms{};                                            ///< each source obeys those that stand in it
    int batchSize = 0;                                           ///< sequences decoded together; 0: as many as suit the device
    bool shortlist = false;                                      ///< the model's for this direction
    bool context = false;                                        ///< a model that was trained so reads each source after the one before it and what that became
    bool warns = true;                                           ///< say on stderr what was cut and where numbers differ
    mixmoe::CaptureLevel capture = mixmoe::CaptureLevel::None;
    mixmoe::Interventions interventions{};
    std::string input = "standard input";                        ///< what messages call the whole
    std::string unit = "segment";                                ///< and one of its sources: "line", "segment"
};

struct JobSource {
    TaggedText text;
    std::size_t unit = 0;                ///< that it is, or is part of; from 0
    std::optional<TaggedText> known{};   ///< its translation, where there is one already
    TaggedText draft{};                  ///< as in TranslateRequest
};

/// units[i] is the unit of texts[i]; without any, each text is one.
std::vector<JobSource> jobSources(const std::vector<TaggedText> &texts, const std::vector<std::size_t> &units = {});

/// What the job asks for one source, of the whole vocabulary; the seed is that of the first.
mixmoe::TranslateRequest requestFor(const TranslationJob &job, const TaggedText &source);

/// Called with what is done so far, from the first source on: whole units. An Error ends the job.
using PartDone = std::function<Result<void>(std::span<const mixmoe::Translation>)>;

/// Sources go through in parts, small ones first, so that who waits sees something soon and who interrupts keeps what was done; in context, as one part.
/// With context, sources follow one another as in a document, and an empty one ends a document: the sources of one document go in order, each waiting for the one
/// before it, and those at the same place in different documents are decoded together.
/// The translations in the order of the sources. The first source that fails fails the job; the Error names its place. What was cut or lacks a term is said on stderr.
/// What is known already is its own translation, without tokens and capture, and stands before the next one as what it became.
Result<std::vector<mixmoe::Translation>> run(const TranslationJob &job, const std::vector<JobSource> &sources, OpenedEngine &engine, const PartDone &onPart = {});

/// What run() calls the source in its messages: "lines.txt, line 3".
std::string placeOf(const TranslationJob &job, const JobSource &source);

/// What a user should know of a translation, a sentence each: numbers that differ, ends that are missing.
std::vector<std::string> warningsOn(const mixmoe::Translation &translation);

/// Whether an end is missing: of the source, or of the translation.
bool wasCut(const mixmoe::Translation &translation);

}  // namespace interlinear::cli
