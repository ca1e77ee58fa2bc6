// Interventions as JSON: in captures, and as files of their own.
//
//   [{"kind": "mask", "group": "MT", "expert": 2, "layer": 3, "scope": "everywhere", "factor": 1, "enabled": true, "name": ""},
//    {"kind": "band", …, "first_bin": 0, "last_bin": 8}]
#pragma once

#include "engine/core/result.h"
#include "engine/mixmoe/store/capture_json.h"

#include <string>
#include <string_view>

namespace interlinear::mixmoe {

CaptureJson toJson(const Interventions &interventions);

/// Of a list; `where` names its source in errors. Whether they fit a model is asked of validate().
Result<Interventions> interventionsFrom(const CaptureJson &list, const std::string &where);
Result<Interventions> interventionsFromJson(std::string_view json, const std::string &where);

}  // namespace interlinear::mixmoe
