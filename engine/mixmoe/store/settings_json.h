// What decided the text of a capture, in capture files.
//
//   CaptureJson json = settingsJson(*capture.origin);
//   Result<void> read = readSettings(json, "routing.json", origin);
#pragma once

#include "engine/mixmoe/store/capture_json.h"

#include <string>

namespace interlinear::mixmoe {

/// Search settings, precision and instructions. What a request rarely has (terms, a segment before, sampling) stands there only where it has it.
CaptureJson settingsJson(const CaptureOrigin &origin);

/// BadFormat and OutOfRange name the key.
Result<void> readSettings(const CaptureJson &json, const std::string &where, CaptureOrigin &origin);

}  // namespace interlinear::mixmoe
