// How a capture was made, as JSON: what has to be asked of which model and which build again.
//
//   "origin": {"source_tags": [{"id": 1, "kind": "open", "offset": 6, "code": "**", "display": ""}],
//              "settings": {"forced_prefix": "", "beam": 1, "length_penalty": 1, "max_new_tokens": 0, "precision": "bf16", "instructions": "avx2"},
//              "fingerprints": {"vocabulary": "…", "settings": "…", "build": "0.1.0 …"}}
//
// Where tokens were drawn, settings hold "sampling": {"temperature", "top_k", "top_p", "seed"}. The fingerprint of the model stands in "model".
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/store/capture_json.h"

#include <string>

namespace interlinear::mixmoe {

/// SHA-256 over all that decides a text beside source, model and build: languages, settings and interventions, as JSON. Empty without origin.
std::string settingsFingerprint(const RoutingCapture &capture);

/// Of a capture with origin.
CaptureJson originJson(const RoutingCapture &capture);

/// The capture has its texts, languages and interventions already. BadFormat names a key that is wrong, tags that do not fit the source, or settings that are
/// not those of their fingerprint.
Result<CaptureOrigin> readOrigin(const CaptureJson &json, const std::string &where, const RoutingCapture &capture);

}  // namespace interlinear::mixmoe
