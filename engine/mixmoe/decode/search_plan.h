// From a request to what its search has to obey.
//
//   Result<PreparedRequest> prepared = prepare(model, request);
//   if (prepared->source.blank()) …                            // nothing to search for
//   Result<SearchPlan> plan = planFor(model, *prepared);
#pragma once

#include "engine/mixmoe/decode/assembly.h"
#include "engine/mixmoe/decode/sentence_search.h"

namespace interlinear::mixmoe {

/// Hypotheses that are followed at once: the beams, and under terms constrainedBeams at least.
int hypothesesOf(const TranslateRequest &request);

/// The request's shortlist; null where it has none or one that misses too much, and under terms, whose search looks at every token.
const Shortlist *shortlistUsedBy(const TranslateRequest &request);

/// The request checked and its source read. Errors: those of translate(), what is typed aside.
Result<PreparedRequest> prepare(const Model &model, TranslateRequest request);

/// The model must outlive the plan. Errors: OutOfRange for a typed prefix longer than the model has room for; InvalidArgument for one that the vocabulary cannot write.
Result<SearchPlan> planFor(const Model &model, const PreparedRequest &prepared);

}  // namespace interlinear::mixmoe
