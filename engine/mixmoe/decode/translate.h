// Translating one segment, or many at once.
//
//   Result<Translation> one = translate(*runtime, *model, {.source = {"Good morning."}, .from = "en", .to = "de"}, onStep, stop);
//   std::vector<Result<Translation>> all = translateBatch(*runtime, *model, requests, stop, {.maxSequences = 32});
//
// White space around the source is put back around the target; a source without letters and digits is its own target. The model never writes control tokens,
// nor tag pieces and control characters that the source lacks. A source of more than (maxPositions - 3) / 2 tokens is cut at a sentence end, else a word end,
// and the translation says so. Inline tags are taken out before and placed again through the attention of the alignment layer, every tag exactly once, with
// the spaces of the source beside what stands for a word. So are addresses, placeholders, file names and emoji (protectedSpans()): the model does not read
// them, they are copied. A forced line break reads as a space. Numbers are those of the source, or numbersDiffer says so.
// Terms: whole words that must or must not stand in the target (term_constraint.h). A form that was typed or is copied counts as there; a forbidden one that was typed or
// is copied stays, and one that the typed text has only begun is not finished.
// A model that was trained with context reads the segment before in its prompt, cut to what leaves the segment all its room; the spans, tags and alignment are those
// of the segment alone, and the capture has the context's tokens as part of the prompt, with empty spans.
// With a shortlist (model/shortlist.h) tokens are picked, and their log-probabilities taken, among what the source may become, what was typed, and the list's usual tokens; a
// shortlist that misses more than Shortlist::mostMissed is not used. While a typed piece of a word is spelled, and under terms, the whole vocabulary is open.
// A segment takes one pass of the model for its prompt with what was typed up to the last space, and at most one for each further token: never more than maxPositions in all.
// Called on the thread that owns the runtime; callbacks run on it too.
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/decode/translation.h"
#include "engine/mixmoe/runtime/runtime.h"

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace interlinear::mixmoe {

/// Errors: UnknownLanguage; WrongModel for a shortlist of another model; NotUtf8 for a source, prefix, draft or form of a term that is none; OutOfRange for a typed prefix longer than the model has room for; InvalidArgument for
/// two tags of one language, a beam below 1, more texts wanted than beams, sampling out of range, with several beams or with terms, a term without a form or with a blank one, interventions that do not fit the model, a shortlist of another direction, or a prefix that the vocabulary cannot write; Cancelled; EngineFailure. onStep may be empty.
Result<Translation> translate(Runtime &runtime, const Model &model, const TranslateRequest &request, const StepCallback &onStep, std::stop_token stop);

struct BatchOptions {
    int maxSequences = 0;    ///< decoded together (0: as many as suit the runtime); beams count each, under terms those that are followed. One request with more beams than that runs alone
    std::function<void(std::size_t request, const Result<Translation> &result)> onFinished{};   ///< as each is done, in no promised order; may be empty
};

/// The results in the order of the requests, each the same bits as translate() gives (times aside). A request that fails leaves the others alone, but a step that fails is that of all in it; once
/// stopped, those not yet finished are Cancelled. Long segments start first; as one ends the next takes its place. Only requests with equal capture level
/// and interventions share a batch. Drafts are tried as far as a batch is not full.
std::vector<Result<Translation>> translateBatch(Runtime &runtime, const Model &model, std::span<const TranslateRequest> requests, std::stop_token stop,
                                                const BatchOptions &options = {});

}  // namespace interlinear::mixmoe
