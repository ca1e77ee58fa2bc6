// What a capture keeps of the request that made it, and that request again.
//
//   capture.origin->settings = settingsOf(request);
//   TranslateRequest again = requestOf(capture);   // the same text and the same routing, from the same model on the same kernels
#pragma once

#include "engine/mixmoe/decode/translation.h"

namespace interlinear::mixmoe {

/// Draft and number of texts are left out: they change neither the best text nor its routing.
SearchSettings settingsOf(const TranslateRequest &request);

/// Without the shortlist, of which a capture keeps the fingerprint only. Of a capture without origin: greedy search over the source without tags.
TranslateRequest requestOf(const RoutingCapture &capture);

}  // namespace interlinear::mixmoe
