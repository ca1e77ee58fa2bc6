// Tags that stand in a source's text, "press <b>Enter</b>", and that the model did not write all.
//
//   keepTextTags(sources, results, [&](const std::vector<TranslateRequest> &requests) { return translateBatch(runtime, model, requests); });
//   // results[i]->target.text has the tags of sources[i] where they could be kept
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/decode/translation.h"

#include <functional>
#include <vector>

namespace interlinear::cli {

using Translate = std::function<std::vector<Result<mixmoe::Translation>>(const std::vector<mixmoe::TranslateRequest> &)>;

/// Requests without inline tags whose text lost tags are translated once more as words, the tags put where these came from; a result that fails then stays as it was.
/// results has one a request.
void keepTextTags(const std::vector<mixmoe::TranslateRequest> &requests, std::vector<Result<mixmoe::Translation>> &results, const Translate &translate);

}  // namespace interlinear::cli
