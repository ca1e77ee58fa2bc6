#include "engine/mixmoe/decode/capture_request.h"

#include "engine/mixmoe/decode/search_plan.h"
#include "engine/mixmoe/model/shortlist.h"

#include <algorithm>

namespace interlinear::mixmoe {

SearchSettings settingsOf(const TranslateRequest &request)
{
    const Shortlist *shortlist = shortlistUsedBy(request);
    return {.before = request.before,
            .forcedPrefix = request.forcedPrefix,
            .prefixEndsWord = request.prefixEndsWord,
            .terms = request.terms,
            .beamSize = request.beamSize,
            .lengthPenalty = request.lengthPenalty,
            .maxNewTokens = request.maxNewTokens,
            .sampling = request.sampling,
            .shortlist = shortlist ? shortlist->fingerprint() : std::string()};
}

TranslateRequest requestOf(const RoutingCapture &capture)
{
    const CaptureOrigin origin = capture.origin.value_or(CaptureOrigin());
    return {.source = {capture.sourceText, origin.sourceTags},
            .from = capture.fromLanguage,
            .to = capture.toLanguage,
            .before = origin.settings.before,
            .forcedPrefix = origin.settings.forcedPrefix,
            .prefixEndsWord = origin.settings.prefixEndsWord,
            .terms = origin.settings.terms,
            .beamSize = origin.settings.beamSize,
            .sampling = origin.settings.sampling,
            .lengthPenalty = origin.settings.lengthPenalty,
            .maxNewTokens = origin.settings.maxNewTokens,
            .capture = std::max(capture.level, CaptureLevel::Choices),
            .interventions = capture.interventions};
}

}  // namespace interlinear::mixmoe
