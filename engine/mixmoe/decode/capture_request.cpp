#include "engine/mixmoe/decode/capture_request.h"

#include <algorithm>

namespace interlinear::mixmoe {

SearchSettings settingsOf(const TranslateRequest &request)
{
    return {.forcedPrefix = request.forcedPrefix,
            .beamSize = request.beamSize,
            .lengthPenalty = request.lengthPenalty,
            .maxNewTokens = request.maxNewTokens,
            .sampling = request.sampling};
}

TranslateRequest requestOf(const RoutingCapture &capture)
{
    const CaptureOrigin origin = capture.origin.value_or(CaptureOrigin());
    return {.source = {capture.sourceText, origin.sourceTags},
            .from = capture.fromLanguage,
            .to = capture.toLanguage,
            .forcedPrefix = origin.settings.forcedPrefix,
            .beamSize = origin.settings.beamSize,
            .sampling = origin.settings.sampling,
            .lengthPenalty = origin.settings.lengthPenalty,
            .maxNewTokens = origin.settings.maxNewTokens,
            .capture = std::max(capture.level, CaptureLevel::Choices),
            .interventions = capture.interventions};
}

}  // namespace interlinear::mixmoe
